import Pictures
import TerminalIO

/// Six keys to begin with, over a corner of the picture, until the first key is pressed: for who opens the program for the
/// first time.
struct FirstRunCard: ScreenComponent {
  package var mode: KeyMode { .card }

  /// The actions it names.
  static let actions = ["next-finding", "next-slice", "lesion-list", "approve", "undo", "help"]
  /// What it says of them, in the same order.
  static let words = [
    "go to the next disagreement", "go through the slices", "list the lesions", "approve a lesion (reject: X)",
    "undo the last action", "all keys; / finds a word there",
  ]

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    let theme = viewer.interface.theme
    let lines = zip(Self.actions, Self.words).map { (viewer.keyLabel($0), $1) }
    let area = Rectangle(x: 2, y: max(1, layout.picture.bottom - 10), width: 44, height: 9)
    frame.fill(area, Pen(theme.text, on: theme.bar))
    Sheet.drawBorder(
      area, "Six keys to begin with", theme: theme, isASCII: viewer.interface.display.glyphs == .ascii, on: &frame)
    for (index, (key, words)) in lines.enumerated() {
      let y = area.y + 1 + index
      frame.write(key, x: area.x + 2, y: y, Pen(theme.accent, on: theme.bar, .bold), limit: 8)
      frame.write(words, x: area.x + 11, y: y, Pen(theme.text, on: theme.bar), limit: area.width - 13)
    }
    frame.write(
      "any key goes on, and does what it does", x: area.x + 2, y: area.y + 7, Pen(theme.quiet, on: theme.bar),
      limit: area.width - 4)
  }
}

extension Viewer {
  /// Shows the card, unless the user wants no hints.
  mutating func openFirstRunCard() {
    if interface.showsHints { open(FirstRunCard()) }
  }

  /// Closes the card before a key does what it does.
  mutating func closeFirstRunCard() {
    if interface.mode == .card { closeTop() }
  }
}
