import Foundation
import VolumeModel

/// Records comments, drawn voxels and cuts in the journal named by the first argument, as many as the second says, as fast as
/// a viewer could, and prints the number of each once it is in the file. A test kills it and looks whether any is missing.
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
      let record = try journal.append(event(number), author: "test")
      try FileHandle.standardOutput.write(contentsOf: Data("\(record.sequence)\n".utf8))
    }
    journal.close()
  }

  /// Short ones and long ones in turn, of the kinds that editing makes.
  private static func event(_ number: Int) -> ReviewEvent {
    switch number % 3 {
    case 0: return .wholeCase(CaseAction(comment: String(repeating: "\(number) ", count: number % 200)))
    case 1:
      var action = LesionAction(lesion: number, region: voxels(number))
      action.choice = VoxelChoice(source: .drawn, voxels: voxels(number + 1))
      return .lesion(action)
    default:
      let pieces = [number, number + 7].map { LesionAction(lesion: $0, region: voxels($0)) }
      return .division(LesionDivision(rule: "cut before axial slice \(number)", lesions: [number], actions: pieces))
    }
  }

  /// As many separate voxels as a stroke or a large lesion has rows.
  private static func voxels(_ number: Int) -> VoxelRegion {
    VoxelRegion(ascending: (0...(number * 37) % 3000).map { 5 * $0 + number % 5 })
  }
}
