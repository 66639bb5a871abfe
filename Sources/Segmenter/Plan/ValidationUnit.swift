/// What a run holds out to validate on.
public enum ValidationUnit: String, Sendable, Hashable, Codable, CaseIterable {
  /// Lesion slices of the patients that are trained on, too. The number says little about other patients.
  case slices
  /// Whole patients, every slice of their brain.
  case patients
}

extension ValidationUnit {
  /// Whom a validation number is of, in a phrase.
  /// - Parameter heldOut: the patients that were held out; empty where slices of the patients trained on were.
  public static func whom(heldOut: [String]) -> String {
    heldOut.isEmpty
      ? "other slices of the same patients" : "patients not trained on: \(heldOut.joined(separator: ", "))"
  }
}
