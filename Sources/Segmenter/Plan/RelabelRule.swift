/// Which annotated pixels are inverted because the model is uncertain of them (Redekop and Chernyavskiy,
/// Uncertainty-based method for improving poorly labeled segmentation datasets, ISBI 2021: where U > delta the label
/// becomes 1 - label).
///
/// U is the aleatoric uncertainty, 0 to 1/4. Always counted from the original annotation, so that a pixel cannot swing.
public struct RelabelRule: Sendable, Hashable, Codable {
  /// The rules there are.
  public enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
    /// Only where the mean prediction contradicts the annotation: an uncertain pixel whose annotation the model supports
    /// stays.
    case guarded
    /// Every uncertain pixel, as published.
    case literal
  }

  /// The rule.
  public var mode: Mode
  /// Pixels above it are uncertain. 0.2 is a single probability between 0.276 and 0.724.
  public var delta: Double
  /// No more pixels of a scan are inverted than this fraction of its lesion pixels; delta rises for scans that would.
  public var largestFraction: Double

  /// A rule with the numbers of docs/methods.md unless others are given.
  public init(_ mode: Mode = .guarded, delta: Double = 0.2, largestFraction: Double = 0.5) {
    self.mode = mode
    self.delta = delta
    self.largestFraction = largestFraction
  }

  /// Whether a pixel may be inverted, however uncertain.
  func isCandidate(label: Bool, mean: Double) -> Bool { mode == .literal || (mean >= 0.5) != label }

  /// The delta of one scan: the rule's, or the higher one that keeps within the largest fraction.
  /// - Parameters:
  ///   - candidates: the uncertainty of every candidate of the scan.
  ///   - lesionPixels: of the original annotation.
  func delta(candidates: [Double], lesionPixels: Int) -> Double {
    let limit = Int(largestFraction * Double(lesionPixels))
    let uncertain = candidates.filter { $0 > delta }
    guard uncertain.count > limit else { return delta }
    // Above the first that is too many there are at most as many as allowed.
    return uncertain.sorted(by: >)[limit]
  }

  /// Says what about the rule cannot work.
  public func check() throws(TrainingError) {
    guard delta > 0, delta < 0.25 else {
      throw .plan("an uncertainty of \(delta) to relabel from; it lies between 0 and 0.25")
    }
    guard largestFraction > 0 else { throw .plan("a largest fraction of \(largestFraction) relabelled pixels") }
  }
}
