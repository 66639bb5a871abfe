import Foundation
import Testing

/// The commands on the bundled case. What is expected was counted with SciPy and nibabel when the case was made
/// (Scripts/make-sample.py, samples/README.md).
@Suite struct SampleCommandTests {
  private static let folder = ScriptRun.checkout.appendingPathComponent("samples/sub-19").path
  private static func sample(_ ending: String) -> String { "\(folder)/sub-19_space-MNI_\(ending).nii.gz" }
  private static let consensus = sample("label-lesion_desc-consensus_mask")
  private static let simulated = sample("label-lesion_desc-SIMULATEDrater2_mask")

  @Test func theGridsAreOne() throws {
    let run = try CommandRun(
      "info", "--json", Self.sample("FLAIR"), Self.sample("T1w"), Self.sample("T2w"), Self.consensus, Self.simulated)
    #expect(run.status == 0)
    let files = try #require(run.json["files"] as? [[String: Any]])
    #expect(files.count == 5)
    for file in files {
      #expect(file["shape"] as? [Int] == [136, 155, 125])
      #expect(file["axes"] as? String == "LAS")
      #expect(file["affine"] as? [[Double]] == [[-1, 0, 0, 68], [0, 1, 0, -100], [0, 0, 1, -56], [0, 0, 0, 1]])
      #expect(file["nan_voxels"] as? Int == 0)
    }
    #expect(files.map { $0["nonzero_voxels"] as? Int } == [1_099_439, 1_099_439, 1_099_439, 49769, 38141])
    #expect(files[0]["min"] as? Double == -16.25 && files[0]["max"] as? Double == 138.5)
  }

  @Test func theTwoRatersAgreeAsTheSidecarSays() throws {
    let run = try CommandRun("compare", Self.consensus, Self.simulated, "--connectivity", "26", "--json")
    #expect(run.status == 0)
    let metrics = try #require(run.json["metrics"] as? [String: Any])
    let dice = try #require(metrics["dice"] as? Double)
    #expect((dice * 1000).rounded() == 632)
    #expect(metrics["lesions_reference"] as? Int == 98 && metrics["lesions_candidate"] as? Int == 51)
    #expect(metrics["volume_reference_ml"] as? Double == 49.769)
  }

  @Test func aSoftMaskGrowsToTheSizeAskedFor() throws {
    let output = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-\(UUID().uuidString).nii.gz")
      .path
    defer { try? FileManager.default.removeItem(atPath: output) }
    let run = try CommandRun(
      "softmask", "--flair", Self.sample("FLAIR"), "--mask", Self.consensus, "--output", output, "--size", "1.1",
      "--json")
    #expect(run.status == 0)
    #expect(run.json["schema"] as? String == "flairscope.softmask/1")
    #expect(run.json["expert_voxels"] as? Int == 49769)
    // 10 % of 49769, rounded to whole voxels.
    #expect(run.json["grown_voxels"] as? Int == 4977)
    let written = try CommandRun("info", "--json", output)
    let file = try #require((written.json["files"] as? [[String: Any]])?.first)
    #expect(file["nonzero_voxels"] as? Int == 49769 + 4977)
    #expect(file["affine"] as? [[Double]] == [[-1, 0, 0, 68], [0, 1, 0, -100], [0, 0, 1, -56], [0, 0, 0, 1]])
    #expect(file["datatype"] as? String == "float32")
  }

  @Test func theSimulatedRaterIsNamedSo() throws {
    let run = try CommandRun(
      "score", "--prediction", Self.consensus, "--rater1", Self.consensus, "--rater2", Self.simulated)
    #expect(run.status == 0)
    #expect(run.output.contains("(simulated)"))
  }
}
