import Pictures
import TerminalIO

/// The rows of a list in an area: which of them are shown, the mark on the selected one, and which row a cell belongs to.
/// Every list on the screen is drawn by it.
struct ListPanel {
  /// The cells of the rows, without heading and footer.
  let area: Rectangle
  let count: Int
  let selected: Int?

  /// The rows shown: the selected one stays in the middle where it can.
  var shown: Range<Int> {
    let first = max(0, min((selected ?? 0) - area.height / 2, count - area.height))
    return first..<min(count, first + area.height)
  }

  /// The row at a cell of the screen; nil where there is none.
  func row(atColumn column: Int, row: Int) -> Int? {
    guard area.contains(column: column, row: row) else { return nil }
    let index = shown.lowerBound + row - area.y
    return shown.contains(index) ? index : nil
  }

  /// Draws the rows one below the other, the selected one on a bar with a pointer in front.
  /// - Parameter draw: writes a row from a column on; the pointer stands in the first column of the area.
  func draw(
    theme: Theme, paper: RGB, isASCII: Bool, on frame: inout Frame,
    _ draw: (_ index: Int, _ place: Rectangle, _ pen: Pen, _ frame: inout Frame) -> Void
  ) {
    for index in shown {
      let isSelected = index == selected
      let place = Rectangle(x: area.x, y: area.y + index - shown.lowerBound, width: area.width, height: 1)
      let pen = Pen(
        theme.text, on: isSelected ? (paper == theme.bar ? theme.rule : theme.bar) : paper, isSelected ? .bold : [])
      frame.fill(place, pen)
      if isSelected {
        frame.write(isASCII ? ">" : "›", x: place.x, y: place.y, Pen(theme.accent, on: pen.paper, .bold))
      }
      draw(index, place, pen, &frame)
    }
  }
}
