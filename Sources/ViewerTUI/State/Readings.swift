import Segmenter
package import VolumeModel

/// The numbers beside the picture, always computed from exactly what is drawn.
package struct Readings: Sendable {
  /// Rater 1 as the reference, rater 2 as the candidate.
  package var betweenRaters: OverlapCounts?
  package var predictionAgainstRater1: OverlapCounts?
  package var predictionAgainstRater2: OverlapCounts?
  /// Against the mask in the place of the consensus, while it is shown.
  package var predictionAgainstOther: OverlapCounts?
  /// Effective soft Dice loss of the current prediction on the soft mask as tuned, over the whole volume.
  package var softDiceLoss: Double?

  package init() {}

  package init(raters: [Mask], prediction: Prediction?, softMask: SoftMask?, other: Mask? = nil) {
    if raters.count > 1 { betweenRaters = OverlapCounts(reference: raters[0], candidate: raters[1]) }
    guard let prediction else { return }
    if let first = raters.first {
      predictionAgainstRater1 = OverlapCounts(reference: first, candidate: prediction.mask)
    }
    if raters.count > 1 {
      predictionAgainstRater2 = OverlapCounts(reference: raters[1], candidate: prediction.mask)
    }
    if let other { predictionAgainstOther = OverlapCounts(reference: other, candidate: prediction.mask) }
    if let softMask { softDiceLoss = prediction.softDice.loss(against: softMask) }
  }
}
