import Foundation
import VolumeModel

/// Records comments in the journal named by the first argument, as many as the second says, as fast as a viewer could,
/// and prints the number of each once it is in the file. A test kills it and looks whether any is missing.
@main struct JournalRecorder {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let count = Int(arguments[2]), count > 0 else {
      FileHandle.standardError.write(Data("usage: journal-recorder JOURNAL COUNT\n".utf8))
      exit(64)
    }
    let journal = try ReviewJournal(opening: arguments[1])
    try journal.writeHeader(
      JournalHeader(version: "test", caseName: "test", inputs: [], author: "test", time: ""))
    for number in 1...count {
      let event = ReviewEvent.wholeCase(CaseAction(comment: String(repeating: "\(number) ", count: number % 200)))
      let record = try journal.append(event, author: "test")
      try FileHandle.standardOutput.write(contentsOf: Data("\(record.sequence)\n".utf8))
    }
    journal.close()
  }
}
