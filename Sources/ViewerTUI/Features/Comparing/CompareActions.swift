import TerminalIO

extension Action.Group {
  static let compare = Action.Group(
    title: "Compare",
    actions: [
      Action("ortho", "three planes through the crosshair", ["o"]) { $0.arrange(.ortho) },
      Action("split", "two sides next to each other", ["|"]) { $0.arrange(.split) },
      Action("mosaic", "mosaic of slices, of lesions, off", ["M"]) { $0.cycleMosaic() },
      Action("open-tile", "open the chosen tile of a mosaic", [.enter]) { $0.openTile() },
      Action("panes", "three planes, picture and panel, picture", ["v"]) { $0.cyclePanes() },
      Action("blink", "blink between two sides", ["b"]) { $0.blinkOnce() },
      Action("disagreement-map", "disagreement map: who drew what", ["e"]) { $0.toggleDisagreementMap() }.hinted("map"),
    ])
}
