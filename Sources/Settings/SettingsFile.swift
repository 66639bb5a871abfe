import Foundation
package import TOMLKit
import TOMLReading

/// Something in a settings file that cannot be used: one sentence that says where, what, and what to do.
package struct SettingsProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package let path: String
  package let line: Int?
  package let sentence: String

  package init(path: String, line: Int? = nil, _ sentence: String) {
    self.path = path
    self.line = line
    self.sentence = sentence
  }

  package var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(sentence)" }
}

/// A small TOML file of settings, with the lines its keys stand on.
package struct SettingsFile {
  package let path: String
  package let table: TOMLTable
  /// The first line that sets each key, counted from 1: the library does not tell, and a file may have thousands.
  private let lineOfKey: [Substring: Int]

  private static let mostBytes = 1 << 20

  /// - Returns: nil where there is no such file.
  package static func read(_ path: String) throws(SettingsProblem) -> SettingsFile? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    // A pipe would be waited for, for ever perhaps.
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SettingsProblem(path: path, "is not a regular file; write the settings into one, or remove it")
    }
    let data: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      data = try handle.read(upToCount: mostBytes + 1) ?? Data()
    } catch {
      throw SettingsProblem(path: path, "cannot be read; check its permissions")
    }
    guard data.count <= mostBytes else { throw SettingsProblem(path: path, "is too large to be a settings file") }
    guard let text = String(data: data, encoding: .utf8) else {
      throw SettingsProblem(path: path, "is no UTF-8 text; save it as UTF-8")
    }
    return try SettingsFile(text, path: path)
  }

  package init(_ text: String, path: String) throws(SettingsProblem) {
    self.path = path
    var lineOfKey: [Substring: Int] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let key = Self.key(setBy: line), lineOfKey[key] == nil else { continue }
      lineOfKey[key] = index + 1
    }
    self.lineOfKey = lineOfKey
    do {
      table = try TOMLDocument.table(of: text)
    } catch {
      throw SettingsProblem(path: path, line: error.line, "\(error.sentence); correct the TOML")
    }
  }

  /// The line that sets `key`, counted from 1.
  package func line(of key: String) -> Int? { lineOfKey[key[...]] }

  /// What a line sets: a bare key, or one in quotes; nil for other lines.
  private static func key(setBy line: Substring) -> Substring? {
    func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
    let start = line.drop(while: isBlank)
    guard let first = start.first else { return nil }
    let key: Substring
    let rest: Substring
    if first == "\"" || first == "'" {
      key = start.dropFirst().prefix { $0 != first }
      rest = start.dropFirst(key.count + 2)
    } else {
      key = start.prefix { !isBlank($0) && $0 != "=" }
      rest = start.dropFirst(key.count)
    }
    return rest.drop(while: isBlank).first == "=" ? key : nil
  }

  package func problem(_ key: String, _ sentence: String) -> SettingsProblem {
    SettingsProblem(path: path, line: line(of: key), sentence)
  }
}
