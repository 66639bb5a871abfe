import Foundation
import Testing
import VolumeModel

/// `perturb` as scripts see it.
@Suite struct PerturbCommandTests {
  @Test func aMaskIsPerturbedOnItsOwnGrid() throws {
    let folder = try ScratchFolder()
    let mask = try folder.mask("mask.nii.gz", x: 6..<12, y: 5..<10, z: 3..<6)
    let before = try folder.bytes("mask.nii.gz")
    let output = folder.file("noisy.nii.gz")
    let arguments = ["perturb", mask, "--kind", "dilate", "--radius", "1", "--output", output, "--json"]
    let run = try CommandRun(arguments)
    #expect(run.status == 0 && run.errors.isEmpty)
    #expect(run.json["schema"] as? String == "flairscope.perturb/1" && run.json["kind"] as? String == "dilate")
    let row = try #require((run.json["masks"] as? [[String: Any]])?.first)
    // A box of 6 x 5 x 3 gets a rim of one pixel in each slice, without corners.
    #expect(row["voxels_before"] as? Int == 90 && row["voxels_after"] as? Int == 90 + 3 * 22)
    // Numbers are read from text again; their last bit may differ.
    #expect(abs((row["dice"] as? Double ?? 0) - 180.0 / 246) < 1e-12)
    #expect(abs((row["volume_ratio"] as? Double ?? 0) - 156.0 / 90) < 1e-12)
    #expect(row["strength"] as? Double == 1 && row["corrupted"] as? Bool == true && row["slices"] as? Int == 3)
    let written = try Images.readMask(output)
    #expect(written.mask.count == 156 && written.mask.grid.matches(folder.grid))
    #expect(written.spatial.datatype == "uint8")

    #expect(try CommandRun(arguments).status == 73)
    #expect(try CommandRun(arguments + ["--force"]).status == 0)
    #expect(try CommandRun("perturb", mask, "--kind", "erode", "--output", mask, "--force").status == 73)
    #expect(try folder.bytes("mask.nii.gz") == before)
    let text = try CommandRun(
      "perturb", mask, "--kind", "smooth", "--harmonics", "1", "--output", folder.file("smooth.nii"))
    #expect(text.status == 0 && text.output.contains("Dice") && text.output.contains("1 harmonics an outline"))
  }

  /// Every kind takes its strength by one option; some have a name of their own for it.
  @Test(arguments: [("dilate", "--radius", "2"), ("polygon", "--vertices", "5"), ("markov", "--steps", "4")])
  func aStrengthHasOneNameForAllKinds(kind: String, option: String, value: String) throws {
    let folder = try ScratchFolder()
    let mask = try folder.mask("mask.nii", x: 4..<12, y: 4..<12, z: 2..<6)
    for (name, chosen) in [("a.nii", option), ("b.nii", "--strength")] {
      let run = try CommandRun("perturb", mask, "--kind", kind, chosen, value, "--output", folder.file(name))
      #expect(run.status == 0)
    }
    #expect(try folder.bytes("a.nii") == folder.bytes("b.nii"))
    let twice = try CommandRun(
      "perturb", mask, "--kind", kind, option, value, "--strength", value, "--output", folder.file("c.nii"))
    #expect(twice.status == 64)
  }

  @Test func theSameSeedGivesTheSameFile() throws {
    let folder = try ScratchFolder()
    let mask = try folder.mask("mask.nii.gz", x: 4..<12, y: 4..<12, z: 2..<6)
    for (name, seed) in [("a.nii", "5"), ("b.nii", "5"), ("c.nii", "6")] {
      let run = try CommandRun(
        "perturb", mask, "--kind", "elastic", "--seed", seed, "--output", folder.file(name))
      #expect(run.status == 0)
    }
    #expect(try folder.bytes("a.nii") == folder.bytes("b.nii"))
    #expect(try folder.bytes("a.nii") != folder.bytes("c.nii"))
  }

  @Test func aTargetDiceIsAimedAt() throws {
    let folder = try ScratchFolder()
    let mask = try folder.mask("mask.nii", x: 3..<16, y: 2..<14, z: 2..<8)
    let output = folder.file("noisy.nii")
    let run = try CommandRun("perturb", mask, "--kind", "elastic", "--target-dice", "0.8", "--output", output, "--json")
    let row = try #require((run.json["masks"] as? [[String: Any]])?.first)
    #expect(abs((row["dice"] as? Double ?? 0) - 0.8) < 0.02 && run.json["target_dice"] as? Double == 0.8)
    let measured = try CommandRun("compare", mask, output, "--json").json["metrics"] as? [String: Any]
    #expect(measured?["dice"] as? Double == row["dice"] as? Double)
  }

