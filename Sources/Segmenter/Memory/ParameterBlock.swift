/// One named tensor inside the slab of parameters.
public struct ParameterBlock: Sendable, Hashable {
  /// The tensor's name in a safetensors file, e.g. "encoder.0.conv1.weight".
  public let name: String
  /// Extents, slowest first, as PyTorch has them.
  public let shape: [Int]
  /// Position of the first scalar in the slab.
  public let offset: Int

  /// Scalars of the tensor.
  public var count: Int { shape.reduce(1, *) }
  /// Where the tensor's scalars lie in the slab.
  public var range: Range<Int> { offset..<offset + count }
}

/// Which numbers a layer reads as its parameters.
enum ParameterSlab {
  case weights
  /// The direction of a tangent pass.
  case direction
}
