import ArgumentParser
import Foundation
import Settings
import VolumeModel

/// A first word that is no command is taken for a case to view, also where a command was meant.
enum MisspeltCommand {
  /// - Returns: why a command line is refused, for a word that is near to a command and names no file.
  static func problem(of arguments: [String]) -> CommandFailure? {
    guard let word = arguments.first, !word.hasPrefix("-"), !word.contains("/"),
      !FileManager.default.fileExists(atPath: word)
    else {
      return nil
    }
    let names = Flairscope.configuration.subcommands.map { $0._commandName } + ["help"]
    guard !names.contains(word), let meant = Spelling.suggestion(for: word, among: names) else { return nil }
    return CommandFailure(
      .wrongUsage, "no command '\(word)', and no folder of that name; did you mean 'flairscope \(meant)'?")
  }
}
