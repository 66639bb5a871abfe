package import VolumeModel

/// What the two masks of a case are called on the screen: raters, raters whose names are hidden, or visits.
package struct MaskNames: Sendable {
  /// The masks as overlays, and as row heads.
  package let overlays: (first: String, second: String)
  package let short: (first: String, second: String)
  /// What only one or both hold.
  package let onlyFirst: String
  package let onlySecond: String
  package let both: String
  /// What a sentence says of a region of one mask only.
  package let sentences: (first: String, second: String)
  /// The heading of the list of such regions, and one of them.
  package let differences: String

  /// How many raters there are: of more than two "both" are "all".
  package private(set) var raterCount = 2

  package static let raters = MaskNames(
    overlays: ("rater 1", "rater 2"), short: ("r1", "r2"), onlyFirst: "only r1", onlySecond: "only r2",
    both: "r1 and r2", sentences: ("drawn by rater 1 only", "drawn by rater 2 only"), differences: "Disagreements")
  package static let blinded = MaskNames(
    overlays: ("rater A", "rater B"), short: ("A", "B"), onlyFirst: "only A", onlySecond: "only B", both: "A and B",
    sentences: ("drawn by rater A only", "drawn by rater B only"), differences: "Disagreements")
  package static let visits = MaskNames(
    overlays: ("earlier visit", "this visit"), short: ("before", "now"), onlyFirst: "gone", onlySecond: "new",
    both: "stable", sentences: ("gone since the earlier visit", "new since the earlier visit"), differences: "Changes")

  package init(of review: ReviewCase) {
    self = review.comparesVisits ? .visits : review.isBlinded ? .blinded : .raters
    raterCount = review.raters.count
  }

  private init(
    overlays: (String, String), short: (String, String), onlyFirst: String, onlySecond: String, both: String,
    sentences: (String, String), differences: String
  ) {
    self.overlays = overlays
    self.short = short
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    self.both = both
    self.sentences = sentences
    self.differences = differences
  }

  /// A rater's name by place, from 0. Those after the second are named as the second is, with their own number or letter.
  package func name(ofRater index: Int) -> String { Self.name(index, overlays) }
  package func short(ofRater index: Int) -> String { Self.name(index, short) }

  private static func name(_ index: Int, _ names: (first: String, second: String)) -> String {
    guard index > 1 else { return index == 0 ? names.first : names.second }
    let stem = names.second.dropLast()
    return names.second.hasSuffix("B")
      ? "\(stem)\(UnicodeScalar(UInt8(ascii: "A") + UInt8(min(index, 25))))"
      : names.second.hasSuffix("2") ? "\(stem)\(index + 1)" : "\(names.second) \(index + 1)"
  }

  /// The name of a region of the disagreement map.
  package func title(_ region: DisagreementRegion) -> String {
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

  /// What a source of voxels is called here.
  package func title(_ source: VoxelSource) -> String {
    switch source {
    case .rater1: overlays.first
    case .rater2: overlays.second
    case .union where raterCount != 2, .intersection where raterCount != 2: drawn(byAll: source == .intersection)
    default: source.raterIndex.map { name(ofRater: $0) } ?? source.title
    }
  }

  /// What undecided lesions become, in words.
  package func title(_ policy: UndecidedPolicy) -> String {
    switch policy {
    case .rater1: "what \(overlays.first) has"
    case .rater2: "what \(overlays.second) has"
    case .union, .intersection: drawn(byAll: policy == .intersection)
    case .majority where raterCount == 1: drawn(byAll: true)
    default: policy.title
    }
  }

  /// Of one rater all and any are the same.
  private func drawn(byAll: Bool) -> String {
    switch raterCount {
    case ...1: "what \(overlays.first) drew"
    case 2: byAll ? "what both raters drew" : "what either rater drew"
    default: byAll ? "what all raters drew" : "what any rater drew"
    }
  }
}
