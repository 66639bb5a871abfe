/// What a run holds out to validate on.
public enum ValidationUnit: String, Sendable, Hashable, Codable, CaseIterable {
  /// Lesion slices of the patients that are trained on, too. The number says little about other patients.
  case slices
  /// Whole patients, every slice of their brain.
  case patients
}
