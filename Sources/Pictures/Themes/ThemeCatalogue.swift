import Foundation
package import Settings

/// The themes to choose from: those that come with the program, then the user's own by name. A user's theme takes the
/// place of a bundled one of its name.
package struct ThemeCatalogue: Sendable {
  package let themes: [Theme]
  package let problems: [SettingsProblem]

  /// - Parameter folder: the user's themes, `*.toml`.
  package init(folder: String? = nil) {
    var problems: [SettingsProblem] = []
    var files: [ThemeFile] = []
    for (name, bytes) in Self.bundled {
      do {
        let file = try SettingsFile(String(decoding: bytes, as: UTF8.self), path: "themes/\(name).toml")
        Self.add(try ThemeFile.read(file), to: &files)
      } catch {
        problems.append(error)
      }
    }
    let names = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
    for name in names.sorted() where name.hasSuffix(".toml") {
      do {
        guard let file = try SettingsFile.read("\(folder ?? "")/\(name)") else { continue }
        Self.add(try ThemeFile.read(file), to: &files)
      } catch {
        problems.append(error)
      }
    }
    var themes: [Theme] = []
    for file in files {
      do { themes.append(try Self.complete(file, among: files).theme()) } catch { problems.append(error) }
    }
    self.themes = themes
    self.problems = problems
  }

  package func theme(named name: String) -> Theme? { themes.first { $0.name == name } }

  /// Why a name is no theme's.
  package static func noTheme(_ name: String, among themes: [Theme]) -> String {
    let names = themes.map(\.name)
    let question = Spelling.question(for: name, among: names)
    return "no theme '\(name)'" + (question.isEmpty ? "; there are \(names.joined(separator: ", "))" : question)
  }

  private static func add(_ theme: ThemeFile, to files: inout [ThemeFile]) {
    guard let index = files.firstIndex(where: { $0.name == theme.name }) else {
      files.append(theme)
      return
    }
    files[index] = theme.inherits == theme.name ? theme.over(files[index]) : theme
  }

  /// A file with all that it inherits, over as many generations as there are files.
  private static func complete(_ file: ThemeFile, among files: [ThemeFile]) throws(SettingsProblem) -> ThemeFile {
    var complete = file
    var parent = file.inherits
    var generations = 0
    while let name = parent, name != file.name {
      guard generations < files.count, let next = files.first(where: { $0.name == name }) else {
        throw SettingsProblem(path: file.name, "the theme inherits '\(name)', which is no theme or inherits it in turn")
      }
      complete = complete.over(next)
      parent = next.inherits
      generations += 1
    }
    return complete
  }

  private static let bundled: [(name: String, bytes: [UInt8])] = [
    ("night", PackageResources.night_toml), ("paper", PackageResources.paper_toml),
    ("contrast", PackageResources.contrast_toml), ("fjord", PackageResources.fjord_toml),
    ("ember", PackageResources.ember_toml), ("sixteen", PackageResources.sixteen_toml),
    ("mono", PackageResources.mono_toml),
  ]
}
