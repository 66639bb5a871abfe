import Foundation

/// iTerm2's inline images (iterm2.com/documentation-images): a PNG file in base64.
enum ITerm2Graphics {
  static func bytes(of raster: Raster) throws(PNGError) -> [UInt8] {
    let file = try pngData(raster)
    let size = "size=\(file.count);width=\(raster.width)px;height=\(raster.height)px"
    return Array("\u{1b}]1337;File=inline=1;\(size);preserveAspectRatio=1:".utf8)
      + Array(Data(file).base64EncodedData()) + [0x07]
  }
}
