import VolumeModel
import Pictures

/// What the two masks of a case are called on the screen: raters, raters whose names are hidden, or visits.
package struct MaskNames: Sendable {
  /// The masks as layers, and as row heads.
  let layers: (first: String, second: String)
  let short: (first: String, second: String)
  /// What only one or both hold.
  let onlyFirst: String
  let onlySecond: String
  let both: String
  /// What a sentence says of a region of one mask only.
  let sentences: (first: String, second: String)
  /// The heading of the list of such regions, and one of them.
  let differences: String

  static let raters = MaskNames(
    layers: ("rater 1", "rater 2"), short: ("r1", "r2"), onlyFirst: "only r1", onlySecond: "only r2",
    both: "r1 and r2", sentences: ("drawn by rater 1 only", "drawn by rater 2 only"), differences: "Disagreements")
  static let blinded = MaskNames(
    layers: ("rater A", "rater B"), short: ("A", "B"), onlyFirst: "only A", onlySecond: "only B", both: "A and B",
    sentences: ("drawn by rater A only", "drawn by rater B only"), differences: "Disagreements")
  static let visits = MaskNames(
    layers: ("earlier visit", "this visit"), short: ("before", "now"), onlyFirst: "gone", onlySecond: "new",
    both: "stable", sentences: ("gone since the earlier visit", "new since the earlier visit"), differences: "Changes")

  init(of review: ReviewCase) {
    self = review.comparesVisits ? .visits : review.isBlinded ? .blinded : .raters
  }

  private init(
    layers: (String, String), short: (String, String), onlyFirst: String, onlySecond: String, both: String,
    sentences: (String, String), differences: String
  ) {
    self.layers = layers
    self.short = short
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    self.both = both
    self.sentences = sentences
    self.differences = differences
  }


  /// The name of a region of the disagreement map.
  func title(_ region: DisagreementRegion) -> String {
    switch region {
    case .onlyRater1: onlyFirst
    case .onlyRater2: onlySecond
    case .bothRaters: both
    case .onlyPrediction: "only pred"
    case .rater1AndPrediction: "\(short.first) and pred"
    case .rater2AndPrediction: "\(short.second) and pred"
    case .all: "all three"
    }
  }
}
