import TerminalIO
import Pictures

extension Action.Group {
  static let view = Action.Group(
    title: "View",
    actions: [
      Action("zoom-in", "zoom in", ["+"]) { $0.place.zoom(to: $0.place.zoom * 1.25) },
      Action("zoom-out", "zoom out", ["-"]) { $0.place.zoom(to: $0.place.zoom / 1.25) },
      Action("fit", "whole brain, default window", ["=", "r"]) { $0.fit() },
      Action("zoom-to-finding", "zoom to the disagreement", ["Z"], needs: .findings) { $0.zoomToFinding() }.hinted(
        "zoom"),
      Action("pan-left", "move the view left", [.control(.left)]) { $0.pan(columns: -0.1, rows: 0) },
      Action("pan-right", "move the view right", [.control(.right)]) { $0.pan(columns: 0.1, rows: 0) },
      Action("pan-up", "move the view up", [.control(.up)]) { $0.pan(columns: 0, rows: -0.1) },
      Action("pan-down", "move the view down", [.control(.down)]) { $0.pan(columns: 0, rows: 0.1) },
      Action("cursor-mode", "arrows move the crosshair", ["x"]) { $0.toggleCursorMode() }.hinted("done"),
      Action("crosshair", "crosshair on or off", ["f"]) { $0.view.showsCrosshair.toggle() },
      Action("window-mode", "window and level with the arrows", ["w"]) { $0.toggle(WindowMode()) },
      Action("interpolation", "smooth or plain voxels", ["i"]) { $0.toggleInterpolation() },
      Action("colour-bar", "bar of grey levels", ["B"]) { $0.view.showsColourBar.toggle() },
      Action("next-window", "window: automatic, narrow, whole range", ["W"]) { $0.nextWindowPreset() },
      Action("ruler", "ruler: one end, other end, off", ["d"]) { $0.stepRuler() },
      Action("panel", "side panel", ["L"]) { $0.interface.showsPanel = !$0.interface.hasPanel },
      Action("peek", "plain image, all overlays hidden", [.space]) { $0.view.overlays.isPeeking.toggle() },
    ])
}
