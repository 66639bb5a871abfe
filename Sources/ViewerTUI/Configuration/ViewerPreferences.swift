package import Pictures
package import Settings
import TerminalIO
package import VolumeModel

/// Everything a user has settled about the viewer: options, keys, themes.
package struct ViewerPreferences: Sendable {
  package let configuration: Configuration
  package let keyMap: KeyMap
  package let themes: [Theme]
  package let theme: Theme
  /// What can be said of lesions, and what must be.
  package let form: ReviewForm
  /// What could not be used of files, environment and flags, a sentence each.
  package let problems: [SettingsProblem]

  /// Reads the user's `keys.toml` and themes.
  /// - Throws: only when not even the bundled themes can be read.
  package init(_ configuration: Configuration) throws(SettingsProblem) {
    var problems = configuration.problems
    var remaps: [Action.Name: [KeySequence]] = [:]
    do {
      if let path = configuration.folders.keysFile, let file = try SettingsFile.read(path) {
        let read = KeyMap.remaps(in: file)
        remaps = read.keys
        problems += read.problems
      }
    } catch {
      problems.append(error)
    }
    let read = Self.form(configuration)
    form = read.form
    problems += read.problems
    let catalogue = ThemeCatalogue(folder: configuration.folders.themesFolder)
    problems += catalogue.problems
    let name = configuration["theme"]
    guard let chosen = catalogue.theme(named: name) ?? catalogue.themes.first else {
      throw SettingsProblem(path: "themes", "no theme can be read")
    }
    if chosen.name != name {
      let place = configuration.setting("theme")?.origin.place ?? (path: "theme", line: nil)
      problems.append(
        SettingsProblem(path: place.path, line: place.line, ThemeCatalogue.noTheme(name, among: catalogue.themes)))
    }
    self.configuration = configuration
    keyMap = KeyMap(preset: KeyMap.Preset(rawValue: configuration["keys"]) ?? .mrtrix, remaps: remaps)
    themes = catalogue.themes
    theme = chosen
    self.problems = problems
  }

  private static func form(_ configuration: Configuration) -> (form: ReviewForm, problems: [SettingsProblem]) {
    let named = configuration["review-form"]
    guard let path = named.isEmpty ? configuration.folders.reviewFormFile : named else { return (ReviewForm(), []) }
    do throws(SettingsProblem) {
      if let file = try SettingsFile.read(path) { return ReviewForm.read(file) }
      return (ReviewForm(), named.isEmpty ? [] : [SettingsProblem(path: path, "no such file; check review-form")])
    } catch {
      return (ReviewForm(), [error])
    }
  }

  /// Gives a viewer that is about to open the user's options.
  func apply(to viewer: inout Viewer) {
    viewer.interface.form = form
    for option in ConfigurationOption.all where option.name != "theme" && option.name != "keys" {
      option.apply?(&viewer, configuration[option.name])
    }
  }

  /// What could not be used, in one line; nil when all could.
  package var warning: String? {
    guard let problem = problems.first else { return nil }
    return "\(problem)" + (problems.count > 1 ? " (and \(problems.count - 1) more: flairscope config)" : "")
  }

  /// The theme for a screen. Unless somebody chose one, a light terminal gets the light theme, and one of 16 colours or
  /// fewer the theme made of them, in which no two regions fall on the same colour.
  package func theme(for display: DisplayProfile) -> Theme {
    guard configuration.setting("theme")?.origin == .standard else { return theme }
    let isPoor = display.colors == .palette16 || display.colors == .palette8
    let wanted = !display.hasDarkBackground ? "paper" : isPoor ? "sixteen" : theme.name
    return themes.first { $0.name == wanted } ?? theme
  }
}

extension Configuration.Origin {
  /// The name of the source, and the line in it, for messages.
  package var place: (path: String, line: Int?) {
    switch self {
    case .standard: ("default", nil)
    case .userFile(let path, let line), .projectFile(let path, let line): (path, line)
    case .environment(let variable): (variable, nil)
    case .flag: ("flag", nil)
    }
  }
}
