import Foundation

/// iTerm2's inline images (iterm2.com/documentation-images): a PNG file in base64.
enum ITerm2Graphics {
  static func bytes(of raster: Raster) throws(PNGError) -> [UInt8] {
    let file = try pngData(raster)
    return command(file, size: "width=\(raster.width)px;height=\(raster.height)px;preserveAspectRatio=1")
  }

  /// A picture over whole cells; the cursor stays.
  static func append(placed file: [UInt8], columns: Int, rows: Int, to output: inout [UInt8]) {
    output += command(file, size: "width=\(columns);height=\(rows);preserveAspectRatio=0;doNotMoveCursor=1")
  }

  private static func command(_ file: [UInt8], size: String) -> [UInt8] {
    Array("\u{1b}]1337;File=inline=1;size=\(file.count);\(size):".utf8) + Array(Data(file).base64EncodedData()) + [0x07]
  }
}
