import Glibc
import TOMLKit
package import Settings
package import TerminalIO

/// The values of all options and where each came from: flag > environment > `./flairscope.toml` > the user's
/// `config.toml` > default.
package struct Configuration: Sendable, Hashable {
  /// Where a value came from.
  package enum Origin: Sendable, Hashable {
    case standard
    case userFile(path: String, line: Int?)
    case projectFile(path: String, line: Int?)
    case environment(variable: String)
    case flag
  }

  package struct Setting: Sendable, Hashable {
    package let value: String
    package let origin: Origin
  }

  private var settings: [String: Setting] = [:]
  /// What could not be used. The next origin down counts in its place, so that a slip does not keep the viewer shut.
  package private(set) var problems: [SettingsProblem] = []
  package let folders: UserFolders

  /// - Parameters:
  ///   - flags: values from the command line by option; nil is not given.
  ///   - projectFile: the file beside the work, `flairscope.toml` in the present folder.
  package init(
    flags: [String: String?] = [:], environment: [String: String] = [:], projectFile: String = "flairscope.toml"
  ) {
    folders = UserFolders(environment: environment)
    for option in ConfigurationOption.all { settings[option.name] = Setting(value: option.standard, origin: .standard) }
    if let path = folders.configurationFile { read(path) { .userFile(path: path, line: $0) } }
    read(projectFile) { .projectFile(path: projectFile, line: $0) }
    for option in ConfigurationOption.all {
      guard let text = environment[option.variable], !text.isEmpty else { continue }
      set(option.name, text, .environment(variable: option.variable), at: SettingsPlace(path: option.variable))
    }
    for (name, text) in flags.sorted(by: { $0.key < $1.key }) {
      if let text { set(name, text, .flag, at: SettingsPlace(path: "--\(name)")) }
    }
  }

  /// What was wrong with flags, which is wrong usage and not a slip in a file.
  package var flagProblems: [SettingsProblem] { problems.filter { $0.path.hasPrefix("--") } }

  private struct SettingsPlace {
    let path: String
    var line: Int?
  }

  private mutating func read(_ path: String, _ origin: (Int?) -> Origin) {
    do {
      guard let file = try SettingsFile.read(path) else { return }
      for key in file.table.keys.sorted() {
        let place = SettingsPlace(path: path, line: file.line(of: key))
        guard let entry = file.table[key] else { continue }
        let text =
          entry.string ?? entry.bool.map(String.init) ?? entry.int.map { "\($0)" } ?? entry.double.map { "\($0)" }
        guard let text else {
          problems.append(SettingsProblem(path: path, line: place.line, "'\(key)' takes a single value"))
          continue
        }
        set(key, text, origin(place.line), at: place)
      }
    } catch {
      problems.append(error)
    }
  }

  private mutating func set(_ name: String, _ text: String, _ origin: Origin, at place: SettingsPlace) {
    guard let option = ConfigurationOption.named(name) else {
      let question = Spelling.question(for: name, among: ConfigurationOption.all.map(\.name))
      problems.append(SettingsProblem(path: place.path, line: place.line, "no option '\(name)'\(question)"))
      return
    }
    guard let value = option.values.accept(text) else {
      let sentence = "'\(text)' is no value of '\(name)'; it takes \(option.values.description)"
      problems.append(SettingsProblem(path: place.path, line: place.line, sentence))
      return
    }
    settings[name] = Setting(value: value, origin: origin)
  }

  // MARK: - Values

  package func setting(_ name: String) -> Setting? { settings[name] }
  package subscript(name: String) -> String { settings[name]?.value ?? "" }

  /// The value as a truth; nil is auto.
  package func truth(_ name: String) -> Bool? {
    switch self[name] {
    case "true": true
    case "false": false
    default: nil
    }
  }

  package var threads: Int? { Int(self["threads"]) }

  /// Who signs verdicts: the option, else the login name; where there is none, as in a container, the user's number.
  package func author(environment: [String: String]) -> String {
    let names = [self["author"], environment["USER"], environment["LOGNAME"], LoginName.ofThisUser]
    return names.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? "uid-\(getuid())"
  }

  /// What of it the terminal should be asked to do.
  package var terminalWishes: TerminalWishes {
    var wishes = TerminalWishes(
      colors: ColorDepth(rawValue: self["colors"]), glyphs: GlyphSet(rawValue: self["glyphs"]),
      graphics: GraphicsChoice(rawValue: self["graphics"]) ?? .auto, mouse: truth("mouse"),
      synchronised: truth("synchronised"))
    if self["background"] != "auto" { wishes.darkBackground = self["background"] == "dark" }
    if let delay = Int(self["escape-delay"]) { wishes.escapeDelay = delay }
    return wishes
  }
}
