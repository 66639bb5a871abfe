package import Segmenter
package import VolumeModel

/// A probability map and the mask that follows from it at the present threshold.
package struct Prediction: Sendable {
  package let source: String
  package let probability: Volume<Float>
  package let levels: ProbabilityLevels
  package let softDice: SoftDiceOfPrediction
  /// The threshold that came with the map: chosen on the training slices, or 0.5.
  package let threshold: Double
  /// The components that are too small to be lesions: chosen on the training patients, or the default.
  package let filter: LesionSizeFilter
  package var mask: Mask
  /// Why it should not be trusted before it was looked at, a sentence each.
  package var doubts: [String]

  package init(
    source: String, probability: Volume<Float>, threshold: Double, filter: LesionSizeFilter = LesionSizeFilter(),
    doubts: [String] = []
  ) {
    self.doubts = doubts
    self.filter = filter
    self.threshold = threshold
    self.source = source
    self.probability = probability
    levels = ProbabilityLevels(probability)
    softDice = SoftDiceOfPrediction(probability: probability)
    mask = levels.prediction(threshold: threshold, filter: filter)
  }
}
