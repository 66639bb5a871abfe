import Pictures

/// How the picture is divided into panes.
package enum Arrangement: String, CaseIterable, Sendable, Hashable {
  /// One plane.
  case single
  /// The three planes through the crosshair; the chosen plane is the large one.
  case ortho
  /// Two overlays side by side on the same slice.
  case split
  /// Slices of the chosen plane in rows.
  case mosaic
  /// A tile for each disagreement (or lesion), worst first, each at its largest slice.
  case lesionMosaic = "lesion-mosaic"

  package var title: String {
    switch self {
    case .single: "one plane"
    case .ortho: "three planes"
    case .split: "side by side"
    case .mosaic: "mosaic of slices"
    case .lesionMosaic: "mosaic of lesions"
    }
  }

  package var isMosaic: Bool { self == .mosaic || self == .lesionMosaic }
}

/// Two sides that are looked at against each other, side by side or one after the other; nil is the plain image.
package struct ComparedPair: Sendable, Hashable {
  package let first: OverlayID?
  package let second: OverlayID?

  package init(_ first: OverlayID?, _ second: OverlayID?) {
    self.first = first
    self.second = second
  }

  /// The first pair that a case offers: its raters, or a rater and the prediction, or the image without and with marks.
  package static func natural(isThere: (OverlayID) -> Bool) -> ComparedPair {
    let candidates: [ComparedPair] = [
      ComparedPair(.rater(0), .rater(1)), ComparedPair(.rater(0), .prediction), ComparedPair(nil, .rater(0)),
      ComparedPair(nil, .prediction),
    ]
    return candidates.first { ($0.first.map(isThere) ?? true) && ($0.second.map(isThere) ?? true) }
      ?? ComparedPair(nil, nil)
  }
}

/// Blinking between the two sides of a pair, by hand or by itself.
package struct Blink: Sendable, Hashable {
  package var showsSecond = false
  /// Changes of side in a second; nil when each is made with a key.
  package var changesPerSecond: Double?

  package init() {}

  /// More than three flashes in a second can provoke seizures (WCAG 2.3.1), so no rate above is taken.
  package static let ratesPerSecond = 0.2...3.0
}
