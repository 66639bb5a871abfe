/// Which network makes the logits; by the name that options and run files use.
public enum NetworkKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Ronneberger, Fischer and Brox, U-Net, MICCAI 2015, in the form of Kats et al., ISBI 2019.
  case unet
  /// Kohl et al., A probabilistic U-Net for segmentation of ambiguous images, NeurIPS 2018.
  case probabilistic
}

/// Everything that is particular to one kind of network but how it learns. The rows are in ``NetworkKind/details``.
struct NetworkKindDescription: Sendable {
  /// As weights files name the architecture.
  let architectureName: String
  /// The layers for slices of a width and a height.
  let layers: @Sendable (UNetArchitecture, _ width: Int, _ height: Int) -> SegmentationLayers
  /// Says what of an architecture this kind has no place for.
  var check: @Sendable (UNetArchitecture) throws(ModelError) -> Void = { _ in }
}

extension NetworkKind {
  /// The row of a kind.
  var details: NetworkKindDescription {
    switch self {
    case .unet:
      NetworkKindDescription(architectureName: "unet-2d") { UNetDescription.layers($0, width: $1, height: $2) }
    case .probabilistic:
      NetworkKindDescription(
        architectureName: "probabilistic-unet-2d",
        layers: { ProbabilisticUNetDescription.layers($0, width: $1, height: $2) },
        check: { architecture throws(ModelError) in try ProbabilisticUNetDescription.check(architecture) })
    }
  }

  /// Whether it draws samples, one plausible annotation after the other.
  public var drawsSamples: Bool { self == .probabilistic }
}
