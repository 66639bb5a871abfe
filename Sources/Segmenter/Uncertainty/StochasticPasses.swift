internal import VolumeModel

/// Passes the same slices through a network several times, differently each time, and sums up what comes out.
final class StochasticPasses {
  private let network: UNet
  private let sampler: UncertaintySampler
  private let seed: UInt64
  private var probabilities: [Float]
  private var restored: [Float]
  /// Of the slices of the last run, image after image.
  private(set) var sums: [UncertaintySums]
  private static let noiseDeviation = 0.05

  /// - Parameter network: with dropout, if units are to be dropped.
  init(network: UNet, sampler: UncertaintySampler, seed: UInt64) {
    self.network = network
    self.sampler = sampler
    self.seed = seed
    probabilities = [Float](repeating: 0, count: network.capacity * network.pixelsPerImage)
    restored = probabilities
    sums = (0..<network.capacity).map { _ in UncertaintySums(pixelCount: network.pixelsPerImage) }
  }

  func reset() {
    for number in sums.indices { sums[number].reset() }
  }

  /// All samples of some slices; or, of an ensemble, the one of the member whose weights the network holds.
  /// - Parameters:
  ///   - slices: normalised intensities [channel][row][column], up to the network's capacity.
  ///   - firstSlice: the first slice's number, from which all that is random follows.
  func run(_ slices: [[Float]], firstSlice: Int) {
    switch sampler.kind {
    case .ensemble:
      write(slices, SliceResampling(degrees: 0, isMirrored: false), noise: nil, firstSlice: firstSlice)
      add(slices.count, back: nil)
    case .dropout:
      write(slices, SliceResampling(degrees: 0, isMirrored: false), noise: nil, firstSlice: firstSlice)
      drop(imageCount: slices.count, firstSlice: firstSlice)
    case .testTime:
      for sample in 0..<sampler.count {
        let turn = Self.turns[sample % Self.turns.count]
        write(slices, turn, noise: sample, firstSlice: firstSlice)
        add(slices.count, back: turn.inverse)
      }
    }
  }

  /// Samples by dropout of the images that lie in the network already.
  func drop(imageCount: Int, firstSlice: Int) {
    for sample in 0..<sampler.count {
      var random = RandomStream(seed: seed, name: "dropout-samples", index: UInt64(sample))
      network.dropout = .drawn(seed: random.next(), firstSample: UInt64(firstSlice))
      add(imageCount, back: nil)
    }
    network.dropout = .off
  }

  private static let turns = [0.0, -5, 5].flatMap { degrees in
    [false, true].map { SliceResampling(degrees: degrees, isMirrored: $0) }
  }

  private func write(_ slices: [[Float]], _ turn: SliceResampling, noise: Int?, firstSlice: Int) {
    let channels = network.architecture.inputChannels
    let (width, height, pixels) = (network.width, network.height, network.pixelsPerImage)
    network.pool.run(slices.count) { item, _ in
      let input = network.input(image: item)
      slices[item].withUnsafeBufferPointer { slice in
        for channel in 0..<channels {
          turn.resample(
            UnsafeBufferPointer(rebasing: slice[channel * pixels..<(channel + 1) * pixels]), width: width,
            height: height, into: UnsafeMutableBufferPointer(rebasing: input[channel...]), stride: channels)
        }
      }
      guard let noise else { return }
      var random = RandomStream(
        seed: seed, name: "test-time-noise", index: UInt64(firstSlice + item) << 16 | UInt64(noise))
      for index in input.indices where input[index] != 0 {
        input[index] += Float(random.normal() * Self.noiseDeviation)
      }
    }
  }

  /// Passes what lies in the network, and adds it up.
  private func add(_ count: Int, back: SliceResampling?) {
    network.forward(imageCount: count)
    let logits = UnsafeBufferPointer(network.logits)
    let (width, height, pixels) = (network.width, network.height, network.pixelsPerImage)
    probabilities.withUnsafeMutableBufferPointer { probabilities in
      restored.withUnsafeMutableBufferPointer { restored in
        sums.withUnsafeMutableBufferPointer { sums in
          network.pool.run(count) { item, _ in
            let image = probabilities.image(item, pixels: pixels)
            for pixel in image.indices { image[pixel] = sigmoid(logits[item * pixels + pixel]) }
            guard let back else {
              sums[item].add(UnsafeBufferPointer(image))
              return
            }
            let whole = restored.image(item, pixels: pixels)
            back.resample(UnsafeBufferPointer(image), width: width, height: height, into: whole)
            sums[item].add(UnsafeBufferPointer(whole))
          }
        }
      }
    }
  }
}
