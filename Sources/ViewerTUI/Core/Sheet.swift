import Pictures
import TerminalIO

/// A page of text in a bordered sheet over the picture, scrolled where it is longer than the screen.
struct Sheet {
  enum Row {
    case heading(String)
    case pair(String, String)
    case text(String)
    case columns([String])
    case blank
  }

  let title: String
  var rows: [Row]
  /// Cells for the first part of a pair.
  var keyWidth = 0
  /// Columns of rows side by side, where the screen is wide.
  var columns = 1
  /// The width of a column at most.
  var width: Int
  var scroll = 0

  func area(in screen: ScreenSize) -> Rectangle {
    let sheetWidth = min(width * columns, screen.width - 4)
    let rowsPerColumn = (rows.count + columns - 1) / columns
    let sheetHeight = min(rowsPerColumn + 3, screen.height - 3)
    return Rectangle(
      x: (screen.width - sheetWidth) / 2, y: max(1, (screen.height - sheetHeight) / 2), width: sheetWidth,
      height: sheetHeight)
  }

  func draw(theme: Theme, isASCII: Bool, on frame: inout Frame) {
    let area = area(in: ScreenSize(width: frame.width, height: frame.height))
    let pen = Pen(theme.text, on: theme.bar)
    frame.fill(area, pen)
    Self.drawBorder(area, title, theme: theme, isASCII: isASCII, on: &frame)
    let inner = Rectangle(x: area.x + 2, y: area.y + 2, width: area.width - 4, height: area.height - 3)
    guard inner.height > 0 else { return }
    let shown = inner.height * columns
    let first = min(scroll, max(0, rows.count - shown))
    let columnWidth = inner.width / columns
    for (offset, row) in rows.dropFirst(first).prefix(shown).enumerated() {
      let place = Rectangle(
        x: inner.x + offset / inner.height * columnWidth, y: inner.y + offset % inner.height,
        width: columnWidth - (columns > 1 ? 2 : 0), height: 1)
      draw(row, in: place, theme, on: &frame)
    }
    if rows.count > shown {
      let more = "\(first + 1)–\(min(rows.count, first + shown)) of \(rows.count), Up Down scroll"
      frame.write(" \(more) ", endingAt: area.right - 2, y: area.bottom - 1, pen.withInk(theme.quiet))
    }
  }

  private func draw(_ row: Row, in area: Rectangle, _ theme: Theme, on frame: inout Frame) {
    let pen = Pen(theme.text, on: theme.bar)
    switch row {
    case .blank: break
    case .heading(let text): frame.write(text, x: area.x, y: area.y, Pen(theme.accent, on: theme.bar, .bold))
    case .text(let text): frame.write(text, x: area.x, y: area.y, pen, limit: area.width)
    case .pair(let key, let text):
      frame.write(key, x: area.x + 1, y: area.y, pen.bold, limit: text.isEmpty ? area.width - 1 : keyWidth - 1)
      frame.write(
        text, x: area.x + keyWidth + 1, y: area.y, pen.withInk(theme.quiet), limit: area.width - keyWidth - 1)
    case .columns(let words):
      let columnWidth = max(8, (area.width - keyWidth) / max(1, words.count - 1))
      for (index, word) in words.enumerated() {
        if index == 0 {
          frame.write(word, x: area.x, y: area.y, pen.withInk(theme.quiet), limit: keyWidth)
        } else {
          frame.write(word, endingAt: min(area.right, area.x + keyWidth + index * columnWidth), y: area.y, pen)
        }
      }
    }
  }

  static func drawBorder(_ area: Rectangle, _ title: String, theme: Theme, isASCII: Bool, on frame: inout Frame) {
    let pen = Pen(theme.quiet, on: theme.bar)
    let glyphs: (String, String, String, String, String, String) =
      isASCII ? ("+", "+", "+", "+", "-", "|") : ("╭", "╮", "╰", "╯", "─", "│")
    guard area.width > 1, area.height > 1 else { return }
    for x in area.x + 1..<area.right - 1 {
      frame.write(glyphs.4, x: x, y: area.y, pen)
      frame.write(glyphs.4, x: x, y: area.bottom - 1, pen)
    }
    for y in area.y + 1..<area.bottom - 1 {
      frame.write(glyphs.5, x: area.x, y: y, pen)
      frame.write(glyphs.5, x: area.right - 1, y: y, pen)
    }
    frame.write(glyphs.0, x: area.x, y: area.y, pen)
    frame.write(glyphs.1, x: area.right - 1, y: area.y, pen)
    frame.write(glyphs.2, x: area.x, y: area.bottom - 1, pen)
    frame.write(glyphs.3, x: area.right - 1, y: area.bottom - 1, pen)
    frame.write(" \(title) ", x: area.x + 2, y: area.y, Pen(theme.accent, on: theme.bar, .bold))
  }
}

/// A component that shows a sheet: its text follows from the viewer, what it keeps is how far it is scrolled.
protocol SheetComponent: ScreenComponent {
  var scroll: Int { get set }
  func sheet(of viewer: Viewer) -> Sheet
}

extension SheetComponent {
  package mutating func move(_ step: ListStep, in viewer: inout Viewer) {
    scroll = step.line(from: scroll, of: sheet(of: viewer).rows.count)
  }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    var sheet = sheet(of: viewer)
    sheet.scroll = scroll
    sheet.draw(theme: viewer.interface.theme, isASCII: viewer.interface.display.glyphs == .ascii, on: &frame)
  }
}
