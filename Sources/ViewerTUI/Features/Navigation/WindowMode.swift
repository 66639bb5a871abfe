import Pictures
import TerminalIO

/// Arrows change the window of the image shown.
struct WindowMode: ScreenComponent {
  package var mode: KeyMode { .window }
}

extension Action.Group {
  static let window = Action.Group(
    title: "Window and level (w)", mode: .window,
    actions: [
      Action("brighter", "brighter", [.up]) { $0.adjustWindow(levelBy: 0.04) }.hinted("brightness"),
      Action("darker", "darker", [.down]) { $0.adjustWindow(levelBy: -0.04) }.hinted("brightness"),
      Action("narrower", "narrower, more contrast", [.left]) { $0.adjustWindow(widthBy: 1 / 1.06) }.hinted("contrast"),
      Action("wider", "wider, less contrast", [.right]) { $0.adjustWindow(widthBy: 1.06) }.hinted("contrast"),
      Action("keep-window", "keep the window", [.enter]) { $0.closeTop() }.hinted("keep"),
      Action("reset-window", "back to the automatic window", [.escape]) { viewer in
        viewer.scan.channels[viewer.place.channel].window = viewer.scan.channels[viewer.place.channel].automaticWindow
        viewer.closeTop()
        viewer.say("window reset")
      }.hinted("reset"),
    ])
}

extension Viewer {
  fileprivate mutating func adjustWindow(levelBy level: Float = 0, widthBy factor: Float = 1) {
    scan.channels[place.channel].window = scan.channels[place.channel].window.adjusted(levelBy: level, widthBy: factor)
  }
}
