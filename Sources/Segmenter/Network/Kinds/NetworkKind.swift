/// Which network makes the logits; by the name that options and run files use.
public enum NetworkKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Ronneberger, Fischer and Brox, U-Net, MICCAI 2015, in the form of Kats et al., ISBI 2019.
  case unet
  /// Kohl et al., A probabilistic U-Net for segmentation of ambiguous images, NeurIPS 2018.
  case probabilistic
  /// Baumgartner et al., PHiSeg, MICCAI 2019, in a small form.
  case phiseg
  /// Qin et al., U^2-Net, Pattern Recognition 2020, in a small form.
  case u2net
  /// Mondal et al., few-shot GAN, 2018: the U-Net that tells real images from made-up ones, of the method of that name alone.
  case fewShot = "few-shot-gan"
  /// Milletari et al., V-Net, 3DV 2016, in a small form: the one that sees blocks of slices.
  case vnet
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
    case .phiseg:
      NetworkKindDescription(
        architectureName: "phiseg-2d", layers: { PHiSegDescription.layers($0, width: $1, height: $2) },
        check: { architecture throws(ModelError) in try PHiSegDescription.check(architecture) })
    case .u2net:
      NetworkKindDescription(
        architectureName: "u2net-2d", layers: { U2NetDescription.layers($0, width: $1, height: $2) },
        check: { architecture throws(ModelError) in try U2NetDescription.check(architecture) })
    case .fewShot:
      NetworkKindDescription(architectureName: "few-shot-gan-2d") {
        FewShotDescription.layers($0, width: $1, height: $2)
      }
    case .vnet:
      NetworkKindDescription(
        architectureName: "vnet-3d", layers: { VNetDescription.layers($0, width: $1, height: $2) },
        check: { architecture throws(ModelError) in try VNetDescription.check(architecture) })
    }
  }

  /// In tables.
  public var title: String {
    switch self {
    case .unet: "U-Net"
    case .probabilistic: "Probabilistic U-Net"
    case .phiseg: "PHiSeg"
    case .u2net: "U^2-Net (Qin)"
    case .fewShot: "Few-shot GAN's discriminator"
    case .vnet: "V-Net"
    }
  }

  /// Those that a plain run can have; the others come with the one method that they are for.
  public static var choices: [NetworkKind] { allCases.filter { $0 != .fewShot } }

  /// Whether it draws samples, one plausible annotation after the other.
  public var drawsSamples: Bool { self == .probabilistic || self == .phiseg }

  /// Whether it sees several slices at once.
  public var seesBlocks: Bool { self == .vnet }
}
