/// How an overlay is drawn.
package enum OverlayStyle: String, CaseIterable, Sendable, Hashable {
  /// Tinted; an outline where the picture is zoomed in, and so far that voxels are larger than samples.
  case auto
  /// Tinted. Where there are few colours or none, hatched where only one rater drew, so that agreement and disagreement
  /// differ by glyph too.
  case fill
  case outline
  /// Hatched throughout, for eyes or screens that cannot tell the tints apart.
  case hatch

  package var next: OverlayStyle {
    switch self {
    case .auto: .fill
    case .fill: .outline
    case .outline: .hatch
    case .hatch: .auto
    }
  }
}

/// What the user can change about an overlay.
package struct OverlaySettings: Sendable, Hashable {
  package var isVisible: Bool
  /// 0 (invisible) to 1 (covers the image).
  package var opacity: Double
  package var style: OverlayStyle

  package init(isVisible: Bool, opacity: Double, style: OverlayStyle) {
    self.isVisible = isVisible
    self.opacity = opacity
    self.style = style
  }
}
