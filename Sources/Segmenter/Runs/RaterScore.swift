internal import VolumeModel

/// How well a run's best weights agree with one rater of one case, at the chosen threshold and with the component filter;
/// a part of `summary.json`.
public struct RaterScore: Sendable, Hashable, Codable {
  /// Which slices are counted.
  public enum Slices: String, Sendable, Hashable, Codable {
    /// Axial lesion slices that validation held out: the number to judge a model by.
    case heldOut = "held-out"
    /// All other slices of the scan.
    case others
  }

  /// The scan.
  public var caseName: String
  /// The name of the rater's mask.
  public var rater: String
  /// Which slices are counted.
  public var slices: Slices
  /// 2 |P and R| / (|P| + |R|).
  public var dice: Double
  /// The fraction of the predicted voxels that the rater drew.
  public var precision: Double
  /// Nil when the rater drew nothing in these slices.
  public var recall: Double?

  init(caseName: String, rater: String, slices: Slices, _ counts: OverlapCounts) {
    self.caseName = caseName
    self.rater = rater
    self.slices = slices
    dice = counts.dice
    precision = counts.precision
    recall = counts.recall
  }

  private enum CodingKeys: String, CodingKey {
    case rater, slices, dice, precision, recall
    case caseName = "case"
  }
}
