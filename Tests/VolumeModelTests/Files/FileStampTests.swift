import Foundation
import Testing
import VolumeModel

/// Whether files are as they were when they were read.
@Suite struct FileStampTests {
  @Test(arguments: ["written", "replaced", "removed", "touched"])
  func aChangeOfAnyKindIsSeen(kind: String) throws {
    let folder = try TemporaryFolder()
    let (first, second) = (try folder.write("a.nii", "aaaa"), try folder.write("b.nii", "bbbb"))
    let stamps = FileStamps(of: [first, second, folder.file("nowhere.nii")])
    #expect(stamps.changedFiles().isEmpty)
    switch kind {
    case "written": try folder.write("b.nii", "longer than before")
    case "replaced":
      // As rsync and editors do: the same bytes, another file.
      try FileManager.default.moveItem(atPath: folder.write("new", "bbbb"), toPath: folder.file("newer"))
      try FileManager.default.removeItem(atPath: second)
      try FileManager.default.moveItem(atPath: folder.file("newer"), toPath: second)
    case "removed": try FileManager.default.removeItem(atPath: second)
    default:
      try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 9)], ofItemAtPath: second)
    }
    #expect(stamps.changedFiles() == [second])
    #expect(FileStamps(of: [second]).changedFiles().isEmpty)
  }
}
