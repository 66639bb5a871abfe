/// What a colour of a theme is for. To add a role, add a case; with a role to fall back to, no theme file has to name it.
package enum ThemeRole: String, CaseIterable, Sendable, Hashable {
  case text, background
  /// Secondary text, such as units and labels.
  case quiet
  /// What is off or missing.
  case faint
  case rule
  /// The ground of the title, status and hint lines.
  case bar
  case accent
  case warning

  // Overlays. Those of raters beyond the third begin again with the first; letters and hatches tell them apart.
  case rater1, rater2, rater3
  /// What all raters drew.
  case both
  case soft, prediction
  /// In the disagreement map: what the prediction shares with rater 1 alone, with rater 2 alone, and with both.
  case rater1Predicted = "rater1-predicted"
  case rater2Predicted = "rater2-predicted"
  case agreed
  case adjudicated
  /// A consensus of the raters, or a mask that is nobody's reading.
  case other
  /// Where the prediction is uncertain, a loss weighs much, or a map of a training stands out.
  case entropy

  package static func rater(_ index: Int) -> ThemeRole {
    let roles: [ThemeRole] = [.rater1, .rater2, .rater3]
    return roles[index % roles.count]
  }

  /// The role whose colour stands for this one in themes that leave it out.
  package var fallback: ThemeRole? {
    switch self {
    case .rater3: .rater1Predicted
    case .adjudicated, .other: .text
    default: nil
    }
  }

  /// The colour on screens of 16 and of 8 colours, by its number there. Matching the colours of a theme one by one would
  /// let several overlays fall on the same colour; these stay apart, as far as so few colours allow, for
  /// colour-blind eyes too. Green and yellow look alike to some of them, so of the 8 only yellow is what raters drew. Nil
  /// leaves a role to the theme.
  var fewColours: (of16: UInt8, of8: UInt8)? {
    switch self {
    case .rater1: (6, 6)
    case .rater2: (11, 1)
    case .rater3: (1, 4)
    case .both: (2, 3)
    case .soft: (4, 4)
    case .prediction: (5, 5)
    case .rater1Predicted: (4, 4)
    case .rater2Predicted: (1, 2)
    case .agreed: (7, 7)
    case .adjudicated: (12, 7)
    case .other: (15, 7)
    case .entropy: (9, 2)
    default: fallback?.fewColours
    }
  }

  /// What theme files of earlier versions name: the crosshair is white or black now, whichever stands out.
  static let retiredNames: Set<String> = ["crosshair"]
}
