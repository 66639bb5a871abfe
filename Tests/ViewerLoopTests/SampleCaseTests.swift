import Foundation
import Testing
import ViewerLoop

@Suite struct SampleCaseTests {
  private static func folder(holding relativePath: String) throws -> String {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-\(UUID().uuidString)")
    let file = root.appendingPathComponent(relativePath)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: file)
    return root.resolvingSymlinksInPath().path
  }

  @Test func theCheckoutHoldsTheBundledCase() throws {
    let found = try SampleCase.folder(environment: [:])
    let names = try FileManager.default.contentsOfDirectory(atPath: found)
    #expect(names.contains { $0.hasSuffix("_FLAIR.nii.gz") })
    #expect(names.contains { $0.hasSuffix("_desc-consensus_mask.nii.gz") })
    #expect(names.contains { $0.hasSuffix("_desc-SIMULATEDrater2_mask.nii.gz") })
  }

  @Test(arguments: [
    ("samples/sub-19/a_FLAIR.nii.gz", ".build/x86_64-unknown-linux-gnu/release"),
    ("samples/sub-19/a_FLAIR.nii.gz", ""),
    ("share/flairscope/samples/sub-19/a_FLAIR.nii.gz", "bin"),
  ])
  func aboveTheProgram(file: String, programFolder: String) throws {
    let root = try Self.folder(holding: file)
    let found = try SampleCase.folder(environment: [:], programFolder: root + "/" + programFolder)
    #expect(found == root + "/" + (file as NSString).deletingLastPathComponent)
  }

  @Test func theVariableComesFirst() throws {
    let root = try Self.folder(holding: "other/sub-19/a_FLAIR.nii.gz")
    for named in [root + "/other", root + "/other/sub-19"] {
      let found = try SampleCase.folder(environment: ["FLAIRSCOPE_SAMPLES": named])
      #expect(found == root + "/other/sub-19")
    }
  }

  @Test func aSentenceWhereThereIsNone() throws {
    let root = try Self.folder(holding: "samples/sub-19/notes.txt")
    let error = #expect(throws: SampleCaseError.self) {
      try SampleCase.folder(environment: [:], programFolder: root)
    }
    #expect(error?.description.contains("FLAIRSCOPE_SAMPLES") == true)
    #expect(throws: SampleCaseError.notInNamedFolder(root)) {
      try SampleCase.folder(environment: ["FLAIRSCOPE_SAMPLES": root])
    }
  }
}
