import Foundation
import Testing
import VolumeModel

/// `brain` as scripts see it, and what other commands say of a brain that they estimate.
@Suite struct BrainCommandTests {
  private static let fixtures =
    (#filePath as NSString).deletingLastPathComponent + "/../VolumeModelTests/Fixtures/brain/"
  private static let raw = fixtures + "raw_flair.nii.gz"

  @Test func aMaskIsWrittenAndDescribed() throws {
    let folder = try ScratchFolder()
    let output = folder.file("brain.nii.gz")
    let run = try CommandRun("brain", Self.raw, "--output", output, "--json")
    #expect(run.status == 0)
    #expect(run.json["schema"] as? String == "flairscope.brain/1")
    #expect(run.json["method"] as? String == "tissue-and-shape" && run.json["doubtful"] as? Bool == false)
    #expect((1100..<1500).contains(run.json["volume_ml"] as? Double ?? 0))
    #expect(run.json["notes"] as? [String] != nil)
    let compared = try CommandRun("compare", Self.fixtures + "raw_brain.nii.gz", output, "--json")
    #expect((compared.json["metrics"] as? [String: Any])?["dice"] as? Double ?? 0 > 0.94)
    #expect(try CommandRun("brain", Self.raw, "-o", output).status == 73)
    let text = try CommandRun("brain", Self.raw, "-o", output, "--force")
    #expect(text.status == 0 && text.output.contains("estimated from tissue and shape"))
  }

  @Test func wrongUseHasItsStatus() throws {
    let folder = try ScratchFolder()
    #expect(try CommandRun("brain", Self.raw).status == 64)
    #expect(try CommandRun("brain", folder.file("none.nii"), "-o", folder.file("b.nii")).status == 66)
    #expect(try CommandRun("brain", Self.raw, "-o", folder.file("b.txt")).status == 73)
    #expect(try CommandRun("brain", Self.raw, "-o", Self.raw, "--force").status == 73)
  }

  @Test func imagesWithoutAHeadAreDoubtful() throws {
    let folder = try ScratchFolder()
    let flair = try folder.image("flair.nii.gz") { 100 + Float($0.x) }
    let run = try CommandRun("brain", flair, "-o", folder.file("brain.nii"), "--json")
    #expect(run.status == 0 && run.json["doubtful"] as? Bool == true)
    #expect(run.errors.contains("no head was recognised"))
  }

  @Test func softmaskSaysWhereItsBrainComesFrom() throws {
    let folder = try ScratchFolder()
    let lesion = folder.file("lesion.nii.gz")
    let brain = try Images.readMask(Self.fixtures + "raw_brain.nii.gz")
    let image = try Images.read(Self.raw)
    var mask = Mask(grid: image.grid)
    for x in 40..<44 { for y in 45..<49 { mask[SIMD3(x, y, 18)] = true } }
    try Images.write(mask, like: image.spatial, to: lesion, force: false)
    let flags = ["softmask", "--flair", Self.raw, "--mask", lesion, "--json"]
    let estimated = try CommandRun(flags + ["-o", folder.file("a.nii")])
    #expect(estimated.json["brain_source"] as? String == "tissue-and-shape")
    #expect(estimated.errors.contains("brain estimated from tissue and shape"))
    let named = try CommandRun(
      flags + ["-o", folder.file("b.nii"), "--brain-mask", Self.fixtures + "raw_brain.nii.gz"])
    #expect(named.json["brain_source"] as? String == "named")
    #expect(named.json["brain_voxels"] as? Int == brain.mask.count)
  }
}
