import ArgumentParser
import ViewerTUI
import Settings
import Pictures

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print the options, what they are here, and where each value comes from.",
    discussion: """
      A flag goes before the environment (FLAIRSCOPE_THEME), then ./flairscope.toml, then config.toml in \
      $XDG_CONFIG_HOME/flairscope (~/.config/flairscope), then the default. The same folder holds keys.toml and \
      themes/*.toml. The status is 65 when something there cannot be used; the viewer leaves it out and goes on.
      Examples:

        flairscope config --show-origin
        flairscope config theme keys
        flairscope config --json
      """)

  @Argument(help: "The options to print; without any, all.")
  var names: [String] = []

  @Flag(help: "Say where each value comes from.")
  var showOrigin = false

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  @OptionGroup(title: "Options for this run") var screen: ScreenArguments

  func validate() throws {
    for name in names where ConfigurationOption.named(name) == nil {
      let question = Spelling.question(for: name, among: ConfigurationOption.all.map(\.name))
      throw ValidationError("No option '\(name)'\(question.isEmpty ? "; flairscope config lists them." : question)")
    }
  }

  func run() throws {
    let preferences = try screen.preferences()
    let options = ConfigurationOption.all.filter { names.isEmpty || names.contains($0.name) }
    if json {
      let document = Document(
        options: options.map { Document.Option($0, preferences.configuration) },
        folder: preferences.configuration.folders.configuration, themes: preferences.themes.map(\.name),
        problems: preferences.problems.map(\.description))
      try JSONDocument(command: "config", document).write()
    } else {
      try Results.write(table(options, preferences.configuration))
    }
    for problem in preferences.problems { Messages.error("\(problem)") }
    if !preferences.problems.isEmpty { throw ExitCode(ExitStatus.badData.rawValue) }
  }

  private func table(_ options: [ConfigurationOption], _ configuration: Configuration) -> String {
    var columns: [(heading: String, alignment: TextTable.Alignment)] = [("OPTION", .left), ("VALUE", .left)]
    columns += showOrigin ? [("FROM", .left)] : [("WHAT IT IS", .left)]
    var table = TextTable(columns)
    for option in options {
      guard let setting = configuration.setting(option.name) else { continue }
      let value = setting.value.isEmpty ? "-" : setting.value
      table.add([option.name, value, showOrigin ? setting.origin.words : option.summary])
    }
    return table.text
  }

  private struct Document: Encodable {
    let options: [Option]
    let folder: String?
    let themes: [String]
    let problems: [String]

    struct Option: Encodable {
      let name: String
      let value: String
      let origin: String
      let source: String?
      let line: Int?
      let values: String
      let variable: String
      let summary: String

      init(_ option: ConfigurationOption, _ configuration: Configuration) {
        name = option.name
        value = configuration[option.name]
        let from = configuration.setting(option.name)?.origin ?? .standard
        origin = from.kind
        source = from == .standard || from == .flag ? nil : from.place.path
        line = from.place.line
        values = option.values.description
        variable = option.variable
        summary = option.summary
      }
    }
  }
}

extension Configuration.Origin {
  fileprivate var kind: String {
    switch self {
    case .standard: "default"
    case .userFile: "user"
    case .projectFile: "project"
    case .environment: "environment"
    case .flag: "flag"
    }
  }

  fileprivate var words: String {
    switch self {
    case .standard, .flag: kind
    case .environment: "environment \(place.path)"
    case .userFile, .projectFile: place.path + (place.line.map { ":\($0)" } ?? "")
    }
  }
}
