/// Sixel pictures (DEC STD 070, VT340): bands of six rows, drawn colour by colour with runs, the commonest colour first.
///
/// A later colour covers an earlier one, so a run of a colour may go on over pixels that are drawn later. In an image
/// whose grey changes from pixel to pixel that leaves far fewer runs than a run for each pixel would. Where a colour is
/// absent for a few columns it stops, and another one goes on in the same passage over the band: neither then has to go
/// over what it does not draw.
enum SixelGraphics {
  static func bytes(of raster: Raster) -> [UInt8] {
    var output: [UInt8] = []
    append(raster, columns: Array(0..<raster.width), rows: Array(0..<raster.height), to: &output)
    return output
  }

  /// A picture of some columns and rows of a raster, in any order and as often as they occur.
  /// - Parameters:
  ///   - registers: colours that the terminal has at a time.
  ///   - greyStep: the step in percent to which greys are rounded.
  static func append(
    _ raster: Raster, columns: [Int], rows: [Int], registers: Int = SixelPalette.most, greyStep: Int = 1,
    to output: inout [UInt8]
  ) {
    let palette = SixelPalette(raster, registers: registers, greyStep: greyStep)
    // Square pixels, nothing drawn where no pixel is set; the size comes first, so that terminals make room once.
    output += Array("\u{1b}P0;1;0q\"1;1;\(columns.count);\(rows.count)".utf8)
    for (register, colour) in palette.colours.enumerated() {
      output += Array("#\(register);2;\(colour.x);\(colour.y);\(colour.z)".utf8)
    }
    var band = SixelBand(width: columns.count, registers: palette.colours.count)
    for top in stride(from: 0, to: rows.count, by: SixelBand.height) {
      if top > 0 { output.append(UInt8(ascii: "-")) }
      band.load(
        palette.registers, of: raster.width, columns: columns, rows: rows[top..<min(top + SixelBand.height, rows.count)]
      )
      band.append(to: &output)
    }
    output += Array("\u{1b}\\".utf8)
  }
}
