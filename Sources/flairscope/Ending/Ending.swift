import ArgumentParser
import Foundation
import VolumeModel

/// A failure whose sentence is already complete.
struct CommandFailure: StatusBearing, CustomStringConvertible {
  let exitStatus: ExitStatus
  let description: String

  init(_ exitStatus: ExitStatus, _ sentence: String) {
    self.exitStatus = exitStatus
    description = sentence
  }
}

extension ParsableCommand {
  /// What was typed, with names that are no UTF-8 kept as they are.
  private static var arguments: [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { number in
      CommandLine.unsafeArgv[number].map { text in
        String(pathBytes: UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) })
      }
    }
  }

  /// Runs the command line; every failure of ours is one line on standard error and one status.
  static func runToEnd() -> Never {
    // A write beyond the limit of "ulimit -f" shall fail like any other, with a sentence, and leave no half file.
    signal(SIGXFSZ, SIG_IGN)
    // Nor does a reader that has gone, as "| head" goes, end a training, or leave a half file.
    signal(SIGPIPE, SIG_IGN)
    do {
      if let problem = MisspeltCommand.problem(of: arguments) { throw problem }
      var command = try parseAsRoot(arguments)
      do {
        try command.run()
      } catch let error as ValidationError {
        // Once it runs, a command knows its files, and says of them what its usage cannot.
        let name = type(of: command)._commandName
        let asked = arguments.first == name ? "flairscope \(name)" : "flairscope"
        Messages.error(error.message)
        Messages.line("  See '\(asked) --help' for more information.")
        Self.exit(withError: ExitCode(ExitStatus.wrongUsage.rawValue))
      }
    } catch {
      switch error {
      case is FileError, is any StatusBearing:
        Messages.error("\(error)")
        Self.exit(withError: ExitCode(ExitStatus(of: error).rawValue))
      default: end(with: error)
      }
    }
    Self.exit()
  }

  /// Usage errors, --help and --version are the argument parser's own, but what it repeats of a command line could steer
  /// the terminal.
  private static func end(with error: any Error) -> Never {
    let status = exitCode(for: error)
    if status != .success {
      let text = fullMessage(for: error)
      if !text.isEmpty { Messages.paragraph(text) }
      Self.exit(withError: status)
    }
    Self.exit(withError: error)
  }
}
