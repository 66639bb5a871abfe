/// One character cell of the screen.
package struct Cell: Hashable, Sendable {
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = Attributes(rawValue: 1)
    package static let underline = Attributes(rawValue: 2)
    package static let reverse = Attributes(rawValue: 4)
  }

  package var glyph: Unicode.Scalar
  package var ink: RGB
  package var paper: RGB
  package var attributes: Attributes

  package init(glyph: Unicode.Scalar, ink: RGB, paper: RGB, attributes: Attributes = []) {
    self.glyph = glyph
    self.ink = ink
    self.paper = paper
    self.attributes = attributes
  }

  /// The glyph of the cell to the right of a wide character, which takes both cells. No character itself.
  package static let secondHalf: Unicode.Scalar = "\u{10FFFF}"

  package static let empty = Cell(glyph: " ", ink: .white, paper: .black)

  /// A cell through which a picture in pixels shows. Its glyph is the one that kitty reserves for this.
  package static let picture = Cell(glyph: "\u{10eeee}", ink: .black, paper: .black)
}
