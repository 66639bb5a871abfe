import Pictures
import Settings
import TerminalIO

extension TypedCommand {
  static let general: [TypedCommand] = [
    .asking(
      "picture", "Writes a PNG of what is seen, at voxel resolution.", "picture [FILE.png]",
      completes: { _, _ in .files }
    ) { $0.savePicture($1) },
    TypedCommand(
      "theme", "The colours of the screen.", "theme [NAME]",
      completes: { $1 == 1 ? .words($0.interface.themes.map(\.name)) : .words([]) }
    ) {
      if $1.isEmpty { $0.chooseTheme() } else { $0.setTheme(named: $1) }
    },
    .asking(
      "graphics", "How pictures are drawn.", "graphics auto | kitty | sixel | iterm2 | glyphs",
      completes: { $1 == 1 ? .words(GraphicsChoice.allCases.map(\.rawValue)) : .words([]) }
    ) { viewer, name in
      guard let choice = GraphicsChoice(rawValue: name) else {
        viewer.warnUsage("graphics")
        return []
      }
      return [.use(choice)]
    },
    TypedCommand(
      "set", "Changes an option of the configuration for this sitting.", "set OPTION VALUE",
      completes: { $0.optionWords($1) }
    ) { $0.setOption($1) },
    .asking("quit", "Ends the program.", "quit", short: "q") { _, _ in [.quit(nil)] },
  ]
}

extension Viewer {
  mutating func setTheme(named name: String) {
    guard let chosen = interface.themes.first(where: { $0.name == name }) else {
      warn(ThemeCatalogue.noTheme(name, among: interface.themes))
      return
    }
    interface.theme = chosen
  }

  fileprivate func optionWords(_ argument: Int) -> TypedCommand.Completion {
    guard argument > 1 else { return .words(ConfigurationOption.all.filter { $0.apply != nil }.map(\.name)) }
    let name = interface.prompt?.words.before.dropFirst().first ?? ""
    if name == "theme" { return .words(interface.themes.map(\.name)) }
    return .words(ConfigurationOption.named(name)?.values.words ?? [])
  }

  fileprivate mutating func setOption(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else {
      warnUsage("set")
      return
    }
    guard let option = ConfigurationOption.named(words[0]) else {
      warn("no option '\(words[0])'\(Spelling.question(for: words[0], among: ConfigurationOption.all.map(\.name)))")
      return
    }
    guard let value = option.values.accept(words[1].trimmed) else {
      warn("'\(words[1])' is no value of '\(option.name)'; it takes \(option.values.description)")
      return
    }
    guard let apply = option.apply else {
      warn("'\(option.name)' takes effect at the start: --set \(option.name)=\(value), or in config.toml")
      return
    }
    apply(&self, value)
  }
}
