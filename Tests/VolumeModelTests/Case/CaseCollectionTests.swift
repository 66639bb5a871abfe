import Foundation
import Testing
import VolumeModel

@Suite struct CaseCollectionTests {
  private func emptyFile(_ folder: String, _ name: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  @Test func aFolderOfCasesAndVisits() throws {
    let folder = try TemporaryFolder()
    try emptyFile(folder.path + "/sub-01/anat", "sub-01_FLAIR.nii.gz")
    try emptyFile(folder.path + "/sub-02/ses-1/anat", "sub-02_ses-1_FLAIR.nii.gz")
    try emptyFile(folder.path + "/sub-02/ses-2/anat", "sub-02_ses-2_FLAIR.nii.gz")
    try emptyFile(folder.path + "/derivatives", "notes.txt")
    let found = try CaseFiles.collection(at: folder.path)
    #expect(
      found.cases.map { $0.flair.split(separator: "/").last.map(String.init) } == [
        "sub-01_FLAIR.nii.gz", "sub-02_ses-1_FLAIR.nii.gz", "sub-02_ses-2_FLAIR.nii.gz",
      ])
    #expect(found.problems.isEmpty)
  }

  @Test func aListKeepsItsOrderAndNamesWhatIsMissing() throws {
    let folder = try TemporaryFolder()
    try emptyFile(folder.path + "/b", "b_FLAIR.nii.gz")
    try emptyFile(folder.path + "/a", "a_FLAIR.nii.gz")
    let list = folder.path + "/list.txt"
    try Data("b\n# a comment\nmissing\na\n".utf8).write(to: URL(fileURLWithPath: list))
    let found = try CaseFiles.collection(at: list)
    #expect(found.cases.map { $0.flair.hasSuffix("b_FLAIR.nii.gz") } == [true, false])
    #expect(found.problems.count == 1)
  }

  @Test(arguments: ["", "nothing-here"])
  func nothingToOpenIsAnError(name: String) throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError.self) { try CaseFiles.collection(at: folder.path + "/" + name) }
  }
}
