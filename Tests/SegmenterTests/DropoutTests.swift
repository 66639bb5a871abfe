import Segmenter
import Testing

@Suite struct DropoutTests {
  /// A network whose units before the last convolution are all 1, so that its logits are the kept share, scaled.
  private func ones(rate: Double, places: [Dropout.Place] = [.lastDecoder]) throws -> UNet {
    let architecture = UNetArchitecture(
      inputChannels: 1, base: 1, levels: 2, dropout: Dropout(rate: rate, places: places))
    let network = UNet(
      architecture, width: 96, height: 64, capacity: 2, trains: false, pool: WorkerPool(workerCount: 2))
    var scalars = [Float](repeating: 0, count: network.parameterCount)
    scalars[network.layout.block("decoder.0.conv2.bias").offset] = 1
    scalars[network.layout.block("head.weight").offset] = 1
    network.load(try UNetWeights(architecture: architecture, scalars: scalars))
    return network
  }

  @Test(
    "units are dropped at the rate, independently, and the rest scaled so that the mean stays", arguments: [0.1, 0.5])
  func rate(rate: Double) throws {
    let network = try ones(rate: rate)
    network.dropout = .drawn(seed: 1, firstSample: 0)
    network.forward(imageCount: 2)
    let logits = Array(network.logits)
    let kept = Float(1 / (1 - rate))
    #expect(logits.allSatisfy { $0 == 0 || abs($0 - kept) < 1e-6 })
    let isDropped = logits.map { $0 == 0 ? 1.0 : 0.0 }
    let count = Double(isDropped.count)
    let deviation = (rate * (1 - rate) / count).squareRoot()
    #expect(abs(isDropped.reduce(0, +) / count - rate) < 4 * deviation)
    // Neighbours in a row, in a column, and the two images know nothing of each other.
    for distance in [1, 96, network.pixelsPerImage] {
      let pairs = zip(isDropped, isDropped.dropFirst(distance))
      let covariance = pairs.reduce(0) { $0 + ($1.0 - rate) * ($1.1 - rate) } / (count - Double(distance))
      #expect(abs(covariance) < 5 * rate * (1 - rate) / (count - Double(distance)).squareRoot())
    }
  }

  @Test("a sample's masks follow from seed and number, whatever the batch and the number of threads")
  func isAFunctionOfTheSample() throws {
    let shape = NetworkShape.all[2]
    func logits(threads: Int, _ draw: RandomDraw) throws -> [Float] {
      let network = try UNet.random(shape, pool: WorkerPool(workerCount: threads))
      // The same image twice: only the masks differ.
      _ = network.input(image: 1).update(fromContentsOf: network.input(image: 0))
      network.dropout = draw
      network.forward(imageCount: 2)
      return Array(network.logits)
    }
    let pair = try logits(threads: 1, .drawn(seed: 9, firstSample: 40))
    #expect(try logits(threads: 3, .drawn(seed: 9, firstSample: 40)) == pair)
    let half = pair.count / 2
    let next = try logits(threads: 2, .drawn(seed: 9, firstSample: 41))
    #expect(Array(next[..<half]) == Array(pair[half...]))
    #expect(Array(pair[..<half]) != Array(pair[half...]))
    #expect(try logits(threads: 2, .drawn(seed: 10, firstSample: 40)) != pair)
  }

  @Test("switched off it is not there")
  func off() throws {
    var plain = NetworkShape.all[2]
    let network = try UNet.random(plain)
    network.forward(imageCount: 2)
    plain.dropout = false
    let other = try UNet.random(plain)
    other.forward(imageCount: 2)
    #expect(Array(network.logits) == Array(other.logits))
    let u = normals(2 * network.pixelsPerImage, "u")
    #expect(network.gradientArray(u) == other.gradientArray(u))
  }

  @Test("every place drops", arguments: Dropout.Place.allCases)
  func places(place: Dropout.Place) throws {
    let shape = NetworkShape(channels: 1, base: 4, levels: 3, width: 16, height: 16, images: 1)
    var architecture = shape.architecture
    let weights = try UNetWeights(architecture: architecture, seed: 1)
    architecture.dropout = Dropout(rate: 0.5, places: [place])
    let network = UNet(
      architecture, width: 16, height: 16, capacity: 1, trains: false, pool: WorkerPool(workerCount: 1))
    // Weights of a network without dropout fit.
    network.load(weights)
    _ = network.input(image: 0).update(fromContentsOf: normals(256, "image"))
    network.forward(imageCount: 1)
    let still = Array(network.logits)
    network.dropout = .drawn(seed: 1, firstSample: 0)
    network.forward(imageCount: 1)
    #expect(relativeDistance(network.logits, still) > 1e-6)
    network.dropout = .off
    network.forward(imageCount: 1)
    #expect(relativeDistance(network.logits, still) == 0)
  }
}
