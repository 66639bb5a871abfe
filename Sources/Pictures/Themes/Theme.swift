import TOMLKit
package import TerminalIO

/// The colours of the interface by role, read from a TOML file with a palette of its own names.
package struct Theme: Sendable, Hashable {
  package let name: String
  package let text: RGB
  package let background: RGB
  /// Secondary text, such as units and labels.
  package let quiet: RGB
  /// What is off or missing.
  package let faint: RGB
  package let rule: RGB
  /// The ground of the title, status and hint lines.
  package let bar: RGB
  package let accent: RGB
  package let rater1: RGB
  package let rater2: RGB
  package let both: RGB
  package let soft: RGB
  package let prediction: RGB
  /// In the disagreement map: what the prediction shares with rater 1 alone, with rater 2 alone, and with both.
  package let rater1Predicted: RGB
  package let rater2Predicted: RGB
  package let agreed: RGB
  /// Where the prediction is uncertain.
  package let entropy: RGB
  package let crosshair: RGB
  package let warning: RGB
}

extension Theme {
  /// The colours of the seven regions of two raters and a prediction.
  package var regions: [RGB] { [rater1, rater2, both, prediction, rater1Predicted, rater2Predicted, agreed] }
}
