import Foundation
import Segmenter

/// Reference answers under Fixtures/, made by the scripts in Scripts/fixtures.
struct Reference {
  let tensors: [String: SafeTensor]

  init(_ file: String) throws {
    tensors = try Safetensors.read(Self.path(file)).tensors
  }

  static func path(_ file: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/" + file).path
  }

  struct Missing: Error { let name: String }

  func scalars(_ name: String) throws -> [Float] {
    guard let tensor = tensors[name] else { throw Missing(name: name) }
    return tensor.scalars
  }

  func shape(_ name: String) throws -> [Int] {
    guard let tensor = tensors[name] else { throw Missing(name: name) }
    return tensor.shape
  }

  /// A slab in layout order from the tensors `prefix.NAME`.
  func slab(_ prefix: String, _ layout: ParameterLayout) throws -> [Float] {
    try layout.blocks.flatMap { try scalars("\(prefix).\($0.name)") }
  }
}

extension ReferenceNetwork {
  /// All small networks whose answers PyTorch gave: channels that fill no panel, one to four images, one to three levels,
  /// sides that are no multiples of a tile, with and without normalisation.
  static let files = [
    "unet-base4-levels2", "unet-channels4-levels3", "unet-norm-levels1", "unet-norm-levels2",
  ].map { $0 + ".safetensors" }
}

/// |a| (L2).
func euclideanNorm(_ a: some Sequence<Float>) -> Double {
  a.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}

/// |a - b| / |b| over whole arrays (L2).
func relativeDistance(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Double {
  var difference = 0.0
  var size = 0.0
  for (x, y) in zip(a, b) {
    difference += (Double(x) - Double(y)) * (Double(x) - Double(y))
    size += Double(y) * Double(y)
  }
  return (difference / max(size, 1e-300)).squareRoot()
}

/// A small network with the reference's weights and input loaded.
struct ReferenceNetwork {
  let reference: Reference
  let network: UNet
  let pool: WorkerPool
  let target: [Float]
  let batch: Int

  init(
    _ file: String, threads: Int = 2, algorithm: ConvolutionAlgorithm = .winograd,
    instructionSet: InstructionSet = .best, hasTangents: Bool = false
  ) throws {
    reference = try Reference(file)
    let shape = try reference.shape("input")
    batch = shape[0]
    let (channels, height, width) = (shape[1], shape[2], shape[3])
    let base = try reference.shape("head.weight".prefixed("weights."))[1]
    var levels = 0
    while reference.tensors["weights.up.\(levels).weight"] != nil { levels += 1 }
    let groups = Int(try reference.scalars("groups")[0])
    let architecture = UNetArchitecture(
      inputChannels: channels, base: base, levels: levels, normalisation: groups == 0 ? .none : .group(groups: groups))
    pool = WorkerPool(workerCount: threads)
    network = UNet(
      architecture, width: width, height: height, capacity: batch, trains: true, hasTangents: hasTangents,
      pool: pool, algorithm: algorithm, instructionSet: instructionSet)
    network.load(
      try UNetWeights(architecture: architecture, scalars: reference.slab("weights", network.layout)))
    target = try reference.scalars("target")
    try reference.write("input", into: network)
  }

  /// Forward, loss, backward; gives the loss and the logits (whose place the backward pass uses again).
  @discardableResult
  func differentiate() -> (loss: Double, logits: [Float]) {
    network.forward(imageCount: batch)
    let logits = Array(network.logits)
    var gradient = MutableSpan(_unsafeElements: network.logitGradients)
    let loss = EffectiveSoftDice().batchValue(
      imageCount: batch, logits: Span(_unsafeElements: UnsafeBufferPointer(network.logits)), target: target.span,
      weights: [Float]().span, gradient: &gradient)
    network.backward()
    return (loss, logits)
  }
}

extension Reference {
  /// Writes images of [image][channel][pixel] into a network, whose pixels hold their channels side by side.
  func write(_ name: String, into network: UNet) throws {
    let (shape, images) = (try shape(name), try scalars(name))
    let (count, channels) = (shape[0], shape[1])
    let pixels = images.count / (count * channels)
    for image in 0..<count {
      let place = network.input(image: image)
      for pixel in 0..<pixels {
        for channel in 0..<channels {
          place[pixel * channels + channel] = images[(image * channels + channel) * pixels + pixel]
        }
      }
    }
  }
}

extension String {
  func prefixed(_ prefix: String) -> String { prefix + self }
}
