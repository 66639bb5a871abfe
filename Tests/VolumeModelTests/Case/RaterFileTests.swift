import Foundation
import Testing
import VolumeModel

/// Which files are raters: each file once, and nothing that the program wrote itself.
@Suite struct RaterFileTests {
  private let grid = VoxelGrid(shape: SIMD3(4, 4, 2), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  private func link(_ target: String, _ path: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
  }

  @Test func aFolderThatLinksToItselfHoldsOneRater() throws {
    let folder = try TemporaryFolder()
    try folder.write("sub-1_FLAIR.nii.gz")
    try folder.write("sub-1_desc-a_mask.nii.gz")
    try link(".", folder.file("latest"))
    let found = try CaseFiles.find(inFolder: folder.path)
    #expect(found.raters.map(\.name) == ["a"])
  }

  @Test func linksToOneFileAreOneRater() throws {
    let folder = try TemporaryFolder()
    try folder.write("sub-1_FLAIR.nii.gz")
    let mask = try folder.write("sub-1_desc-a_mask.nii.gz")
    try link("sub-1_desc-a_mask.nii.gz", folder.file("sub-1_desc-b_mask.nii.gz"))
    try FileManager.default.linkItem(atPath: mask, toPath: folder.file("sub-1_desc-c_mask.nii.gz"))
    let found = try CaseFiles.find(inFolder: folder.path)
    #expect((found.raters + found.furtherMasks).count == 1)
    #expect(
      found.passedOver.map(\.why) == [
        "the same file as sub-1_desc-a_mask.nii.gz", "the same file as sub-1_desc-a_mask.nii.gz",
      ])
  }

  @Test func twoOptionsForOneFileAreOneRater() throws {
    let folder = try TemporaryFolder()
    let mask = try folder.write("m.nii")
    try link("m.nii", folder.file("n.nii"))
    var files = CaseFiles(name: "x", flair: try folder.write("f.nii"))
    files.take(NamedRoles(rater1: mask, rater2: folder.file("n.nii")))
    #expect(files.raters.map(\.path) == [mask])
    #expect(files.notes.contains { $0.contains("it counts as one rater") })
  }

  @Test(arguments: ["header", "sidecar"])
  func whatFlairscopeWroteIsNoRaterUnlessNamed(mark: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("sub-20/anat/sub-20_FLAIR.nii.gz")
    try folder.write("sub-20/anat/sub-20_label-lesion_desc-manual_mask.nii.gz")
    let own = folder.file("sub-20/anat/sub-20_space-orig_label-L_desc-adjudicated_mask.nii.gz")
    if mark == "header" {
      try Images.write(Mask(grid: grid), like: SpatialForm(grid: grid), to: own, force: false)
    } else {
      try folder.write("sub-20/anat/sub-20_space-orig_label-L_desc-adjudicated_mask.nii.gz")
      try folder.write(
        "sub-20/anat/sub-20_space-orig_label-L_desc-adjudicated_mask.json",
        #"{"GeneratedBy": [{"Name": "flairscope"}]}"#)
    }
    var found = try CaseFiles.find(inFolder: folder.path + "/sub-20")
    #expect(found.raters.map(\.name) == ["manual"])
    #expect(found.passedOver.first { $0.path == own }?.why.hasPrefix("written by flairscope") == true)
    found.take(NamedRoles(rater2: own))
    #expect(found.raters.map(\.path).last == own)
    #expect(!found.passedOver.contains { $0.path == own })
  }

  @Test func anOptionDisplacesNobody() throws {
    let folder = try TemporaryFolder()
    for name in ["FLAIR", "desc-a_mask", "desc-b_mask", "desc-c_mask"] { try folder.write("sub-1_\(name).nii.gz") }
    func raters(_ named: NamedRoles) throws -> [String] {
      var found = try CaseFiles.find(inFolder: folder.path)
      found.take(named)
      return (found.raters + found.furtherMasks).map(\.name)
    }
    let c = folder.file("sub-1_desc-c_mask.nii.gz")
    #expect(try raters(NamedRoles(rater1: c)) == ["c", "b", "a"])
    #expect(try raters(NamedRoles(rater2: c)) == ["a", "c", "b"])
    #expect(try raters(NamedRoles(rater1: folder.file("sub-1_desc-b_mask.nii.gz"))) == ["b", "a", "c"])
  }

  @Test func aFLAIRMayBeChosenInAFolderThatHoldsSeveral() throws {
    let folder = try TemporaryFolder()
    for name in ["acq-2D_FLAIR", "acq-3D_FLAIR", "desc-a_mask"] { try folder.write("sub-1_\(name).nii.gz") }
    #expect {
      try CaseFiles.find(inFolder: folder.path)
    } throws: { "\($0)".contains("choose one: --flair \(folder.file("sub-1_acq-2D_FLAIR.nii.gz"))") }
    let chosen = folder.file("sub-1_acq-3D_FLAIR.nii.gz")
    let found = try CaseFiles.find(inFolder: folder.path, flair: chosen)
    #expect(found.flair == chosen)
    #expect(found.raters.map(\.name) == ["a"])
    let odd = try folder.write("sub-2/scan.nii.gz")
    try folder.write("sub-2/lesion_mask.nii.gz")
    #expect(try CaseFiles.find(inFolder: folder.path + "/sub-2", flair: odd).raters.count == 1)
  }

  @Test func aLinkToContentThatIsNotHereIsSaid() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("sub-1_FLAIR.nii.gz")
    try link("../.git/annex/objects/xx/yy/SHA256E-s1--ab.nii.gz/SHA256E-s1--ab.nii.gz", path)
    let found = try CaseFiles.find(inFolder: folder.path)
    #expect { try ReviewCase.load(found) } throws: {
      "\($0)" == "\(path): its content is not here; git annex get \(path)"
    }
  }
}
