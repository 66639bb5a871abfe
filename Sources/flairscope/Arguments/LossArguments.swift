public import ArgumentParser
public import Segmenter
public import VolumeModel

/// What training makes small.
struct LossArguments: ParsableArguments {
  @Option(
    help:
      "The loss. Default: as the recipe has it; cross-entropy for methods that weigh single pixels. soft-dice and dice are the same formula."
  )
  var loss: LossName?
  @Option(help: "What the sums of the loss run over: the whole batch, or each image, followed by the mean over images.")
  var reduction = LossReduction.batch
  @Option(
    help: """
      How pixels are weighted in the loss. balanced: every lesion of a sample, and its background, has the same total \
      weight. released: the same, but no pixel has a weight below 1, as in the published code of inverse weighting.
      """)
  var weighting = InverseWeighting.none
}

/// A loss that `score` prints: by its name, or `iw-` and its name for its value under inverse weighting.
struct ScoredLoss: Hashable, ExpressibleByArgument {
  let name: LossName
  let isWeighted: Bool

  private static let prefix = "iw-"

  static let all = [false, true].flatMap { isWeighted in
    PredictionLosses.names.map { ScoredLoss(name: $0, isWeighted: isWeighted) }
  }

  static var allValueStrings: [String] { all.map(\.title) }

  init(name: LossName, isWeighted: Bool) {
    self.name = name
    self.isWeighted = isWeighted
  }

  init?(argument: String) {
    guard let loss = Self.all.first(where: { $0.title == argument }) else { return nil }
    self = loss
  }

  var title: String { (isWeighted ? Self.prefix : "") + name.rawValue }
}

extension LossName: ExpressibleByArgument {}
extension LossReduction: ExpressibleByArgument {}
extension InverseWeighting: ExpressibleByArgument {}
