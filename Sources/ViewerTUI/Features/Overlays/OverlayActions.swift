import Pictures
import TerminalIO

extension Action.Group {
  static let overlays = Action.Group(
    title: "Overlays",
    actions: Overlay.known.compactMap(\.toggleAction) + [
      Action("next-other-mask", "the next consensus or other mask", ["8"], needs: .overlay(.other)) {
        $0.showNextOtherMask()
      }.known(as: "next-further"),
      .asking("next-map", "map of the training: weight, uncertainty, loss", ["9"], needs: .pixelMaps) {
        $0.showNextMap()
      },
    ] + Overlay.known.compactMap(\.soloAction) + [
      Action("overlay-set", "masks, prediction or differences: sets of overlays", ["Q"]) { $0.showNextOverlaySet() },
      Action("no-overlays", "no overlays", ["0"]) { $0.hideOverlays() }.known(as: "no-layers"),
      Action("next-overlay", "choose the next overlay", [.tab]) { $0.selectOverlay(by: 1) }.known(as: "next-layer"),
      Action("previous-overlay", "choose the previous overlay", [.backTab]) { $0.selectOverlay(by: -1) }
        .known(as: "previous-layer"),
      Action("less-opaque", "chosen overlay less opaque", ["<"]) { $0.changeOpacity(by: -0.1) },
      Action("more-opaque", "chosen overlay more opaque", [">"]) { $0.changeOpacity(by: 0.1) },
      Action("style", "chosen overlay: fill, outline, hatch", ["O"]) { $0.cycleStyle() },
    ])
}

extension Overlay {
  /// Shows or hides it, under its key.
  fileprivate var toggleAction: Action? {
    guard let key else { return nil }
    let place = place
    let action = Action.asking(
      key.action, key.summary, [KeySequence([.character(key.character)])], needs: .overlay(place)
    ) {
      $0.toggle(place)
    }
    let hinted = first.isVisible ? action.hinted("overlays") : order == .map ? action.hinted("uncertainty") : action
    return place == .other ? hinted.known(as: "further") : hinted
  }

  /// Shows it alone: for those that hide each other when a case opens.
  fileprivate var soloAction: Action? {
    guard let key, first.isVisible else { return nil }
    let place = place
    return Action(
      "only-\(key.action)", "\(key.summary) alone", [KeySequence([.alt(key.character)])], needs: .overlay(place)
    ) {
      $0.showOnly(place)
    }
  }
}
