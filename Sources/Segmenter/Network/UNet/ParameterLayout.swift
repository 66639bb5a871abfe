/// Where each tensor of a network lies in one flat slab; weights, gradients and optimiser moments are laid out alike.
public struct ParameterLayout: Sendable, Hashable {
  /// In the order in which they lie.
  public let blocks: [ParameterBlock]
  /// Scalars of all tensors.
  public let scalarCount: Int

  /// The layout of a network. Names are those of docs and files: "encoder.0.conv1.weight", "up.0.bias", "head.weight".
  public init(_ architecture: UNetArchitecture) {
    // Where the tensors lie does not depend on the size of the image.
    let side = architecture.sliceMultiple
    self.init(SegmentationLayers(architecture, width: side, height: side).network)
  }

  init(_ description: NetworkDescription) {
    blocks = description.parameters
    scalarCount = description.parameterCount
  }

  /// The block of a tensor name, or nil when the network has none of that name.
  public subscript(name: String) -> ParameterBlock? { blocks.first { $0.name == name } }

  /// The block of a name that the layout itself made.
  package func block(_ name: String) -> ParameterBlock {
    guard let block = self[name] else { preconditionFailure("no parameter named \(name)") }
    return block
  }
}
