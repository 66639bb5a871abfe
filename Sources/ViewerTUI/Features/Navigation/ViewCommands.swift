import VolumeModel
import Pictures

extension TypedCommand {
  static let view: [TypedCommand] = [
    TypedCommand("go", "Goes to a slice, a voxel or a place in millimetres.", "go SLICE | X,Y,Z | mm X Y Z") {
      $0.go(to: $1)
    },
    TypedCommand("goto", "Goes to a slice, a voxel or a place in millimetres, as go.", "goto SLICE | X,Y,Z | mm X Y Z")
    {
      $0.go(to: $1)
    },
    TypedCommand("slice", "Goes to a slice of the plane, counted from 1.", "slice NUMBER") { viewer, text in
      guard Int(text) != nil else {
        viewer.warnUsage("slice")
        return
      }
      viewer.go(to: text)
    },
    TypedCommand(
      "window", "Which intensities are black and white.", "window LOW HIGH | auto | narrow | whole",
      completes: TypedCommand.words("auto", "narrow", "whole")
    ) { $0.setWindow($1) },
    TypedCommand("zoom", "How large the picture is drawn.", "zoom 2") { viewer, text in
      guard let zoom = viewer.number(text, for: "zoom", within: PlaceState.zoomLimits) else { return }
      viewer.place.fit()
      viewer.place.zoom(to: zoom)
    },
    TypedCommand("blink", "Shows two sides in turn, by itself at a rate.", "blink [2Hz | off]") { $0.setBlink($1) },
    TypedCommand(
      "compare", "Which two sides split and blink show.",
      "compare SIDE SIDE, each image or one of \(Overlay.known.compactMap(\.word).joined(separator: ", "))"
    ) { $0.setPair($1) },
    .asking("next", "Opens the next case of a kind.", "next [unfinished | hard | flagged]") { $0.goToNextCase($1) },
    TypedCommand(
      "other-mask", "Shows a consensus of the raters, or another mask.",
      "other-mask \(Overlay.consensus.map(\.id.rawValue).joined(separator: " | ")) | MASK", formerly: "further",
      completes: { viewer, argument in .words(argument == 1 ? viewer.otherMaskNames : []) }
    ) {
      $0.showOtherMask(named: $1)
    },
    TypedCommand(
      "weights", "Shows how much a loss weighs each voxel.", "weights [released | balanced | lesions | off]",
      completes: TypedCommand.words("released", "balanced", "lesions", "off")
    ) { $0.showWeights($1) },
    .asking(
      "map", "Shows a map that training made of every pixel.", "map weight | uncertainty | loss | off",
      completes: TypedCommand.words("weight", "uncertainty", "loss", "off")
    ) { $0.showMap($1) },
    .asking("maps", "Shows the maps of a finished run.", "maps RUN", completes: { _, _ in .files }) { viewer, folder in
      guard !folder.isEmpty else {
        viewer.warnUsage("maps")
        return []
      }
      return [.loadMaps(run: folder)]
    },
    TypedCommand("opacity", "How much the chosen overlay covers.", "opacity 0.5") { viewer, text in
      guard let opacity = viewer.number(text, for: "opacity", within: 0...1) else { return }
      viewer.view.overlays[viewer.view.overlays.active].opacity = opacity
    },
  ]
}

extension Viewer {
  fileprivate mutating func setWindow(_ text: String) {
    if let preset = WindowPreset(rawValue: text) {
      scan.channels[place.channel].window = scan.channels[place.channel].window(for: preset)
      return
    }
    let values = text.split(separator: " ").compactMap { Float($0) }
    guard values.count == 2, values[0].isFinite, values[1].isFinite, values[0] < values[1] else {
      warnUsage("window")
      return
    }
    scan.channels[place.channel].window = IntensityWindow(low: values[0], high: values[1])
  }
}
