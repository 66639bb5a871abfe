public import ArgumentParser
public import Segmenter
public import VolumeModel

/// What training makes small.
struct LossArguments: ParsableArguments {
  @Option(
    help: "The loss; soft-dice unless said, of methods that weigh single pixels cross-entropy. soft-dice and dice are one.")
  var loss: LossName?
  @Option(help: "What one sum or ratio of the loss runs over: the batch, or each image and then the mean.")
  var reduction = LossReduction.batch
  @Option(
    help: """
      The pixels' weight in the loss: every lesion of a sample, and its background, as much as every other (balanced), \
      or no pixel less than 1 (released), as in the published code of inverse weighting.
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
