public import ArgumentParser
public import Segmenter

/// The shape of the network to train.
struct NetworkArguments: ParsableArguments {
  enum Norm: String, CaseIterable, ExpressibleByArgument { case none, group }

  @Option(
    help: """
      Which network. probabilistic is the U-Net of Kohl et al. that learns the masks of all raters, as they are drawn, and \
      draws samples (predict --samples); phiseg is that of Baumgartner et al., which does so at several resolutions; u2net \
      is a small form of the nested network of Qin et al.; vnet a small form of that of Milletari et al., in three \
      dimensions. Default: unet, or as in the initial weights.
      """)
  var network: NetworkKind?
  @Option(help: "Latent numbers of --network probabilistic; of phiseg those of each pixel. Default: 6; of phiseg 2.")
  var latent: Int?
  @Option(
    help: """
      Weight of the divergence in the loss of --network probabilistic or phiseg. Default: 1, the evidence bound; less lets samples \
      differ more, and fit worse to what the image alone tells.
      """)
  var divergenceWeight: Double?
  @Option(
    help: "Slices of a block that --network vnet sees at once, a multiple of 2 to the power of its levels. Default: 32."
  )
  var blockSlices: Int?
  @Option(help: "Channels of the first level. Default: 16, or as in the initial weights.")
  var base: Int?
  @Option(help: "Number of poolings. Default: 4, or as in the initial weights.")
  var levels: Int?
  @Option(
    help:
      "Normalisation after each 3x3 convolution: none or group. Default: as in the initial weights, or as the recipe has it."
  )
  var norm: Norm?
  @Option(help: "Groups of --norm group. Default: 8, or the largest of 4, 2 and 1 that divides the base width.")
  var groups: Int?
  @Option(help: "The fraction of units dropped in training, at the two deepest levels and before the last convolution.")
  var dropout: Double?

  func validate() throws {
    guard network?.drawsSamples != false || (latent == nil && divergenceWeight == nil) else {
      throw ValidationError("--latent and --divergence-weight go with --network probabilistic or phiseg.")
    }
    guard groups == nil || norm == .group else { throw ValidationError("--groups needs --norm group.") }
  }

  /// - Parameter initial: what is not said is as here.
  func architecture(inputChannels: Int, initial: UNetArchitecture?, recipe: TrainingRecipe) -> UNetArchitecture {
    let kind = network ?? initial?.kind ?? .unet
    let base = base ?? initial?.base ?? 16
    let normalisation: FeatureNormalisation =
      switch norm {
      case nil: initial?.normalisation ?? (recipe.normalisesFeatures ? .group(base: base) : .none)
      case .none?: .none
      case .group?: groups.map { .group(groups: $0) } ?? .group(base: base)
      }
    let places = initial?.dropout?.places ?? Dropout.Place.allCases
    return UNetArchitecture(
      kind: kind, inputChannels: inputChannels, base: base, levels: levels ?? initial?.levels ?? 4,
      normalisation: normalisation,
      dropout: dropout.map { $0 == 0 ? nil : Dropout(rate: $0, places: places) } ?? initial?.dropout,
      latentCount: latent ?? initial?.latentCount, blockSlices: blockSlices ?? initial?.blockSlices)
  }
}

extension NetworkKind: ExpressibleByArgument {
  /// Without the networks that only a method brings along.
  public static var allValueStrings: [String] { choices.map(\.rawValue) }
}
extension RaterUse: ExpressibleByArgument {}
