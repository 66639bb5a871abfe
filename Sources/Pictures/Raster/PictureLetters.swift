package import TerminalIO

/// Letters, digits and a few signs for pictures: five by seven dots, drawn twice as large.
package enum PictureLetters {
  package static let scale = 2
  package static let height = 7 * scale
  /// The room around a picture for the letters of its edges.
  package static let margin = height + 6

  package static func draw(_ letter: Character, centreX: Int, centreY: Int, ink: RGB, on raster: inout Raster) {
    guard let rows = dots[letter] else { return }
    let left = centreX - 5 * scale / 2
    let top = centreY - 7 * scale / 2
    for (y, row) in rows.enumerated() {
      for x in 0..<5 where row >> (4 - x) & 1 == 1 {
        raster.fill(x: left + x * scale, y: top + y * scale, width: scale, height: scale, with: ink)
      }
    }
  }

  /// A number that starts at a place, for the tiles of a mosaic.
  package static func draw(number: Int, x: Int, y: Int, ink: RGB, on raster: inout Raster) {
    for (index, digit) in String(number).enumerated() {
      draw(digit, centreX: x + (6 * index + 3) * scale, centreY: y + height / 2, ink: ink, on: &raster)
    }
  }

  /// Pixels that a text takes.
  package static func width(of text: String) -> Int { max(0, 6 * text.count - 1) * scale }

  /// A text whose upper left corner is at a place; characters that are not in the table are left blank.
  package static func draw(_ text: String, x: Int, y: Int, ink: RGB, on raster: inout Raster) {
    for (index, letter) in text.enumerated() {
      draw(letter, centreX: x + 6 * scale * index + 5 * scale / 2, centreY: y + 7 * scale / 2, ink: ink, on: &raster)
    }
  }
}
