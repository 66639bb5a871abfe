import Foundation
import TerminalIO

/// kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol): the pixels as they are, compressed by zlib.
enum KittyGraphics {
  /// The most characters of base64 that one command may carry.
  private static let chunkLength = 4096
  /// zlib's fastest level: pictures are drawn while somebody waits.
  private static let level: Int32 = 1

  static func bytes(of raster: Raster) throws(PNGError) -> [UInt8] {
    guard raster.width > 0, raster.height > 0 else {
      throw .size(width: raster.width, height: raster.height)
    }
    var samples: [UInt8] = []
    samples.reserveCapacity(raster.pixels.count * 3)
    for pixel in raster.pixels {
      samples.append(pixel.red)
      samples.append(pixel.green)
      samples.append(pixel.blue)
    }
    let text = Array(Data(try deflated(samples, level: level)).base64EncodedData())
    // Transmit and show (a=T) RGB (f=24) in zlib's form (o=z); no answers, which would arrive as keys (q=2).
    var keys = "a=T,f=24,s=\(raster.width),v=\(raster.height),o=z,q=2"
    var output: [UInt8] = []
    output.reserveCapacity(text.count + 32 * (text.count / chunkLength + 2))
    for start in stride(from: 0, to: text.count, by: chunkLength) {
      let end = min(start + chunkLength, text.count)
      output += Array("\u{1b}_G\(keys),m=\(end < text.count ? 1 : 0);".utf8)
      output += text[start..<end]
      output += Array("\u{1b}\\".utf8)
      keys = "q=2"
    }
    return output
  }
}
