import Foundation
import Testing
import VolumeModel

/// Commands over the cases of a study: one table, and a case that fails does not stop the others.
@Suite struct CasesCommandTests {
  /// Two cases of two raters with a prediction, and, where asked for, one whose mask lies on another grid.
  private static func study(withBroken: Bool = true) throws -> ScratchFolder {
    let folder = try ScratchFolder()
    for number in 1...(withBroken ? 3 : 2) {
      let name = "sub-\(number)"
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
      _ = try folder.image("\(name)/\(name)_FLAIR.nii") { voxel in
        let isInside = (1..<19).contains(voxel.x) && (1..<15).contains(voxel.y) && (1..<9).contains(voxel.z)
        return isInside ? Float(100 + (voxel.x * 7 + voxel.y * 5 + voxel.z * 3) % 40) : 0
      }
      _ = try folder.mask("\(name)/\(name)_desc-rater1_mask.nii", x: 4..<8, y: 4..<8, z: 3..<5 + number)
      _ = try folder.mask("\(name)/\(name)_desc-rater2_mask.nii", x: 6..<10, y: 4..<8, z: 3..<5 + number)
      _ = try folder.mask("\(name)/\(name)_desc-model_probseg.nii", x: 4..<8, y: 4..<8, z: 3..<5 + number)
    }
    if withBroken {
      let other = try ScratchFolder(shape: SIMD3(10, 8, 10), spacingMM: SIMD3(2, 2, 2))
      let path = try other.mask("mask.nii", x: 2..<6, y: 2..<6, z: 2..<4)
      let broken = folder.file("sub-3/sub-3_desc-rater1_mask.nii")
      try FileManager.default.removeItem(atPath: broken)
      try FileManager.default.moveItem(atPath: path, toPath: broken)
    }
    return folder
  }

  private func rows(_ run: CommandRun) -> [[String]] {
    run.output.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func lesionsAreOneTable() throws {
    let folder = try Self.study()
    let run = try CommandRun("lesions", "--cases", folder.path, "--csv")
    #expect(run.status == 1 && run.errors.contains("left out: sub-3: "))
    let rows = rows(run)
    #expect(rows[0].prefix(3) == ["case", "patient", "id"] && rows.count == 3)
    #expect(rows.dropFirst().map { $0[0] } == ["sub-1", "sub-2"])
    #expect(Set(rows.map(\.count)).count == 1)
    let json = try CommandRun("lesions", "--cases", folder.path, "--json", "--jobs", "2").json
    #expect(json["schema"] as? String == "flairscope.lesions/1")
    #expect((json["failures"] as? [String])?.count == 1)
    // The same lesion as of the case alone.
    let one = try CommandRun("lesions", folder.file("sub-2"), "--json").json["lesions"] as? [NSDictionary]
    #expect((json["cases"] as? [[String: Any]])?.last?["lesions"] as? [NSDictionary] == one && one?.count == 1)
    #expect(try CommandRun("lesions", "--cases", folder.path, folder.file("sub-1")).status == 64)
    #expect(try CommandRun("lesions", "--cases", folder.file("none")).status == 66)
  }

  @Test func softMasksOfAllCases() throws {
    let folder = try Self.study()
    let out = try ScratchFolder()
    let run = try CommandRun("softmask", "--cases", folder.path, "--output", out.file("soft"), "--json")
    #expect(run.status == 1 && run.errors.contains("left out: sub-3: "))
    let cases = try #require(run.json["cases"] as? [[String: Any]])
    #expect(cases.compactMap { $0["case"] as? String } == ["sub-1", "sub-2"])
    let written = cases.compactMap { $0["output"] as? String }
    let alone = out.file("alone.nii.gz")
    let single = try CommandRun(
      "softmask", "--flair", folder.file("sub-2/sub-2_FLAIR.nii"), "--mask",
      folder.file("sub-2/sub-2_desc-rater1_mask.nii"), "--output", alone)
    #expect(single.status == 0 && written.count == 2)
    #expect(try Images.read(written[1]).volume.scalars == Images.read(alone).volume.scalars)
    let again = try CommandRun("softmask", "--cases", folder.path, "--output", out.file("soft"))
    #expect(again.status == 73 && again.errors.contains("--force"))
    #expect(try CommandRun("softmask", "--cases", folder.path, "--mask", alone, "--output", "x").status == 64)
    #expect(try CommandRun("softmask", "--output", "x.nii").status == 64)
  }

  @Test func scoresOfAllCases() throws {
    let folder = try Self.study()
    let run = try CommandRun("score", "--cases", folder.path, "--csv")
    #expect(run.status == 1 && run.errors.contains("left out: sub-3: "))
    let rows = rows(run)
    // Two cases, two raters; the prediction is what rater 1 drew.
    let dice = try #require(rows[0].firstIndex(of: "dice"))
    #expect(
      rows.dropFirst().map { [$0[0], $0[3], $0[dice]] } == [
        ["sub-1", "rater1", "1"], ["sub-1", "rater2", "0.5"], ["sub-2", "rater1", "1"], ["sub-2", "rater2", "0.5"],
      ])
    #expect((try CommandRun("score", "--cases", folder.path, "--json").json["scans"] as? [Any])?.count == 2)
    #expect(try CommandRun("score", "--cases", folder.path, "--prediction", "x", "--rater1", "y").status == 64)
    #expect(try CommandRun("score").status == 64)
  }

