/// How far three raters of a case and more agree: each with each, and each with the consensus of the others.
public struct RaterMatrix: Sendable {
  /// Dice of each pair, by the places of the raters; 1 on the diagonal, and for two empty masks.
  public let dice: [[Double]]
  /// Each rater (candidate) against what most of the others drew.
  public let againstOthers: [OverlapCounts]
  /// Of each rater by STAPLE over the whole volume; nil where it is not defined.
  public let sensitivities: [Double?]

  /// - Returns: nil with fewer than three masks.
  public init?(_ masks: [Mask]) {
    guard masks.count > 2 else { return nil }
    var dice = [[Double]](repeating: [Double](repeating: 1, count: masks.count), count: masks.count)
    for second in masks.indices {
      for first in 0..<second {
        let value = OverlapCounts(reference: masks[first], candidate: masks[second]).dice
        (dice[first][second], dice[second][first]) = (value, value)
      }
    }
    self.dice = dice
    againstOthers = RaterConsensus.eachAgainstOthers(masks)
    let sensitivities = RaterConsensus(masks)?.sensitivities ?? []
    self.sensitivities = masks.indices.map { sensitivities.indices.contains($0) ? sensitivities[$0] : nil }
  }
}
