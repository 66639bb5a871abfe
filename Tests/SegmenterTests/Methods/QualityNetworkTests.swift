import Segmenter
import Testing
import VolumeModel

@Suite struct QualityNetworkTests {
  /// Beside a network of the given shape, with random inputs and last weights that are worth a gradient.
  private func make(_ shape: NetworkShape, threads: Int = 2) throws -> (judge: QualityNetwork, images: Int) {
    let network = try UNet.random(shape, pool: WorkerPool(workerCount: threads))
    let judge = QualityNetwork(beside: network, seed: 1)
    for image in 0..<network.capacity {
      let place = judge.input(image: image)
      _ = place.update(fromContentsOf: normals(place.count, "quality\(image)"))
    }
    for (index, value) in normals(judge.parameterCount, "weights", scale: 0.2).enumerated() {
      judge.parameters[index] += value
    }
    return (judge, network.capacity)
  }

  @Test("its gradient is the slope of the scores, for one image and for more", arguments: NetworkShape.all.indices)
  func gradient(shape: Int) throws {
    let (judge, images) = try make(NetworkShape.all[shape])
    let slopes = (0..<images).map { 0.3 - 0.7 * Double($0) }
    func sum() -> Double { zip(judge.scores(imageCount: images), slopes).reduce(0) { $0 + $1.0 * $1.1 } }
    let before = sum()
    judge.backward(slopes)
    let gradient = Array(judge.parameterGradients)
    #expect(gradient.contains { $0 != 0 })
    // Along the gradient, and along some direction: central differences, short enough to cross few kinks.
    let origin = Array(judge.parameters)
    for direction in [gradient, normals(judge.parameterCount, "direction")] {
      let length = euclideanNorm(direction)
      let step = 2e-3 / length
      func moved(_ share: Double) -> Double {
        for index in origin.indices { judge.parameters[index] = origin[index] + Float(share * step) * direction[index] }
        return sum()
      }
      let measured = (moved(1) - moved(-1)) / (2 * step)
      let expected = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      #expect(abs(measured - expected) < 0.02 * euclideanNorm(gradient) * length, "\(measured) \(expected)")
    }
    _ = judge.parameters.update(fromContentsOf: origin)
    #expect(sum() == before)
  }

  @Test("threads do not matter")
  func threads() throws {
    let (one, images) = try make(NetworkShape.all[0], threads: 1)
    let two = try make(NetworkShape.all[0], threads: 3).judge
    #expect(one.scores(imageCount: images) == two.scores(imageCount: images))
    let slopes = [Double](repeating: 1, count: images)
    one.backward(slopes)
    two.backward(slopes)
    #expect(Array(one.parameterGradients) == Array(two.parameterGradients))
  }
}
