import Foundation
import Testing
import VolumeModel

/// `compare`, `softmask`, `score` and `consensus` as scripts see them.
@Suite struct MaskCommandTests {
  @Test func compareMeasuresTwoBoxes() throws {
    let folder = try ScratchFolder()
    let a = try folder.mask("a.nii.gz", x: 2..<6, y: 2..<6, z: 2..<6)
    let b = try folder.mask("b.nii", x: 4..<8, y: 2..<6, z: 2..<6)
    let run = try CommandRun("compare", a, b, "--json")
    #expect(run.status == 0 && run.errors.isEmpty)
    let json = run.json
    #expect(json["schema"] as? String == "flairscope.compare/1")
    #expect(json["reference"] as? String == a && json["candidate"] as? String == b)
    #expect(json["spacing_mm"] as? [Double] == [1, 1, 2] && json["connectivity"] as? Int == 18)
    let metrics = try #require(json["metrics"] as? [String: Any])
    #expect(metrics["dice"] as? Double == 0.5 && metrics["hd_mm"] as? Double == 2)
    #expect((json["lesions"] as? [[String: Any]])?.count == 2)

    let text = try CommandRun("compare", a, b, "--connectivity", "26")
    #expect(text.output.contains("Dice") && text.output.contains("0.500") && text.output.contains("26-connected"))
    let csv = try CommandRun("compare", a, b, "--csv")
    let lines = csv.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(lines.count == 2 && lines[0].count == lines[1].count && lines[1][3] == "0.5")
  }

  @Test func notDefinedIsNull() throws {
    let folder = try ScratchFolder()
    let some = try folder.mask("some.nii", x: 2..<6, y: 2..<6, z: 2..<6)
    let empty = try folder.mask("empty.nii", x: 0..<0, y: 0..<0, z: 0..<0)
    let run = try CommandRun("compare", empty, some, "--json")
    #expect(run.status == 0)
    let metrics = try #require(run.json["metrics"] as? [String: Any])
    #expect(metrics["recall"] is NSNull && metrics["hd95_mm"] is NSNull && metrics["dice"] as? Double == 0)
    #expect(run.errors.contains("the mask is empty"))
    #expect(try CommandRun("compare", empty, some).output.contains("n/a"))
  }

  @Test func otherGridsAreRefusedUnlessResampled() throws {
    let folder = try ScratchFolder()
    let other = try ScratchFolder(shape: SIMD3(10, 8, 10), spacingMM: SIMD3(2, 2, 2))
    let a = try folder.mask("a.nii.gz", x: 2..<6, y: 2..<6, z: 2..<6)
    let b = try other.mask("b.nii.gz", x: 1..<3, y: 1..<3, z: 2..<6)
    let refused = try CommandRun("compare", a, b)
    #expect(refused.status == 65 && refused.output.isEmpty && refused.errorLines.count == 1)
    #expect(refused.errors.hasPrefix("flairscope: \(b): ") && refused.errors.contains("20 x 16 x 10"))
    let resampled = try CommandRun("compare", a, b, "--resample", "nearest", "--json")
    #expect(resampled.status == 0)
    #expect((resampled.json["metrics"] as? [String: Any])?["dice"] as? Double ?? 0 > 0.5)
    #expect(try CommandRun("compare", a, folder.file("missing.nii")).status == 66)
    #expect(try CommandRun("compare", a).status == 64)
  }

