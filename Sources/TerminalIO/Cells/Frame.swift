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
      var line = (y * width..<(y + 1) * width).map { index in
        cells.withUnsafeBufferPointer { $0.drawable(at: index, width: width).glyph }
      }[...]
      while line.last == " " { line.removeLast() }
      return line.map(\.shownText).joined()
    }.joined(separator: "\n")
  }
}

extension UnsafeBufferPointer<Cell> {
  /// The cell of a frame as it can be drawn in its place: half of a wide character without its other half, as when
  /// something was drawn over that, is a question mark or a blank.
  @inline(__always)
  func drawable(at index: Int, width: Int) -> Cell {
    let cell = self[index]
    return cell.glyph.isSurelyNarrow ? cell : whole(cell, at: index, width: width)
  }

  private func whole(_ cell: Cell, at index: Int, width: Int) -> Cell {
    var cell = cell
    let x = index % width
    if cell.glyph == Cell.secondHalf {
      if x == 0 || self[index - 1].glyph.cellWidth != .wide { cell.glyph = " " }
    } else if cell.glyph.cellWidth == .wide, x == width - 1 || self[index + 1].glyph != Cell.secondHalf {
      cell.glyph = "?"
    }
    return cell
  }
}
