/// A screen full of cells: what a view draws and an encoder sends.
package struct Frame: Hashable, Sendable {
  package let width: Int
  package let height: Int
  package private(set) var cells: [Cell]

  package init(width: Int, height: Int, filledWith cell: Cell = .empty) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = [Cell](repeating: cell, count: self.width * self.height)
  }

  /// The cell at a place; writes outside are ignored, reads outside give an empty cell.
  package subscript(x: Int, y: Int) -> Cell {
    get { isInside(x, y) ? cells[y * width + x] : .empty }
    set { if isInside(x, y) { cells[y * width + x] = newValue } }
  }

  private func isInside(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < width && y < height }

  /// The glyphs alone, a line a row, without trailing spaces: what golden screens store.
  package var plain: String {
    (0..<height).map { y in
      var line = String.UnicodeScalarView()
      line.append(contentsOf: cells[y * width..<(y + 1) * width].map(\.glyph))
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }
}
