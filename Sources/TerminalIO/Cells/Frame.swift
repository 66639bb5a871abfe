/// A screen full of cells: what a view draws and an encoder sends.
package struct Frame: Hashable, Sendable {
  package let width: Int
  package let height: Int
  package private(set) var cells: [Cell]
  /// Pictures in pixels. They show through the cells that are ``Cell/picture``: what is written there later hides them.
  package private(set) var pictures: [FramePicture] = []

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

  /// Lays a picture over its cells.
  package mutating func place(_ picture: FramePicture) {
    pictures.append(picture)
    fill(picture.area, Pen(Cell.picture.ink, on: Cell.picture.paper), glyph: Cell.picture.glyph)
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
