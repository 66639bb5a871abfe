import Foundation
import Testing

/// Programs that share the cases of `predict` or the folds of `train` come to what one program comes to.
@Suite struct SharedWorkTests {
  private static let small = ["--epochs", "2", "--base", "4", "--levels", "1", "--crop", "0", "--threads", "1"]

  /// The only folder of claims below the folder of a work.
  private func claims(_ out: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: out).filter { $0.hasPrefix("shards-") }
    #expect(names.count == 1)
    return "\(out)/\(try #require(names.first))"
  }

  /// Times and folders are all that may differ.
  private func lesions(_ run: CommandRun) -> [String] {
    (run.json["cases"] as? [[String: Any]] ?? []).map { "\($0["name"] ?? "") \($0["lesion_voxels"] ?? "")" }
  }

  @Test func shardsPredictWhatOneProgramPredicts() throws {
    let scratch = try ScratchFolder()
    let cases = try scratch.twoPatients()
    let (whole, parts) = (scratch.file("whole"), scratch.file("parts"))
    func predict(_ out: String, _ further: String...) throws -> CommandRun {
      try CommandRun(["predict"] + cases + ["--output-folder", out, "--threads", "1", "--json"] + further)
    }
    let one = try predict(whole)
    #expect(one.status == 0, "\(one.errors)")
    let first = try predict(parts, "--shard", "1/2")
    #expect(first.status == 0 && lesions(first) == lesions(one), "\(first.errors)")
    for name in try FileManager.default.contentsOfDirectory(atPath: whole) {
      #expect(try scratch.bytes("whole/\(name)") == scratch.bytes("parts/\(name)"), "\(name)")
    }

    // Another shard was ended in the middle of a case: what it wrote is no obstacle, and it takes the case up again.
    let claims = try claims(parts)
    let done = try FileManager.default.contentsOfDirectory(atPath: claims + "/done").sorted()
    try FileManager.default.moveItem(atPath: "\(claims)/done/\(done[2])", toPath: "\(claims)/claimed/\(done[2]).2-of-2")
    let left = try predict(parts, "--shard", "1/2")
    #expect(left.status == 0 && left.output.isEmpty && left.errors.contains("cases left to other shards: 1"))
    let status = try CommandRun("predict", "--output-folder", parts, "--status")
    #expect(status.output.hasPrefix("3 in all: 2 done, 1 claimed, 0 failed, 0 not begun\n"))
    let part = try predict(parts, "--collect")
    #expect(part.status == 1 && lesions(part).count == 2 && part.errors.contains("1 of 3 cases are not done"))
    let last = try predict(parts, "--shard", "2/2")
    #expect(last.status == 0 && lesions(last) == lesions(one))
  }

  @Test func filesOfOthersStayAndFailuresAreNamed() throws {
    let scratch = try ScratchFolder()
    let cases = try scratch.twoPatients()
    let out = scratch.file("out")
    #expect(try CommandRun(["predict"] + cases + ["--output-folder", out, "--threads", "1"]).status == 0)
    let refused = try CommandRun(["predict"] + cases + ["--output-folder", out, "--shard", "1/1"])
    #expect(refused.status == 73 && refused.errors.contains("--force"))
    // A case that cannot be read fails, and the rest is done.
    try FileManager.default.createDirectory(atPath: scratch.file("sub-9"), withIntermediateDirectories: true)
    try Data("no image".utf8).write(to: URL(fileURLWithPath: scratch.file("sub-9/sub-9_FLAIR.nii")))
    let run = try CommandRun(
      ["predict", scratch.file("sub-9")] + cases
        + ["--output-folder", scratch.file("other"), "--shard", "1/1", "--threads", "1", "--json"])
    #expect(run.status == 1 && lesions(run).count == 3 && (run.json["failures"] as? [String])?.count == 1)
    #expect(try CommandRun("predict", cases[0], "--output-mask", "x.nii", "--shard", "1/2").status == 64)
  }

  @Test func shardsShareFolds() throws {
    let scratch = try ScratchFolder()
    let cases = try scratch.twoPatients()
    let (whole, parts) = (scratch.file("whole"), scratch.file("parts"))
    #expect(try CommandRun(["train"] + cases + ["--folds", "2", "--output", whole] + Self.small).status == 0)
    let folds = ["train"] + cases + ["--folds", "2", "--output", parts]
    // The second program finds its own fold and then the other.
    let run = try CommandRun(folds + Self.small + ["--shard", "2/2"])
    #expect(run.status == 0, "\(run.errors)")
    for name in ["folds.csv", "fold-1/weights.safetensors", "fold-2/weights.safetensors"] {
      #expect(try scratch.bytes("whole/\(name)") == scratch.bytes("parts/\(name)"), "\(name)")
    }
    #expect(try CommandRun("train", "--output", parts, "--status", "--json").json["done"] as? Int == 2)
    // Another setting is another work, and finds folds that are not its own.
    let other = try CommandRun(folds + Self.small + ["--seed", "2", "--shard", "1/2"])
    #expect(other.status == 73)
  }

  /// A job that is queued again goes on with its run.
  @Test func oneTrainingIsOneJob() throws {
    let scratch = try ScratchFolder()
    let cases = try scratch.twoPatients()
    let run = scratch.file("run")
    let script = try CommandRun(["train"] + cases + ["--output", run, "--slurm", "--dry-run"] + Self.small)
    #expect(script.status == 0 && script.output.contains("--array=1-1\n") && script.output.contains("--shard"))
    #expect(!FileManager.default.fileExists(atPath: run))
    try FileManager.default.createDirectory(atPath: run + "/slurm", withIntermediateDirectories: true)
    let once = try CommandRun(["train"] + cases + ["--output", run, "--shard", "1/1"] + Self.small)
    #expect(once.status == 0, "\(once.errors)")
    #expect(try CommandRun(["train"] + cases + ["--output", run, "--shard", "1/1"] + Self.small).status == 0)
    #expect(try CommandRun(["train"] + cases + ["--output", run] + Self.small).status == 73)
    #expect(try CommandRun(["train"] + cases + ["--output", run, "--shard", "1/2"] + Self.small).status == 64)
  }

  /// A job runs the program that submitted it, whatever that is called.
  @Test func aJobRunsAProgramOfAnotherName() throws {
    let scratch = try ScratchFolder()
    let cases = try scratch.twoPatients()
    let program = URL(fileURLWithPath: scratch.file("flairscope-0.2"))
    try FileManager.default.copyItem(at: try CommandRun.executable(), to: program)
    let script = try CommandRun(
      ["train"] + cases + ["--output", scratch.file("run"), "--slurm", "--dry-run"] + Self.small, of: program)
    #expect(script.status == 0, "\(script.errors)")
    #expect(script.output.contains("/flairscope-0.2 train "))
  }
}
