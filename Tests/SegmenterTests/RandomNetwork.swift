import Segmenter
import Testing
import VolumeModel

/// A shape of network that tests run through, with random weights and images.
struct NetworkShape: Sendable, CustomTestStringConvertible {
  var channels = 1
  var base = 4
  var levels = 2
  var width = 16
  var height = 12
  var images = 2
  var groups = 0
  var dropout = false

  var testDescription: String {
    "\(channels) channels, base \(base), \(levels) levels, \(width) x \(height), \(images) images"
      + (groups > 0 ? ", \(groups) groups" : "") + (dropout ? ", dropout" : "")
  }

  var architecture: UNetArchitecture {
    UNetArchitecture(
      inputChannels: channels, base: base, levels: levels, normalisation: groups > 0 ? .group(groups: groups) : .none,
      dropout: dropout ? Dropout(rate: 0.4) : nil)
  }

  /// One to four channels, bases that fill no panel and that do, one to five levels, sides that are no whole tiles.
  static let all = [
    NetworkShape(channels: 2, base: 8, levels: 1, width: 22, height: 10, images: 3),
    NetworkShape(channels: 3, base: 12, levels: 3, width: 24, height: 40, images: 1),
    NetworkShape(channels: 4, base: 16, levels: 2, width: 20, height: 28, images: 2, dropout: true),
    NetworkShape(channels: 1, base: 2, levels: 5, width: 32, height: 64, images: 2),
    NetworkShape(channels: 1, base: 6, levels: 2, width: 36, height: 12, images: 3, groups: 3),
    NetworkShape(channels: 2, base: 8, levels: 3, width: 56, height: 40, images: 2, groups: 4, dropout: true),
    NetworkShape(channels: 1, base: 20, levels: 1, width: 6, height: 6, images: 9, groups: 20, dropout: true),
  ]
}

/// Random numbers of one purpose, the same in every run.
func normals(_ count: Int, _ name: String, scale: Double = 1) -> [Float] {
  var random = RandomStream(seed: 31, name: name)
  return (0..<count).map { _ in Float(random.normal() * scale) }
}

extension UNet {
  static func random(
    _ shape: NetworkShape, hasTangents: Bool = true, pool: WorkerPool = WorkerPool(workerCount: 2),
    algorithm: ConvolutionAlgorithm = .winograd, instructionSet: InstructionSet = .best, seed: UInt64 = 3
  ) throws -> UNet {
    let network = UNet(
      shape.architecture, width: shape.width, height: shape.height, capacity: shape.images, trains: true,
      hasTangents: hasTangents, pool: pool, algorithm: algorithm, instructionSet: instructionSet)
    var weights = try UNetWeights(architecture: shape.architecture, seed: seed).scalars
    // Biases and scales off their starting values, so that they matter.
    for (index, change) in normals(weights.count, "weights", scale: 0.05).enumerated() { weights[index] += change }
    network.load(try UNetWeights(architecture: shape.architecture, scalars: weights))
    for image in 0..<shape.images {
      let place = network.input(image: image)
      _ = place.update(fromContentsOf: normals(place.count, "image \(image)"))
    }
    return network
  }

  /// z' of every pixel along a direction.
  func tangentArray(_ direction: [Float]) -> [Float] {
    direction.withUnsafeBufferPointer { Array(tangent(along: $0)) }
  }

  /// The gradient of <u, logits>.
  func gradientArray(_ u: [Float]) -> [Float] {
    _ = logitGradients.update(fromContentsOf: u)
    backward()
    return Array(parameterGradients)
  }
}

func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
