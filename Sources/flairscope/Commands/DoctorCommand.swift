import ArgumentParser
import Segmenter
import ViewerTUI
import TerminalIO

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what the program sees: terminal, colours, locale, processor, memory and libraries.",
    discussion: """
      Every decision about the terminal stands with its reason, and what takes speed or colours away is named as a \
      warning. Works without a terminal; the status is 0 whatever is found.
      """)

  @OptionGroup var engine: EngineArguments
  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  func run() throws {
    let report = DoctorReport(survey: TerminalSurvey(), facts: MachineFacts(), blas: .current)
    if json {
      try JSONDocument(command: "doctor", report).write()
    } else {
      try Results.write(report.text)
    }
  }
}
