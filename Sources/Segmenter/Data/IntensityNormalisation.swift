/// How the intensities of a scan are brought to a scale that scanners and lesion loads share.
public enum IntensityNormalisation: String, Sendable, Hashable, Codable, CaseIterable {
  /// Clip to the 0.5 and 99.5 percentile of brain voxels, subtract their mean, divide by their SD.
  case zScore = "z-score"
  /// Anchored on the mode of the brain's histogram and the spread below it, where no lesion lies.
  case lowerSpread = "lower-spread"

  /// What training uses unless told otherwise.
  public static let standard = IntensityNormalisation.lowerSpread
}
