/// What a row of the side panel does when it is clicked.
enum PanelTarget: Sendable, Hashable {
  /// Shows or hides an overlay.
  case overlay(OverlayID)
  /// Goes to a disagreement or lesion.
  case finding(Int)
}
