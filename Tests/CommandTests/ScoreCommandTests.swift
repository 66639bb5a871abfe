import Foundation
import Testing
import VolumeModel

/// What `score` and `compare` add to the measures: thresholds, losses, uncertainty, several masks, lesions.
@Suite struct ScoreCommandTests {
  /// A box of rater 1 that the map is 0.4 sure of, and a rim at 0.2.
  private func files(_ folder: ScratchFolder) throws -> (prediction: String, rater1: String, rater2: String) {
    let prediction = try folder.image("p.nii.gz") { voxel in
      guard (5..<10).contains(voxel.y), (4..<6).contains(voxel.z) else { return 0 }
      return (5..<10).contains(voxel.x) ? 0.4 : voxel.x == 10 ? 0.2 : 0
    }
    return (
      prediction, try folder.mask("rater1.nii", x: 5..<10, y: 5..<10, z: 4..<6),
      try folder.mask("rater2.nii", x: 5..<11, y: 5..<10, z: 4..<6)
    )
  }

  @Test func aSweepPicksTheThresholdForRater1() throws {
    let folder = try ScratchFolder()
    let files = try files(folder)
    let arguments = ["score", "--prediction", files.prediction, "--rater1", files.rater1, "--rater2", files.rater2]
    let run = try CommandRun(arguments + ["--sweep", "--json"])
    #expect(run.status == 0 && run.json["threshold"] as? Double == 0.4)
    let sweep = try #require(run.json["sweep"] as? [String: [String: Any]])
    #expect(sweep["rater1"]?["threshold"] as? Double == 0.4 && sweep["rater2"]?["threshold"] as? Double == 0.2)
    let rows = try #require(sweep["rater1"]?["rows"] as? [[String: Any]])
    #expect(rows.count == 19 && rows[18]["dice"] as? Double == 0 && rows[7]["recall"] as? Double == 1)
    let raters = try #require(run.json["raters"] as? [[String: Any]])
    #expect((raters[0]["metrics"] as? [String: Any])?["dice"] as? Double == 1)
    let text = try CommandRun(arguments + ["--sweep"])
    #expect(text.output.contains("<- best") && text.output.contains("the best for rater 1"))
    #expect(try CommandRun(arguments + ["--sweep", "--binarise", "0.3"]).status == 64)
  }

  @Test func lossesAreChosenByName() throws {
    let folder = try ScratchFolder()
    let files = try files(folder)
    let arguments = ["score", "--prediction", files.prediction, "--rater1", files.rater1, "--json"]
    let two = try CommandRun(arguments + ["--loss", "mean-absolute-error", "--loss", "tversky"])
    let losses = try #require(two.json["losses"] as? [String: Double])
    #expect(Set(losses.keys) == ["mean-absolute-error", "tversky"])
    let error = try #require(losses["mean-absolute-error"])
    #expect(abs(error - (50 * 0.6 + 10 * 0.2) / Double(folder.grid.voxelCount)) < 1e-8)
    #expect((try CommandRun(arguments).json["losses"] as? [String: Any])?.isEmpty == true)
    let unknown = try CommandRun(arguments + ["--loss", "none"])
    #expect(unknown.status == 64 && unknown.errors.contains("generalised-dice"))
  }

  /// One lesion of 50 voxels in N = n + 50, of which 60 are not told with certainty: balanced, lesion and background have
  /// N / 2 each, so that the error is the mean of theirs.
  @Test func lossesUnderInverseWeighting() throws {
    let folder = try ScratchFolder()
    let files = try files(folder)
    let arguments = ["score", "--prediction", files.prediction, "--rater1", files.rater1]
    let names = ["--loss", "iw-mean-absolute-error", "--loss", "iw-mean-absolute-error", "--weighting"]
    let background = Double(folder.grid.voxelCount - 50)
    let expected = ["balanced": (0.6 + 10 * 0.2 / background) / 2]
      .merging(["released": 0.6 / 2 + 10 * 0.2 / (background + 50)]) { $1 }
    for (weighting, value) in expected {
      let run = try CommandRun(arguments + names + [weighting, "--json"])
      let losses = try #require(run.json["losses"] as? [String: Double])
      #expect(losses.count == 1)
      #expect(abs(try #require(losses["iw-mean-absolute-error"]) - value) < 1e-7, "\(weighting)")
    }
    let text = try CommandRun(arguments + ["--losses"])
    #expect(text.output.contains("inverse weighted") && text.errors.contains("needs --flair"))
    #expect(text.output.split(separator: "\n").count { $0.contains("-dice") } >= 4)
  }

