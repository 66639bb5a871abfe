import ArgumentParser
import Foundation
import VolumeModel

/// Records acts as fast as the viewer could, and prints the number of each one once it is in the file: a test kills it
/// and looks whether any is missing.
struct JournalExerciseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "journal-exercise", shouldDisplay: false)

  @Argument var journal: String
  @Option var acts = 1000

  func run() throws {
    let journal = try ReviewJournal(opening: journal)
    try journal.writeHeader(
      JournalHeader(version: "exercise", caseName: "exercise", inputs: [], author: "exercise", time: ""))
    for number in 1...max(1, acts) {
      let event = ReviewEvent.wholeCase(CaseAct(comment: String(repeating: "\(number) ", count: number % 200)))
      let record = try journal.append(event, author: "exercise")
      try Results.write("\(record.sequence)\n")
    }
    journal.close()
  }
}
