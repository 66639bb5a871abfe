import Foundation

/// kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol). Pictures travel as PNG, which is small and
/// which every terminal with this protocol reads.
enum KittyGraphics {
  /// The most characters of base64 that one command may carry.
  private static let chunkLength = 4096

  /// A picture with its upper left corner at the cursor, in its own pixels.
  static func bytes(of raster: Raster) throws(PNGError) -> [UInt8] {
    let file = try QuickPNG.data(raster, columns: Array(0..<raster.width), rows: Array(0..<raster.height))
    var output: [UInt8] = []
    // Transmit and show; no answers, which would arrive as keys (q=2).
    append(file, keys: "a=T,f=100,q=2", to: &output)
    return output
  }

  /// Has the terminal keep a picture under a number without showing it.
  static func append(_ file: [UInt8], id: UInt32, to output: inout [UInt8]) {
    append(file, keys: "a=t,f=100,i=\(id),q=2", to: &output)
  }

  /// Shows a part of a picture that the terminal keeps, enlarged to whole cells from the cursor on, which stays there.
  /// - Parameter source: the part, in pixels of the picture.
  static func append(
    placementOf id: UInt32, number: Int, source: Rectangle, columns: Int, rows: Int, to output: inout [UInt8]
  ) {
    let part = "x=\(source.x),y=\(source.y),w=\(source.width),h=\(source.height)"
    output += Array("\u{1b}_Ga=p,i=\(id),p=\(number),\(part),c=\(columns),r=\(rows),C=1,q=2\u{1b}\\".utf8)
  }

  /// Lets characters show a picture that the terminal keeps, enlarged to so many cells.
  static func append(virtualPlacementOf id: UInt32, columns: Int, rows: Int, to output: inout [UInt8]) {
    output += Array("\u{1b}_Ga=p,U=1,i=\(id),c=\(columns),r=\(rows),q=2\u{1b}\\".utf8)
  }

  /// Takes all parts of a picture off the screen; the terminal still keeps it.
  static func append(hidingOf id: UInt32, to output: inout [UInt8]) {
    output += Array("\u{1b}_Ga=d,d=i,i=\(id),q=2\u{1b}\\".utf8)
  }

  /// Takes a picture away and frees its memory.
  static func append(deletionOf id: UInt32, to output: inout [UInt8]) {
    output += Array("\u{1b}_Ga=d,d=I,i=\(id),q=2\u{1b}\\".utf8)
  }

  /// Takes all pictures of the screen away and frees their memory.
  static let deletionOfAll = Array("\u{1b}_Ga=d,d=A,q=2\u{1b}\\".utf8)

  /// Asks whether the protocol is understood, with a picture of one pixel that is not kept.
  static let question = "\u{1b}_Gi=\(questionID),s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\"
  static let questionID = 7_340_031

  private static func append(_ file: [UInt8], keys: String, to output: inout [UInt8]) {
    let text = Array(Data(file).base64EncodedData())
    output.reserveCapacity(output.count + text.count + 32 * (text.count / chunkLength + 2))
    var keys = keys
    for start in stride(from: 0, to: text.count, by: chunkLength) {
      let end = min(start + chunkLength, text.count)
      output += Array("\u{1b}_G\(keys),m=\(end < text.count ? 1 : 0);".utf8)
      output += text[start..<end]
      output += Array("\u{1b}\\".utf8)
      keys = "q=2"
    }
  }
}