  @Test func softmaskWritesThreeLabels() throws {
    let folder = try ScratchFolder()
    let mask = try folder.mask("mask.nii", x: 5..<10, y: 5..<10, z: 4..<6)
    let flair = try folder.image("flair.nii.gz") { 100 + Float($0.x) }
    let before = try [folder.bytes("mask.nii"), folder.bytes("flair.nii.gz")]
    let output = folder.file("soft.nii.gz")
    let arguments = ["softmask", "--flair", flair, "--mask", mask, "--output", output, "--json"]
    let run = try CommandRun(arguments + ["--size", "1.3", "--label", "0.25", "--threshold", "50"])
    // A block is no head: what stands in for the brain is said.
    #expect(run.status == 0 && run.errorLines.allSatisfy { $0.contains("brain") })
    let json = run.json
    #expect(json["schema"] as? String == "flairscope.softmask/1" && json["threshold"] as? Double == 50)
    #expect(json["expert_voxels"] as? Int == 50 && json["wanted_voxels"] as? Int == 15)
    #expect(json["grown_voxels"] as? Int == 15 && json["reached_size"] as? Double == 1.3)
    #expect(json["label"] as? Double == 0.25 && json["candidate_voxels"] as? Int ?? 0 > 15)
    let written = try Images.read(output)
    var counts: [Float: Int] = [:]
    for value in written.volume.scalars { counts[value, default: 0] += 1 }
    #expect(counts == [0: folder.grid.voxelCount - 65, 0.25: 15, 1: 50])
    #expect(written.spatial.datatype == "float32" && written.grid.matches(folder.grid))

    let again = try CommandRun(arguments)
    #expect(again.status == 73 && again.errors.contains("--force"))
    #expect(try CommandRun(arguments + ["--force", "--scope", "lesion"]).status == 0)
    let overInput = try CommandRun("softmask", "--flair", flair, "--mask", mask, "--output", mask, "--force")
    #expect(overInput.status == 73)
    #expect(try [folder.bytes("mask.nii"), folder.bytes("flair.nii.gz")] == before)
    #expect(folder.names == ["flair.nii.gz", "mask.nii", "soft.nii.gz"])
    for wrong in [["--size", "0.9"], ["--label", "2"], ["--threshold", "bright"], ["--reach", "-1"]] {
      #expect(try CommandRun(arguments + wrong).status == 64)
    }
  }

  @Test func softmaskSaysWhenTheSizeIsNotReached() throws {
    let folder = try ScratchFolder()
    let mask = try folder.mask("mask.nii", x: 5..<10, y: 5..<10, z: 4..<6)
    let flair = try folder.image("flair.nii") { 100 + Float($0.x) }
    let run = try CommandRun(
      "softmask", "--flair", flair, "--mask", mask, "-o", folder.file("soft.nii"), "--threshold", "900")
    #expect(run.status == 0 && run.errors.contains("1.00 instead of 1.20"))
    let empty = try folder.mask("empty.nii", x: 0..<0, y: 0..<0, z: 0..<0)
    let nothing = try CommandRun(
      "softmask", "--flair", flair, "--mask", empty, "-o", folder.file("none.nii"), "--json")
    #expect(nothing.status == 0 && nothing.json["reached_size"] is NSNull)
  }

