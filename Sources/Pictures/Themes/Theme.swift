package import TerminalIO

/// The colours of the interface by role, read from a TOML file with a palette of its own names.
package struct Theme: Sendable, Hashable {
  package let name: String
  /// In the order of ``ThemeRole/allCases``.
  private var colours: [RGB]

  init<Problem: Error>(name: String, colour: (ThemeRole) throws(Problem) -> RGB) throws(Problem) {
    self.name = name
    colours = []
    for role in ThemeRole.allCases { colours.append(try colour(role)) }
  }

  package subscript(role: ThemeRole) -> RGB { colours[Self.places[role] ?? 0] }

  private static let places = Dictionary(
    uniqueKeysWithValues: ThemeRole.allCases.enumerated().map { ($0.element, $0.offset) })

  /// A colour as letters on a ground: nearer to the colour of text, as far as it takes to be read.
  package func legible(_ colour: RGB, on ground: RGB) -> RGB {
    let amounts = stride(from: 0, through: 1, by: 0.1)
    let mixtures = amounts.lazy.map { colour.mixed(with: text, amount: $0) }
    return mixtures.first { abs($0.luminance - ground.luminance) >= Self.leastDistance } ?? text
  }

  /// Of the brightness of letters from that of their ground, of which a palette of 256 may take a part.
  private static let leastDistance = 0.33

  /// Whether the raters' colours are greys, which nobody tells apart over an image in greys.
  package var lacksHues: Bool {
    [ThemeRole.rater1, .rater2, .both].allSatisfy { role in
      let colour = self[role]
      return colour.red == colour.green && colour.green == colour.blue
    }
  }

  /// The theme as a screen of so many colours shows it: with 16 or fewer every overlay has one that no other has.
  package func adapted(to depth: ColorDepth) -> Theme {
    guard depth == .palette16 || depth == .palette8 else { return self }
    var adapted = self
    for (place, role) in ThemeRole.allCases.enumerated() {
      guard let few = role.fewColours else { continue }
      adapted.colours[place] = PaletteMatcher.color(depth == .palette16 ? few.of16 : few.of8)
    }
    return adapted
  }
}

/// Shorthands of the roles that interface code names most.
extension Theme {
  package var text: RGB { self[.text] }
  package var background: RGB { self[.background] }
  package var quiet: RGB { self[.quiet] }
  package var faint: RGB { self[.faint] }
  package var rule: RGB { self[.rule] }
  package var bar: RGB { self[.bar] }
  package var accent: RGB { self[.accent] }
  package var warning: RGB { self[.warning] }
  package var rater1: RGB { self[.rater1] }
  package var rater2: RGB { self[.rater2] }
  package var both: RGB { self[.both] }
  package var soft: RGB { self[.soft] }
  package var prediction: RGB { self[.prediction] }
  package var entropy: RGB { self[.entropy] }

  /// The colours of the seven regions of two raters and a prediction.
  package var regions: [RGB] { DisagreementRegion.allCases.map(colour(of:)) }
}

extension Theme {
  package func colour(of region: DisagreementRegion) -> RGB {
    switch region {
    case .onlyRater1: self[.rater1]
    case .onlyRater2: self[.rater2]
    case .bothRaters: self[.both]
    case .onlyPrediction: self[.prediction]
    case .rater1AndPrediction: self[.rater1Predicted]
    case .rater2AndPrediction: self[.rater2Predicted]
    case .all: self[.agreed]
    }
  }
}