  @Test func exportsOfAllCases() throws {
    let folder = try Self.study(withBroken: false)
    let out = try ScratchFolder()
    let state = ["XDG_STATE_HOME": out.file("state")]
    let run = try CommandRun(
      ["export", "--cases", folder.path, "--output", out.file("export"), "--json"], environment: state)
    #expect(run.status == 0)
    let cases = try #require(run.json["cases"] as? [[String: Any]])
    #expect(cases.count == 2 && (run.json["failures"] as? [Any])?.isEmpty == true)
    for entry in cases {
      let files = try #require(entry["files"] as? [String])
      #expect(!files.isEmpty && files.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: out.file("export")).sorted() == [
        ".bidsignore", "dataset_description.json", "sub-1", "sub-2",
      ])
  }

  /// Visits lie in the folder of their patient, as BIDS has it.
  @Test func exportsOfVisits() throws {
    let folder = try ScratchFolder()
    let out = try ScratchFolder()
    for visit in ["ses-1", "ses-2"] {
      let place = folder.file("sub-1/\(visit)")
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      _ = try folder.mask("sub-1/\(visit)/sub-1_\(visit)_desc-manual_mask.nii", x: 2..<6, y: 2..<6, z: 2..<4)
      _ = try folder.mask("sub-1/\(visit)/sub-1_\(visit)_FLAIR.nii", x: 1..<9, y: 1..<9, z: 1..<9)
    }
    let run = try CommandRun(
      ["export", "--cases", folder.path, "--output", out.file("export")],
      environment: ["XDG_STATE_HOME": out.file("state")])
    #expect(run.status == 0)
    let all = try FileManager.default.subpathsOfDirectory(atPath: out.file("export"))
    let masks = all.filter { $0.hasSuffix("_desc-adjudicated_mask.nii.gz") }.sorted()
    #expect(masks.map { $0.split(separator: "_").first } == ["sub-1/ses-1/sub-1", "sub-1/ses-2/sub-1"])
  }

  @Test func predictionsOfAllCases() throws {
    let folder = try Self.study(withBroken: false)
    let out = try ScratchFolder()
    // A second FLAIR that is no image.
    let broken = folder.file("sub-9")
    try FileManager.default.createDirectory(atPath: broken, withIntermediateDirectories: true)
    try Data("no image".utf8).write(to: URL(fileURLWithPath: broken + "/sub-9_FLAIR.nii"))
    let run = try CommandRun("predict", "--cases", folder.path, "--output-folder", out.path, "--json", "--threads", "1")
    #expect(run.status == 1 && run.errors.contains("sub-9_FLAIR.nii"))
    #expect((run.json["cases"] as? [Any])?.count == 2 && (run.json["failures"] as? [Any])?.count == 1)
    let scored = try CommandRun("score", "--cases", folder.path, "--predictions", out.path, "--json")
    #expect(scored.status == 1 && (scored.json["scans"] as? [Any])?.count == 2)
    // Its masks are what is scored, at the threshold of the weights; a threshold of one's own cuts the map.
    let scans = try #require(scored.json["scans"] as? [[String: Any]])
    for scan in scans {
      let mask = try #require(scan["mask"] as? String)
      let rater = try #require((scan["raters"] as? [[String: Any]])?.first?["path"] as? String)
      let pair = try CommandRun("compare", rater, mask, "--json")
      let measures = try #require((scan["raters"] as? [[String: Any]])?.first?["metrics"] as? [String: Any])
      let dice = try #require(measures["dice"])
      #expect(scan["threshold"] is NSNull && pair.output.contains("\(dice)"))
    }
    let cut = try CommandRun(
      "score", "--cases", folder.path, "--predictions", out.path, "--json", "--binarise", "0.5")
    let cutScans = try #require(cut.json["scans"] as? [[String: Any]])
    #expect(cutScans.allSatisfy { $0["threshold"] as? Double == 0.5 && $0["mask"] == nil })
  }

  /// Two models over patients, one with two visits: the differences and p-values of so few can be said by hand.
  @Test func modelsAreComparedOverPatients() throws {
    let folder = try ScratchFolder()
    for (number, name) in ["sub-1", "sub-2_ses-1", "sub-2_ses-2", "sub-3"].enumerated() {
      let place = "study/\(name.replacing("_", with: "/"))"
      for made in [place, "good", "poor"] {
        try FileManager.default.createDirectory(atPath: folder.file(made), withIntermediateDirectories: true)
      }
      _ = try folder.image("\(place)/\(name)_FLAIR.nii") { Float(100 + ($0.x * 7 + $0.y * 5 + $0.z * 3) % 40) }
      _ = try folder.mask("\(place)/\(name)_desc-rater1_mask.nii", x: 4..<8, y: 4..<8, z: 3..<5)
      let file = "\(name)_label-lesion_desc-flairscope_probseg.nii.gz"
      _ = try folder.mask("good/\(file)", x: 4..<8, y: 4..<8, z: 3..<5)
      // Half of the lesion, and of the second patient's visits a quarter and all of it.
      let width = [2, 1, 4, 2][number]
      _ = try folder.mask("poor/\(file)", x: 4..<(4 + width), y: 4..<8, z: 3..<5)
    }
    let arguments = [
      "score", "--cases", folder.file("study"), "--predictions", folder.file("poor"), folder.file("good"),
    ]
    let run = try CommandRun(arguments + ["--json"])
    #expect(run.status == 0, "\(run.errors)")
    #expect((run.json["models"] as? [[String: Any]])?.map { $0["predictions"] as? String ?? "" }.count == 2)
    let tables = try #require(run.json["comparisons"] as? [[String: Any]])
    let dice = try #require(tables.first { ($0["measure"] as? String) == "Dice" })
    let only = try #require((dice["comparisons"] as? [[String: Any]])?.first)
    #expect(only["patients"] as? Int == 3 && only["method"] as? String == folder.file("good"))
    // Dice of the poor model: 2/3, the mean of 2/5 and 1, 2/3. Three differences of one sign: p = 2 / 2^3.
    let expected = 1 - (2.0 / 3 + 0.7 + 2.0 / 3) / 3
    #expect(abs(try #require(only["meanDifference"] as? Double) - expected) < 1e-12)
    let wilcoxon = try #require(only["wilcoxon"] as? [String: Any])
    #expect(wilcoxon["pValue"] as? Double == 0.25 && only["holmPValue"] as? Double == 0.25)
    let rows = rows(try CommandRun(arguments + ["--csv"]))
    #expect(rows.count == 9 && rows[0].prefix(3) == ["model", "case", "prediction"])
    #expect(try CommandRun(arguments).output.contains("Wilcoxon p"))
    #expect(try CommandRun(arguments + [folder.file("poor")]).status == 64)
  }
}
