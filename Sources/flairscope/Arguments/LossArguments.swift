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
      weight. released: the same, but no pixel has a weight below 1, as in the published code of inverse weighting. \
      lesions: milder, as in the code's first version: background 1, lesions the same total weight among themselves, 1 on \
      average over their pixels.
      """)
  var weighting = InverseWeighting.none
  @Option(help: "focal: the weight of lesion pixels, 0 to 1; background has the rest. Default: 0.75.")
  var focalAlpha: Double?
  @Option(help: "focal: how strongly pixels that are right already are discounted; 0 does not. Default: 2.")
  var focalGamma: Double?
  @Option(
    help:
      "f-beta, asymmetric-similarity: beta; a missed pixel counts beta squared times as much as a false one. Default: 1.5."
  )
  var fBeta: Double?
  @Option(help: "tversky: the weight of false pixels. Default: 0.3.")
  var tverskyAlpha: Double?
  @Option(help: "tversky: the weight of missed pixels. Default: 0.7.")
  var tverskyBeta: Double?

  /// Nil when all are those of the losses' authors.
  var parameters: LossParameters? {
    let parameters = LossParameters(
      lesionFraction: focalAlpha, focus: focalGamma, beta: fBeta, falseWeight: tverskyAlpha, missedWeight: tverskyBeta)
    return parameters.isUsual ? nil : parameters
  }
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
