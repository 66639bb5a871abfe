import Foundation
package import TerminalIO

/// Reads pictures back out of what a terminal is sent.
package enum PixelReader {
  package struct Unreadable: Error {
    package let reason: String
    package init(reason: String) { self.reason = reason }
  }

  /// A picture in kitty's protocol: a PNG file in commands of at most 4096 characters.
  package static func kitty(_ bytes: [UInt8]) throws -> Raster {
    var packed = ""
    let commands = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\u{1b}\\").dropLast()
    for (index, command) in commands.enumerated() {
      guard command.hasPrefix("\u{1b}_G") else { throw Unreadable(reason: "command") }
      let read = try KittyCommand(String(command.dropFirst(3)))
      let isLast = index == commands.count - 1
      guard read["m"] == (isLast ? "0" : "1") else { throw Unreadable(reason: "chunk") }
      if index == 0, read["a"] != "T" || read["f"] != "100" { throw Unreadable(reason: "form") }
      packed += read.payload
    }
    return try png(packed)
  }

  /// A PNG file in base64.
  package static func png(_ text: String) throws -> Raster {
    guard let data = Data(base64Encoded: text) else { throw Unreadable(reason: "base64") }
    return try PNGReader(Array(data)).raster
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

/// A command of kitty's graphics protocol: keys with values, and a payload. None may ask for an answer.
package struct KittyCommand {
  private let keys: [String: String]
  package let payload: String

  /// - Parameter text: what stands between ESC _ G and ESC \.
  package init(_ text: String) throws {
    let parts = text.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
    let pairs = parts[0].split(separator: ",").map { $0.split(separator: "=") }
    guard pairs.allSatisfy({ $0.count == 2 }) else { throw PixelReader.Unreadable(reason: "keys") }
    keys = Dictionary(pairs.map { (String($0[0]), String($0[1])) }, uniquingKeysWith: { $1 })
    payload = parts.count > 1 ? String(parts[1]) : ""
    guard keys["q"] == "2" else { throw PixelReader.Unreadable(reason: "an answer is asked for") }
    guard payload.count <= 4096, keys["m"] != "1" || payload.count % 4 == 0 else {
      throw PixelReader.Unreadable(reason: "length of a chunk")
    }
  }

  package subscript(key: String) -> String? { keys[key] }
  package func number(_ key: String) -> Int? { keys[key].flatMap { Int($0) } }
}
