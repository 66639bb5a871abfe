import TerminalIO

extension KeyMap {
  /// The fingers' habits of other viewers. Presets move the navigation only; layers, lesions and verdicts stay.
  package enum Preset: String, CaseIterable, Sendable {
    /// As mrview and mrpeek: Up and Down step, Left and Right change the image.
    case mrtrix
    /// As ITK-SNAP: arrows move the crosshair, PgUp and PgDn step, Shift makes five.
    case itksnap
    /// As 3D Slicer: Left and Right step, Up and Down change the image.
    case slicer

    var keys: [Action.Name: [KeySequence]] {
      switch self {
      case .mrtrix: [:]
      case .itksnap:
        [
          "next-slice": [.pageUp, "k"], "previous-slice": [.pageDown, "j"],
          "forward-5": [.shift(.pageUp), .control("u")], "back-5": [.shift(.pageDown), .control("d")],
          "cursor-left": [.left], "cursor-right": [.right], "cursor-up": [.up], "cursor-down": [.down],
          "cursor-left-5": [.shift(.left)], "cursor-right-5": [.shift(.right)], "cursor-up-5": [.shift(.up)],
          "cursor-down-5": [.shift(.down)], "next-channel": ["'"], "previous-channel": [";"],
          "fit": [.control("f"), "=", "r"],
        ]
      case .slicer:
        [
          "next-slice": [.right, "k", .pageUp], "previous-slice": [.left, "j", .pageDown],
          "forward-5": [.shift(.right), .control("u")], "back-5": [.shift(.left), .control("d")],
          "next-channel": [.up], "previous-channel": [.down],
        ]
      }
    }
  }
}