  /// The smallest dilation that changes this mask at all leaves far less than 0.99.
  @Test func anUnchangedMaskIsNotSaidToBeCorrupted() throws {
    let folder = try ScratchFolder()
    let mask = try folder.mask("mask.nii", x: 5..<7, y: 5..<7, z: 4..<5)
    let output = folder.file("noisy.nii")
    let arguments = ["perturb", mask, "--kind", "dilate", "--target-dice", "0.99", "--output", output]
    let run = try CommandRun(arguments + ["--json"])
    let row = try #require((run.json["masks"] as? [[String: Any]])?.first)
    #expect(row["corrupted"] as? Bool == false && row["slices_corrupted"] as? Int == 0 && row["dice"] as? Double == 1)
    #expect(run.errors.contains("changed no voxel"))
    let text = try CommandRun(arguments + ["--force"])
    #expect(row["chosen"] as? Bool == true && text.output.contains("the noise changed nothing; as it is"))
  }

  @Test func aSetIsCorruptedInPart() throws {
    let folder = try ScratchFolder()
    let masks = try (0..<5).map { try folder.mask("m\($0).nii.gz", x: 4..<12, y: 4..<12, z: 2..<6) }
    let run = try CommandRun(
      ["perturb"] + masks
        + ["--kind", "polygon", "--vertices", "3", "--rate", "0.4", "--output-folder", folder.file("noisy"), "--json"])
    #expect(run.status == 0)
    let rows = try #require(run.json["masks"] as? [[String: Any]])
    #expect(rows.count == 5 && rows.filter { $0["corrupted"] as? Bool == true }.count == 2)
    #expect(rows.allSatisfy { $0["chosen"] as? Bool == $0["corrupted"] as? Bool })
    for (path, row) in zip(masks, rows) {
      let noisy = try Images.readMask(#require(row["output"] as? String)).mask
      let isSame = try Images.readMask(path).mask == noisy
      #expect(isSame == (row["corrupted"] as? Bool == false))
      #expect((row["strength"] is NSNull) == isSame)
    }
    #expect(Set(rows.compactMap { $0["seed"] as? Int }).count == 5)
    let slices = try CommandRun(
      "perturb", masks[0], "--kind", "erode", "--radius", "1", "--slice-rate", "0.5", "--output",
      folder.file("half.nii"), "--json")
    #expect((slices.json["masks"] as? [[String: Any]])?.first?["slices_corrupted"] as? Int == 2)
    // One bad mask does not stop the others.
    let partly = try CommandRun(
      "perturb", masks[0], folder.file("missing.nii"), "--kind", "drop", "--output-folder", folder.file("partly"))
    #expect(partly.status == 1 && partly.errors.contains("missing.nii"))
  }

  @Test func falseLesionsNeedTheFlair() throws {
    let folder = try ScratchFolder()
    let mask = try folder.mask("mask.nii", x: 2..<4, y: 2..<4, z: 2..<4)
    let flair = try folder.image("flair.nii.gz") { $0.x > 14 ? 200 : 100 }
    let output = folder.file("noisy.nii")
    #expect(try CommandRun("perturb", mask, "--kind", "add", "--output", output).status == 64)
    let run = try CommandRun(
      "perturb", mask, "--kind", "add", "--flair", flair, "--probability", "2", "--output", output, "--json")
    #expect(run.status == 0)
    let row = try #require((run.json["masks"] as? [[String: Any]])?.first)
    #expect(row["lesions_after"] as? Int ?? 0 > 1)
    let added = try Images.readMask(output).mask.subtracting(Images.readMask(mask).mask)
    #expect(added.boundingBox?.lower.x ?? 0 > 14)
  }

  /// A margin in millimetres would be a thousand million voxels wide.
  @Test func voxelsOfAnAbsurdSizeAreRefused() throws {
    let folder = try ScratchFolder(spacingMM: SIMD3(1e-9, 1, 1e9))
    let mask = try folder.mask("mask.nii", x: 2..<8, y: 2..<8, z: 2..<8)
    let run = try CommandRun("perturb", mask, "--kind", "elastic", "--output", folder.file("noisy.nii"))
    #expect(run.status == 65)
    #expect(run.errors.contains("mask.nii: its voxels are of an absurd size"))
  }

  @Test(arguments: [
    ["--kind", "melt"], ["--kind", "dilate", "--vertices", "3"], ["--kind", "polygon", "--vertices", "2"],
    ["--kind", "dilate", "--radius", "1", "--target-dice", "0.8"], ["--kind", "drop", "--probability", "1.5"],
    ["--kind", "polygon", "--extent", "volume"], ["--kind", "drop", "--target-dice", "2"],
    ["--kind", "erode", "--flair", "x.nii"], ["--kind", "smooth", "--rate", "-1"], [],
  ])
  func wrongUsageIsSaid(options: [String]) throws {
    let run = try CommandRun(["perturb", "mask.nii", "--output", "out.nii"] + options)
    #expect(run.status == 64 && run.output.isEmpty)
  }
}
