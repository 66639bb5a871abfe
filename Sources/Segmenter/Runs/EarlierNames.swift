internal import Foundation

/// Settings whose names have changed since earlier versions wrote run files; those files are still read.
enum EarlierNames {
  private static let present = [
    "warmUpSteps": "crossEntropySteps", "validationShare": "validationFraction", "trustedShare": "trustedFraction",
    "keptShare": "keptFraction", "largestShare": "largestFraction", "lowestShare": "lowestFraction",
  ]

  /// A TOML document with every setting under its present name.
  static func replaced(in document: String) -> String {
    present.reduce(document) { text, names in
      text.replacingOccurrences(
        of: "\\b\(names.key)(\\s*=)", with: "\(names.value)$1", options: .regularExpression)
    }
  }
}
