import Segmenter
package import VolumeModel

/// What a prediction says of a case of the work list, kept when the map itself is not.
package struct CasePrediction: Sendable, Hashable {
  package let volumeML: Double
  /// How sure the network is of its mask, from 0 to 1: the soft Dice of the probabilities with the mask that follows from
  /// them, which is near the Dice to be expected where the probabilities are right ("soft Dice confidence", Borges et
  /// al., arXiv:2402.10665).
  package let confidence: Double
  /// Dice of the first rater and the prediction; nil without a rater, and in a blind review.
  package let dice: Double?
  /// Why the prediction should not be trusted before it was looked at, a sentence each.
  package let doubts: [String]

  package init(volumeML: Double, confidence: Double, dice: Double?, doubts: [String] = []) {
    self.volumeML = volumeML
    self.confidence = confidence
    self.dice = dice
    self.doubts = doubts
  }

  /// - Parameter rater: nil where none must be compared.
  package init(_ prediction: Prediction, firstRater rater: Mask?) {
    self.init(
      volumeML: prediction.mask.volumeML,
      confidence: 1 - prediction.softDice.loss(against: SoftMask(expert: prediction.mask)),
      dice: rater.flatMap { OverlapCounts(reference: $0, candidate: prediction.mask).dice }, doubts: prediction.doubts)
  }
}
