import CZlib
import Foundation
package import Pictures
import TerminalIO

/// Reads pictures back out of what a terminal is sent.
package enum PixelReader {
  package struct Unreadable: Error { package let reason: String }

  /// kitty's protocol: RGB in zlib's form, in commands of at most 4096 characters.
  package static func kitty(_ bytes: [UInt8]) throws -> Raster {
    var packed = ""
    var size = (width: 0, height: 0)
    let commands = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\u{1b}\\").dropLast()
    for (index, command) in commands.enumerated() {
      guard command.hasPrefix("\u{1b}_G"), let split = command.firstIndex(of: ";") else {
        throw Unreadable(reason: "command")
      }
      let pairs = command[..<split].dropFirst(3).split(separator: ",").map { $0.split(separator: "=") }
      let keys = Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), String($0[1])) })
      let payload = command[command.index(after: split)...]
      let isLast = index == commands.count - 1
      guard keys["m"] == (isLast ? "0" : "1"), keys["q"] == "2", payload.count <= 4096 else {
        throw Unreadable(reason: "chunk")
      }
      if !isLast, payload.count % 4 != 0 { throw Unreadable(reason: "length of a chunk") }
      if index == 0 {
        guard keys["a"] == "T", keys["f"] == "24", keys["o"] == "z" else { throw Unreadable(reason: "form") }
        size = (keys["s"].flatMap { Int($0) } ?? 0, keys["v"].flatMap { Int($0) } ?? 0)
      }
      packed += payload
    }
    guard let data = Data(base64Encoded: packed) else { throw Unreadable(reason: "base64") }
    var samples = [UInt8](repeating: 0, count: size.width * size.height * 3)
    var length = uLong(samples.count)
    guard uncompress(&samples, &length, Array(data), uLong(data.count)) == Z_OK, Int(length) == samples.count else {
      throw Unreadable(reason: "compressed data")
    }
    var raster = Raster(width: size.width, height: size.height)
    for index in 0..<size.width * size.height {
      raster[index % size.width, index / size.width] = RGB(
        red: samples[3 * index], green: samples[3 * index + 1], blue: samples[3 * index + 2])
    }
    return raster
  }

  /// iTerm2's protocol: a PNG file in base64.
  package static func iTerm2(_ bytes: [UInt8]) throws -> Raster {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("\u{1b}]1337;File=inline=1;"), text.hasSuffix("\u{07}"), let split = text.firstIndex(of: ":"),
      let file = Data(base64Encoded: String(text[text.index(after: split)...].dropLast()))
    else { throw Unreadable(reason: "form") }
    guard text.contains(";size=\(file.count);") else { throw Unreadable(reason: "size") }
    return try PNGReader(Array(file)).raster
  }
}
