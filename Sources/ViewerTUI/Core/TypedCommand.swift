import Settings

/// A command of the `:` line that takes a value. Every ``Action`` is a command too.
package struct TypedCommand: Sendable {
  /// What completes an argument.
  package enum Completion: Sendable, Hashable {
    case words([String])
    case files
  }

  package typealias Completes = @Sendable (Viewer, _ argument: Int) -> Completion

  package let name: String
  /// Another name that it answers to and that no list shows: of earlier versions, which scripts still say, or short.
  let otherName: String?
  /// What it does, in a sentence.
  package let sentence: String
  /// How it is written, for help and for messages about wrong values.
  package let usage: String
  /// What completes the argument of a place, counted from 1.
  let completes: Completes
  let run: @Sendable (inout Viewer, String) -> [Effect]

  /// A command that changes the viewer only. `change` gets what was typed after the name, trimmed.
  init(
    _ name: String, _ sentence: String, _ usage: String, formerly otherName: String? = nil,
    completes: @escaping Completes = { _, _ in .words([]) },
    _ change: @escaping @Sendable (inout Viewer, String) -> Void
  ) {
    self.init(name: name, sentence: sentence, otherName: otherName, usage: usage, completes: completes) {
      viewer, argument in
      change(&viewer, argument)
      return []
    }
  }

  /// A command that asks for work outside the viewer.
  static func asking(
    _ name: String, _ sentence: String, _ usage: String, short otherName: String? = nil,
    completes: @escaping Completes = { _, _ in .words([]) },
    _ run: @escaping @Sendable (inout Viewer, String) -> [Effect]
  ) -> TypedCommand {
    TypedCommand(name: name, sentence: sentence, otherName: otherName, usage: usage, completes: completes, run: run)
  }

  private init(
    name: String, sentence: String, otherName: String?, usage: String, completes: @escaping Completes,
    run: @escaping @Sendable (inout Viewer, String) -> [Effect]
  ) {
    self.name = name
    self.sentence = sentence
    self.otherName = otherName
    self.usage = usage
    self.completes = completes
    self.run = run
  }

  /// Completes the first argument with fixed words.
  static func words(_ words: String...) -> Completes {
    { _, argument in .words(argument == 1 ? words : []) }
  }
}

extension TypedCommand {
  /// All commands with values. A new one is a row in a file of `Commands`.
  package static let all: [TypedCommand] =
    view + softMask + noise + model + samples + general + review + division + editing + labels

  package static func named(_ name: String) -> TypedCommand? { byName[name] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) } + all.compactMap { command in command.otherName.map { ($0, command) } },
    uniquingKeysWith: { first, _ in first })

  /// What a command does and how it is written, in a line.
  static func help(of name: String) -> String {
    Action.named(name)?.summary ?? named(name).map { "\($0.sentence) \($0.usage)" } ?? ""
  }

  /// Everything that may be typed, in alphabetical order.
  package static let names: [String] = Set(all.map(\.name) + Action.all.map(\.name)).sorted()
}

extension Viewer {
  /// Runs one line of the prompt.
  package mutating func run(commandLine line: String) -> [Effect] {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = words.first else { return [] }
    let argument = words.count > 1 ? words[1].trimmed : ""
    if let command = TypedCommand.named(name), !argument.isEmpty || Action.named(name) == nil {
      return command.run(&self, argument)
    }
    if let action = Action.named(name) { return perform(action) }
    if Int(line) != nil {
      go(to: line)
      return []
    }
    let question = Spelling.question(for: name, among: TypedCommand.names)
    warn("no command '\(name)'\(question.isEmpty ? "; Tab lists them" : question)")
    return []
  }

  /// Says how a command is written, after a value that it cannot take.
  mutating func warnUsage(_ command: String) {
    warn("type \(TypedCommand.named(command)?.usage ?? command)")
  }

  /// Reads the number, or the percentage, that a command was given; says so and returns nil when it is none or too far.
  mutating func number(_ text: String, for command: String, within limits: ClosedRange<Double>) -> Double? {
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text) else {
      let usage = TypedCommand.named(String(command.prefix(while: { $0 != " " })))?.usage ?? command
      warn("\(command) takes a number; write: \(usage)")
      return nil
    }
    let value = isPercent ? number / 100 : number
    guard limits.contains(value) else {
      warn("\(command) runs from \(limits.lowerBound) to \(limits.upperBound)")
      return nil
    }
    return value
  }
}
