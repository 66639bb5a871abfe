internal import VolumeModel

/// Weights with everything needed to predict with them.
public struct TrainedModel: Sendable, Hashable {
  /// Of the first network.
  public var weights: UNetWeights
  /// Further networks of the same architecture that predict together with `weights`: the prediction is the mean of all
  /// probabilities. Most models have none.
  public var members: [UNetWeights]
  /// What prediction has to know beside the weights.
  public var metadata: ModelMetadata

  /// The most members a file may have beside the first.
  static let memberLimit = 99

  /// Of all networks of the model.
  public var architecture: UNetArchitecture { weights.architecture }

  /// A model of one network unless members are given.
  public init(weights: UNetWeights, members: [UNetWeights] = [], metadata: ModelMetadata) {
    self.weights = weights
    self.members = members
    self.metadata = metadata
  }

  /// Writes a safetensors file that PyTorch loads as it is. Tensors of further members are named "member2.", "member3." and
  /// on, before their usual names.
  /// - Parameters:
  ///   - neverReplacing: files that were read, which stay as they are even with `force`.
  ///   - precision: of the numbers in the file; reading gives single precision again.
  public func write(
    to path: String, force: Bool = false, neverReplacing inputs: [String] = [], precision: StoredPrecision = .single
  ) throws(ModelError) {
    do throws(FileError) {
      try OutputFile.check(path, force: force, neverReplacing: inputs)
    } catch {
      throw .file(error)
    }
    let others = members.enumerated().flatMap { $1.safeTensors(prefix: Self.prefix($0)) }
    try Safetensors.write(
      weights.safeTensors() + others, metadata: metadata.strings(for: architecture), precision: precision,
      to: path)
  }

  /// Reads a weights file; the architecture follows from the tensors' shapes.
  public static func read(from path: String) throws(ModelError) -> TrainedModel {
    let (tensors, strings) = try Safetensors.read(path)
    let weights = try UNetWeights(tensors: tensors, metadata: strings, path: path)
    var metadata = try ModelMetadata(strings: strings, path: path)
    if strings["image_roles"] == nil, weights.architecture.inputChannels > 1 {
      metadata.imageRoles = ["FLAIR"] + (1..<weights.architecture.inputChannels).map { "image\($0 + 1)" }
    }
    guard metadata.imageRoles.count == weights.architecture.inputChannels else {
      throw .malformed(
        path: path,
        reason: "\(metadata.imageRoles.count) image roles for \(weights.architecture.inputChannels) input channels")
    }
    var members: [UNetWeights] = []
    while members.count < memberLimit, tensors[prefix(members.count) + "head.bias"] != nil {
      let prefix = prefix(members.count)
      members.append(
        try UNetWeights(architecture: weights.architecture, tensors: tensors, prefix: prefix, path: path))
    }
    return TrainedModel(weights: weights, members: members, metadata: metadata)
  }

  private static func prefix(_ member: Int) -> String { "member\(member + 2)." }
}

extension UNetWeights {
  func safeTensors(prefix: String = "", scalars other: [Float]? = nil) -> [SafeTensor] {
    let source = other ?? scalars
    return layout.blocks.map { SafeTensor(name: prefix + $0.name, shape: $0.shape, scalars: Array(source[$0.range])) }
  }

  /// Weights from named tensors; of a U-Net base, levels and channels are read off the shapes, normalisation and
  /// dropout off the metadata, and every tensor must be there.
  init(
    tensors: [String: SafeTensor], metadata: [String: String], path: String
  ) throws(ModelError) {
    var architecture: UNetArchitecture
    if let named = try UNetArchitecture.named(in: metadata, path: path) {
      architecture = named
    } else {
      guard let first = tensors["encoder.0.conv1.weight"], first.shape.count == 4 else {
        throw .malformed(path: path, reason: "it has no tensor 'encoder.0.conv1.weight' [Cout, Cin, 3, 3]")
      }
      var levels = 0
      while tensors["up.\(levels).weight"] != nil { levels += 1 }
      architecture = UNetArchitecture(inputChannels: first.shape[1], base: first.shape[0], levels: levels)
    }
    try architecture.takeMetadata(
      metadata, hasNormTensors: tensors["encoder.0.norm1.weight"] != nil, path: path)
    do {
      try architecture.validate()
    } catch {
      throw .malformed(path: path, reason: error.description)
    }
    try self.init(architecture: architecture, tensors: tensors, prefix: "", path: path)
  }

  /// Weights of a known architecture from the tensors whose names begin with a prefix.
  init(
    architecture: UNetArchitecture, tensors: [String: SafeTensor], prefix: String, path: String
  ) throws(ModelError) {
    let layout = ParameterLayout(architecture)
    var slab: [Float] = []
    slab.reserveCapacity(layout.scalarCount)
    for block in layout.blocks {
      guard let tensor = tensors[prefix + block.name] else {
        throw .malformed(path: path, reason: "tensor '\(prefix + block.name)' is missing")
      }
      guard tensor.shape == block.shape else {
        throw .malformed(
          path: path, reason: "tensor '\(prefix + block.name)' has shape \(tensor.shape), expected \(block.shape)")
      }
      slab += tensor.scalars
    }
    guard slab.allSatisfy(\.isFinite) else {
      throw .malformed(path: path, reason: "some weights are not finite numbers")
    }
    try self.init(architecture: architecture, scalars: slab)
  }
}
