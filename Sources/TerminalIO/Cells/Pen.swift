/// Ink, paper and attributes of a run of text.
package struct Pen: Sendable, Hashable {
  package var ink: RGB
  package var paper: RGB
  package var attributes: Cell.Attributes = []

  package init(_ ink: RGB, on paper: RGB, _ attributes: Cell.Attributes = []) {
    self.ink = ink
    self.paper = paper
    self.attributes = attributes
  }

  package var bold: Pen { Pen(ink, on: paper, attributes.union(.bold)) }
  package func withInk(_ ink: RGB) -> Pen { Pen(ink, on: paper, attributes) }
}

/// A rectangle of cells.
package struct Rectangle: Sendable, Hashable {
  package var x: Int
  package var y: Int
  package var width: Int
  package var height: Int

  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  package var right: Int { x + width }
  package var bottom: Int { y + height }

  package func contains(column: Int, row: Int) -> Bool {
    column >= x && column < right && row >= y && row < bottom
  }
}

extension Frame {
  /// Writes text from a cell on, cut at `limit` cells with an ellipsis; returns the column after it.
  @discardableResult
  package mutating func write(_ text: String, x: Int, y: Int, _ pen: Pen, limit: Int = .max) -> Int {
    write(text.cellGlyphs, x: x, y: y, pen, limit: limit)
  }

  /// Writes glyphs, one a cell, as ``Swift/String/cellGlyphs`` gives them; returns the column after them.
  @discardableResult
  package mutating func write(
    _ glyphs: [Unicode.Scalar], x: Int, y: Int, _ pen: Pen, limit: Int = .max
  ) -> Int {
    guard limit > 0 else { return x }
    var shown = glyphs[...]
    if glyphs.count > limit {
      shown = glyphs.prefix(limit - 1)
      // Half of a wide character is no character.
      if glyphs[limit - 1] == Cell.secondHalf, !shown.isEmpty { shown[shown.endIndex - 1] = " " }
      shown.append("…")
    }
    var column = x
    for glyph in shown {
      self[column, y] = Cell(glyph: glyph, ink: pen.ink, paper: pen.paper, attributes: pen.attributes)
      column += 1
    }
    return column
  }

  /// Writes text so that it ends just before column `right`.
  package mutating func write(_ text: String, endingAt right: Int, y: Int, _ pen: Pen) {
    write(text, x: right - text.cellCount, y: y, pen)
  }

  package mutating func fill(_ area: Rectangle, _ pen: Pen, glyph: Unicode.Scalar = " ") {
    let cell = Cell(glyph: glyph, ink: pen.ink, paper: pen.paper, attributes: pen.attributes)
    for y in area.y..<area.bottom {
      for x in area.x..<area.right { self[x, y] = cell }
    }
  }
}