  @Test func anUncertaintyMapIsJudged() throws {
    let folder = try ScratchFolder()
    let files = try files(folder)
    let map = try folder.image("u.nii") { $0.x == 10 ? 1 : 0 }
    let arguments = [
      "score", "--prediction", files.prediction, "--rater1", files.rater2, "--binarise", "0.3", "--uncertainty", map,
    ]
    let curve = try #require(try CommandRun(arguments + ["--json"]).json["retention"] as? [String: Any])
    #expect((curve["points"] as? [Any])?.count == 200)
    let area = try #require(curve["area_above"] as? Double)
    #expect(area > 0 && area < 0.1)
    #expect(try CommandRun(arguments).output.contains("area above the retention curve"))
  }

  /// Three scans of different volume. Rater 1 is right everywhere; rater 2 is off by a fifth, so that Dice and precision
  /// are 0.8 and the terms 0.7; the volumes are the same, so that the correlations are 1.
  @Test func theCompositeIsDefinedOverSeveralScans() throws {
    let folder = try ScratchFolder()
    let ends = [8, 10, 12]
    let rater1 = try ends.map { try folder.mask("a\($0).nii", x: 5..<10, y: 5..<$0, z: 4..<6) }
    let rater2 = try ends.map { try folder.mask("b\($0).nii", x: 6..<11, y: 5..<$0, z: 4..<6) }
    let arguments = ["score", "--prediction"] + rater1 + ["--rater1"] + rater1 + ["--rater2"] + rater2
    let run = try CommandRun(arguments + ["--json"])
    #expect(run.status == 0 && (run.json["scans"] as? [Any])?.count == 3)
    let isbi = try #require(run.json["isbi"] as? [String: Any])
    let found = ["sc", "score", "sc_inter_rater"].map { isbi[$0] as? Double ?? .nan }
    for (value, expected) in zip(found, [0.975, 95, 0.95]) { #expect(abs(value - expected) < 1e-9) }
    let correlations = try #require(isbi["volume_correlation"] as? [Double])
    #expect(correlations.count == 2 && correlations.allSatisfy { abs($0 - 1) < 1e-9 })
    let means = try #require(run.json["means"] as? [String: [String: [String: Any]]])
    let dice = try #require(means["rater2"]?["dice"])
    #expect(abs((dice["value"] as? Double ?? 0) - 0.8) < 1e-9 && dice["omitted"] as? Int == 0)
    #expect(try CommandRun(arguments).output.contains("ISBI 2015 composite over 3 scans: 0.975"))
    #expect(try CommandRun(["score", "--prediction"] + rater1 + ["--rater1", rater1[0]]).status == 64)
  }

  @Test func severalMasksMakeAMatrix() throws {
    let folder = try ScratchFolder()
    let masks = try [2..<6, 4..<8, 0..<0].enumerated().map {
      try folder.mask("m\($0.offset).nii", x: $0.element, y: 2..<6, z: 2..<6)
    }
    let run = try CommandRun(["compare", "--json"] + masks)
    #expect(run.status == 0 && run.json["schema"] as? String == "flairscope.compare/1")
    #expect(run.json["masks"] as? [String] == masks)
    let pairs = try #require(run.json["pairs"] as? [[String: Any]])
    #expect(pairs.count == 6)
    let first = try #require(pairs.first)
    #expect(first["reference"] as? String == masks[0] && first["candidate"] as? String == masks[1])
    #expect((first["metrics"] as? [String: Any])?["dice"] as? Double == 0.5)
    let means = try #require(run.json["means"] as? [String: [String: Any]])
    #expect(means["hd_mm"]?["value"] as? Double == 2 && means["hd_mm"]?["omitted"] as? Int == 4)
    let text = try CommandRun(["compare"] + masks)
    #expect(text.output.contains("4 n/a left out"))
    let csv = try CommandRun(["compare", "--csv"] + masks)
    #expect(csv.output.split(separator: "\n").count == 7)
  }

  @Test func lesionsAreListed() throws {
    let folder = try ScratchFolder()
    let a = try folder.mask("a.nii", x: 2..<10, y: 2..<4, z: 2..<4)
    let b = try folder.image("b.nii") { $0.y == 2 && $0.z == 2 && ($0.x == 2 || $0.x == 9) || $0.x == 15 ? 1 : 0 }
    let run = try CommandRun("compare", a, b, "--json")
    let rows = try #require(run.json["lesions"] as? [[String: Any]])
    #expect(rows.map { $0["relation"] as? String } == ["split", "extra", "split", "split"])
    #expect(rows[0]["largest_slice"] as? Int == 2 && (rows[0]["partners"] as? [Any])?.count == 2)
    #expect((run.json["lesion_rules"] as? [[String: Any]])?.map { $0["connectivity"] as? Int } == [18, 6, 6])
    let text = try CommandRun("compare", a, b)
    #expect(text.output.contains("1 met by the candidate (1 split, 0 merged), 0 missed"))
    let csv = try CommandRun("compare", a, b, "--csv", "--lesions").output.split(separator: "\n")
    #expect(csv.count == 5 && csv[1].hasPrefix("reference,1,split,true,32,"))
  }
}
