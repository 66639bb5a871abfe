/// One named tensor inside the slab of parameters.
public struct ParameterBlock: Sendable, Hashable {
  /// The tensor's name in a safetensors file, e.g. "encoder.0.conv1.weight".
  public let name: String
  /// Extents, slowest first, as PyTorch has them.
  public let shape: [Int]
  /// Position of the first scalar in the slab.
  public let offset: Int

  public var count: Int { shape.reduce(1, *) }
  public var range: Range<Int> { offset..<offset + count }
  /// Whether it is one scalar a channel that is added, or multiplies (the scale of a normalisation).
  public var isBias: Bool { name.hasSuffix(".bias") }
  public var isNormalisationScale: Bool { shape.count == 1 && !isBias }

  /// Inputs that are summed into one output scalar.
  public var fanIn: Int {
    guard shape.count == 4 else { return 1 }
    // A transposed convolution [Cin, Cout, 2, 2] with stride 2 puts exactly one input pixel into an output pixel.
    return name.hasPrefix("up.") ? shape[0] : shape[1] * shape[2] * shape[3]
  }
}

/// Which numbers a layer reads as its parameters.
enum ParameterSlab {
  case weights
  /// The direction of a tangent pass.
  case direction
}
