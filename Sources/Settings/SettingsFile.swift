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
  private let lines: [Substring]

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
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    do {
      table = try TOMLDocument.table(of: text)
    } catch {
      throw SettingsProblem(path: path, line: error.line, "\(error.sentence); correct the TOML")
    }
  }

  /// The line that sets `key` (the library does not tell), counted from 1.
  package func line(of key: String) -> Int? {
    lines.firstIndex { line in
      let start = line.drop { $0 == " " || $0 == "\t" }
      return [key, "\"\(key)\"", "'\(key)'"].contains { name in
        guard start.hasPrefix(name) else { return false }
        return start.dropFirst(name.count).drop { $0 == " " || $0 == "\t" }.first == "="
      }
    }.map { $0 + 1 }
  }

  package func problem(_ key: String, _ sentence: String) -> SettingsProblem {
    SettingsProblem(path: path, line: line(of: key), sentence)
  }
}