  @Test func scoreTakesProbabilitiesAndTwoRaters() throws {
    let folder = try ScratchFolder()
    let rater1 = try folder.mask("rater1.nii", x: 5..<10, y: 5..<10, z: 4..<6)
    let rater2 = try folder.mask("SIMULATED_rater2.nii", x: 6..<11, y: 5..<10, z: 4..<6)
    let flair = try folder.image("flair.nii") { 100 + Float($0.x) }
    // Sure on rater 1, half sure next to it, and one stray voxel.
    let prediction = try folder.image("p.nii.gz") { voxel in
      if voxel == SIMD3(0, 0, 0) { return 0.9 }
      guard (5..<10).contains(voxel.y), (4..<6).contains(voxel.z) else { return 0 }
      return (5..<10).contains(voxel.x) ? 0.9 : voxel.x == 10 ? 0.4 : 0
    }
    let run = try CommandRun(
      "score", "--prediction", prediction, "--rater1", rater1, "--rater2", rater2, "--flair", flair, "--losses",
      "--threshold", "0", "--json")
    #expect(run.status == 0)
    let json = run.json
    #expect(json["schema"] as? String == "flairscope.score/1" && json["threshold"] as? Double == 0.5)
    let raters = try #require(json["raters"] as? [[String: Any]])
    #expect(raters.map { $0["name"] as? String } == ["rater1", "rater2"])
    #expect(raters.map { $0["simulated"] as? Bool } == [false, true])
    let first = try #require(raters[0]["metrics"] as? [String: Any])
    #expect(first["dice"] as? Double == 1, "the stray voxel of 2 mm^3 is removed")
    let between = try #require(json["inter_rater"] as? [String: Any])
    #expect(between["dice"] as? Double == 0.8)
    let losses = try #require(json["losses"] as? [String: Double])
    // sum p = 50 * 0.9 + 10 * 0.4 + 0.9; ten voxels are grown, all at x = 10 where FLAIR is brightest.
    let dice = try #require(losses["dice"])
    let softDice = try #require(losses["soft-dice"])
    let expectedDice: Double = 1 - 90 / (49.9 + 50)
    let expectedSoftDice: Double = 1 - 2 * 46.2 / (49.9 + 50 + 3)
    #expect(abs(dice - expectedDice) < 1e-6)
    #expect(abs(softDice - expectedSoftDice) < 1e-6)
    let isbi = try #require(json["isbi"] as? [String: Any])
    // The composite needs several scans. Without the correlation: against rater 1 everything is right, against rater 2
    // Dice and precision are 0.8, as between the raters.
    #expect(isbi["sc"] is NSNull && isbi["score"] is NSNull)
    let composite = try #require(isbi["sc_without_correlation"] as? Double)
    let score = try #require(isbi["score_without_correlation"] as? Double)
    let expected: Double = (1 + 0.7 * 4 / 3) / 2
    #expect(abs(composite - expected) < 1e-9)
    #expect(abs(score - 95) < 1e-9)

    let kept = try CommandRun(
      "score", "--prediction", prediction, "--rater1", rater1, "--min-volume", "0", "--binarise", "0.3")
    #expect(kept.status == 0 && kept.output.contains("Dice") && kept.output.contains("0.901"))
  }

  @Test func scoreTakesABinaryMaskAsItIs() throws {
    let folder = try ScratchFolder()
    let rater1 = try folder.mask("rater1.nii", x: 5..<6, y: 5..<6, z: 4..<5)
    let run = try CommandRun("score", "--prediction", rater1, "--rater1", rater1, "--json", "--losses")
    #expect(run.status == 0 && run.json["kind"] as? String == "binary")
    let raters = try #require(run.json["raters"] as? [[String: Any]])
    #expect((raters[0]["metrics"] as? [String: Any])?["dice"] as? Double == 1)
    #expect(run.json["inter_rater"] is NSNull)
    #expect((run.json["losses"] as? [String: Any])?["soft-dice"] is NSNull)
    #expect((run.json["isbi"] as? [String: Any])?["score"] is NSNull)
    #expect(try CommandRun("score", "--prediction", rater1, "--rater1", rater1, "--binarise", "2").status == 64)
  }

  @Test func consensusOfThree() throws {
    let folder = try ScratchFolder()
    let masks = try [3..<9, 4..<10, 4..<10].enumerated().map {
      try folder.mask("m\($0.offset).nii", x: $0.element, y: 2..<8, z: 2..<8)
    }
    let run = try CommandRun(
      ["consensus", "--method", "majority", "--output", folder.file("major.nii"), "--json"] + masks)
    #expect(run.status == 0 && run.json["voxels"] as? Int == 6 * 36)
    #expect(run.json["iterations"] is NSNull && run.json["method"] as? String == "majority")
    let staple = try CommandRun(["consensus", "--output", folder.file("staple.nii.gz"), "--json"] + masks)
    #expect(staple.status == 0 && (staple.json["sensitivity"] as? [Double])?.count == 3)
    let written = try Images.readMask(folder.file("staple.nii.gz"))
    #expect(written.mask.count == staple.json["voxels"] as? Int && written.spatial.datatype == "uint8")
    let mean = try CommandRun(["consensus", "--method", "mean", "--output", folder.file("mean.nii")] + masks)
    #expect(mean.status == 0)
    #expect(Set(try Images.read(folder.file("mean.nii")).volume.scalars) == [0, 1 / 3.0, 2 / 3.0, 1])
    #expect(try CommandRun(["consensus", "--output", folder.file("one.nii"), masks[0]]).status == 64)
    #expect(try CommandRun(["consensus", "--output", masks[1], "--force"] + masks).status == 73)
  }
}
