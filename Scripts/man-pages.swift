// Writes a manual page (man 1) of the program and of each of its commands, out of what the program says of itself:
//   flairscope --experimental-dump-help | swift Scripts/man-pages.swift VERSION FOLDER
import Foundation

struct Help: Decodable { let command: Command }

struct Command: Decodable {
  let commandName: String
  let abstract: String?
  let discussion: String?
  let shouldDisplay: Bool?
  let superCommands: [String]?
  let arguments: [Argument]?
  let subcommands: [Command]?
}

struct Argument: Decodable {
  struct Name: Decodable {
    let kind: String
    let name: String
    var text: String { (kind == "long" ? "--" : "-") + name }
  }
  let kind: String
  let abstract: String?
  let discussion: String?
  let defaultValue: String?
  let isOptional: Bool
  let isRepeating: Bool
  let names: [Name]?
  let sectionTitle: String?
  let shouldDisplay: Bool
  let valueName: String?
}

/// Text as roff shows it: no escape and no line that starts a request.
func roff(_ text: String) -> String {
  text.replacingOccurrences(of: "\\", with: "\\e").replacingOccurrences(of: "-", with: "\\-")
    .split(separator: "\n", omittingEmptySubsequences: false)
    .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : String($0) }.joined(separator: "\n")
}

/// Paragraphs filled, indented lines as they are.
func paragraphs(_ text: String) -> String {
  var result = ""
  var isLiteral = false
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    let isIndented = line.hasPrefix("  ")
    if isIndented != isLiteral, !line.isEmpty {
      result += isIndented ? ".nf\n" : ".fi\n"
      isLiteral = isIndented
    }
    result += line.isEmpty ? ".PP\n" : roff(String(line)) + "\n"
  }
  return result + (isLiteral ? ".fi\n" : "")
}

func page(_ command: Command, version: String) -> String {
  let words = (command.superCommands ?? []) + [command.commandName]
  let title = words.joined(separator: "-")
  let shown = (command.arguments ?? []).filter(\.shouldDisplay)
  var text = ".TH \(roff(title.uppercased())) 1 \"\" \"flairscope \(version)\" \"flairscope\"\n"
  text +=
    ".SH NAME\n\(roff(title)) \\- \(roff(command.abstract ?? ""))\n"
  text += ".SH SYNOPSIS\n.B \(roff(words.joined(separator: " ")))\n"
  let subcommands = (command.subcommands ?? []).filter { $0.shouldDisplay ?? true }
  if !subcommands.isEmpty { text += "[\\fIcommand\\fR]\n" }
  for argument in shown where argument.kind == "positional" {
    let value = roff(argument.valueName ?? "value") + (argument.isRepeating ? " ..." : "")
    text += argument.isOptional ? "[\\fI\(value)\\fR]\n" : "\\fI\(value)\\fR\n"
  }
  if shown.contains(where: { $0.kind != "positional" }) { text += "[\\fIoptions\\fR]\n" }
  if let discussion = command.discussion { text += ".SH DESCRIPTION\n" + paragraphs(discussion) }
  var section: String?
  if !shown.isEmpty { text += ".SH OPTIONS\n" }
  for argument in shown.sorted(by: { ($0.sectionTitle ?? "") < ($1.sectionTitle ?? "") }) {
    if argument.sectionTitle != section, let title = argument.sectionTitle { text += ".SS \(roff(title))\n" }
    section = argument.sectionTitle
    let names = (argument.names ?? []).map { "\\fB\(roff($0.text))\\fR" }.joined(separator: ", ")
    let value = argument.kind == "flag" ? "" : " \\fI\(roff(argument.valueName ?? ""))\\fR"
    text += ".TP\n\(names)\(value)\n"
    text += paragraphs([argument.abstract, argument.discussion].compactMap { $0 }.joined(separator: "\n"))
    if let value = argument.defaultValue { text += "Default: \(roff(value)).\n" }
  }
  let below = (command.subcommands ?? []).filter { $0.shouldDisplay ?? true }
  if !below.isEmpty {
    text += ".SH COMMANDS\n"
    for one in below {
      text += ".TP\n.BR \(roff("\(title)-\(one.commandName)")) (1)\n\(roff(one.abstract ?? ""))\n"
    }
  }
  return text
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: PROGRAM --experimental-dump-help | man-pages VERSION FOLDER\n".utf8))
  exit(64)
}
do {
  let help = try JSONDecoder().decode(Help.self, from: FileHandle.standardInput.readDataToEndOfFile())
  let all = [help.command] + (help.command.subcommands ?? []).filter { $0.commandName != "help" }
  for command in all {
    let name = ((command.superCommands ?? []) + [command.commandName]).joined(separator: "-")
    try page(command, version: arguments[1]).write(
      toFile: "\(arguments[2])/\(name).1", atomically: true, encoding: .utf8)
  }
} catch {
  FileHandle.standardError.write(Data("man-pages: \(error)\n".utf8))
  exit(1)
}
