import Pictures
import TerminalIO

/// A cursor that runs down a panel and draws its recurring rows.
struct PanelColumn {
  let area: Rectangle
  let theme: Theme
  private(set) var y: Int
  /// What clicks on its rows do.
  private(set) var targets: [Int: PanelTarget] = [:]

  init(area: Rectangle, theme: Theme) {
    self.area = area
    self.theme = theme
    y = area.y
  }

  /// The column of a list beside or below the picture, on a cleared area with a rule towards the picture.
  init(besidePicture area: Rectangle, theme: Theme, isASCII: Bool, on frame: inout Frame) {
    let pen = Pen(theme.text, on: theme.background)
    frame.fill(area, pen)
    if area.x > 0 {
      for y in area.y..<area.bottom { frame.write(isASCII ? "|" : "│", x: area.x, y: y, pen.withInk(theme.rule)) }
    }
    self.init(area: area.besidePicture, theme: theme)
  }

  mutating func advance() { y += 1 }
  mutating func mark(_ target: PanelTarget) { targets[y] = target }
  mutating func skip() { y += 1 }
  mutating func move(to row: Int) { y = row }

  var hasRoom: Bool { y < area.bottom }

  /// A heading on a rule, with a quiet word at its right end, cut where it would reach the heading.
  mutating func heading(_ title: String, trailing: String = "", on frame: inout Frame) {
    guard hasRoom else { return }
    let x = frame.write(title, x: area.x, y: y, Pen(theme.accent, on: theme.background, .bold)) + 1
    let cells = min(trailing.cellCount, max(0, area.right - x))
    let end = area.right - (cells == 0 ? 0 : cells + 1)
    for column in x..<max(x, end) { frame.write("─", x: column, y: y, Pen(theme.rule, on: theme.background)) }
    frame.write(trailing, x: area.right - cells, y: y, Pen(theme.quiet, on: theme.background), limit: cells)
    advance()
  }

  mutating func line(_ text: String, ink: RGB, on frame: inout Frame) {
    guard hasRoom else { return }
    frame.write(text, x: area.x, y: y, Pen(ink, on: theme.background), limit: area.width)
    advance()
  }

  mutating func pair(_ label: String, _ value: String, ink: RGB, on frame: inout Frame) {
    guard hasRoom else { return }
    frame.write(label, x: area.x, y: y, Pen(theme.quiet, on: theme.background))
    frame.write(value, endingAt: area.right, y: y, Pen(ink, on: theme.background, .bold))
    advance()
  }

  /// A parameter with its keys, its value, a small gauge, and a note.
  mutating func parameter(
    _ name: String, keys: String, value: String, fraction: Double, note: String, on frame: inout Frame
  ) {
    guard hasRoom else { return }
    let quiet = Pen(theme.quiet, on: theme.background)
    frame.write(keys, x: area.x, y: y, Pen(theme.accent, on: theme.background))
    frame.write(name, x: area.x + 4, y: y, quiet)
    frame.write(value, endingAt: area.x + 21, y: y, Pen(theme.text, on: theme.background, .bold))
    let gaugeWidth = max(4, area.width - 23 - (area.width >= 40 ? 12 : 5))
    drawGauge(x: area.x + 23, width: gaugeWidth, fraction: fraction, on: &frame)
    frame.write(note, endingAt: area.right, y: y, quiet)
    advance()
  }

  private func drawGauge(x: Int, width: Int, fraction: Double, on frame: inout Frame) {
    let filled = fraction.isFinite ? Int((min(1, max(0, fraction)) * Double(width - 1)).rounded()) : -1
    for column in 0..<width {
      let isMark = column == filled
      frame.write(
        isMark ? "●" : "─", x: x + column, y: y,
        Pen(isMark ? theme.accent : theme.rule, on: theme.background))
    }
  }
}

extension Rectangle {
  /// The part of a list's area that text takes: a panel at the right keeps a rule and a blank towards the picture.
  var besidePicture: Rectangle {
    let isPanel = x > 0
    return Rectangle(x: x + (isPanel ? 2 : 1), y: y, width: width - (isPanel ? 3 : 2), height: height)
  }
}
