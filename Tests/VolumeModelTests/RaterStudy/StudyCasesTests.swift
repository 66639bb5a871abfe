import Foundation
import Testing
import VolumeModel

/// Which masks of a folder belong to one scan.
@Suite struct StudyCasesTests {
  private static let grid = VoxelGrid(shape: SIMD3(6, 6, 4), affine: Affine(spacingMM: SIMD3(1, 1, 2)))

  private static func write(_ names: [String], to folder: String) throws {
    for name in names {
      let path = folder + "/" + name
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      var mask = Mask(grid: grid)
      mask[SIMD3(2, 2, 2)] = true
      try Images.write(mask, like: SpatialForm(grid: grid), to: path, force: false, description: "drawn by hand")
    }
  }

  @Test(arguments: [
    (["p1_r1.nii", "p1_r2.nii", "p2_r1.nii", "p2_r2.nii"], ["p1", "p2"], ["r1", "r2"]),
    (
      ["sub-1/anat/sub-1_desc-anna_mask.nii", "sub-1/anat/sub-1_label-lesion_desc-ben_mask.nii"], ["sub-1/sub-1"],
      ["anna", "ben"]
    ),
    (["a_b_one.nii.gz", "a_b_two.nii.gz", "a_b_three.nii.gz"], ["a_b"], ["one", "three", "two"]),
    // The folder's name says that images lie in it.
    (["scans/p1_r1.nii", "scans/p1_r2.nii"], ["scans/p1"], ["r1", "r2"]),
  ])
  func masksAlone(_ files: [String], _ cases: [String], _ raters: [String]) throws {
    let folder = try TemporaryFolder()
    try Self.write(files, to: folder.path)
    let study = try StudyCases.find(at: [folder.path])
    #expect(study.cases.map(\.name) == cases && study.problems.isEmpty)
    #expect(study.cases.allSatisfy { $0.raters.map(\.name) == raters && $0.flair == nil })
    #expect(study.notes.count == 1)
  }

  @Test func aCaseOfOneRaterIsNamed() throws {
    let folder = try TemporaryFolder()
    try Self.write(["p1_r1.nii", "p1_r2.nii", "p2_r1.nii"], to: folder.path)
    let study = try StudyCases.find(at: [folder.path])
    #expect(study.cases.map(\.name) == ["p1"] && study.problems.map(\.path) == ["p2"])
    let unknown = #expect(throws: FileError.self) { try StudyCases.find(at: [folder.path], raters: ["nobody"]) }
    #expect(unknown?.description.hasSuffix("no case has a mask of 'nobody'; there are masks of r1, r2") == true)
    let alone = #expect(throws: FileError.self) { try StudyCases.find(at: [folder.path], raters: ["r1"]) }
    #expect(
      alone?.description
        == "p1: has one of these raters only; it has masks of r1, r2; two raters are needed to compare")
    #expect(throws: FileError.self) { try StudyCases.find(at: [folder.path + "/none"]) }
  }
}
