import Foundation
import Testing

/// A small training run on the bundled case, from cases to a scored prediction.
@Suite struct TrainCommandTests {
  private static let sample = ScriptRun.checkout.appendingPathComponent("samples/sub-19").path
  private static let mask = "\(sample)/sub-19_space-MNI_label-lesion_desc-consensus_mask.nii.gz"

  @Test func anUnknownLossIsRefusedWithThoseThatThereAre() throws {
    let folder = try ScratchFolder()
    let run = try CommandRun(
      "train", "--case", Self.sample, "--output", folder.file("run"), "--loss", "nothing", "--weighting", "balanced")
    #expect(run.status == 64 && run.errors.contains("noise-robust-dice"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
  }

  /// Its end has nothing to do with the learning rate.
  @Test func aBudgetThatIsOverBeforeTheFirstStepSaysSo() throws {
    let scratch = try ScratchFolder()
    let cases = try scratch.twoPatients().flatMap { ["--case", $0] }
    let run = try CommandRun(
      ["train"] + cases + ["--budget", "0.0000001s", "--base", "4", "--levels", "1", "--crop", "0", "--output"]
        + [scratch.file("run")])
    #expect(run.status == 64 && run.errors.contains("over before the first step"), "\(run.errors)")
  }

  /// What stands for another network or schedule than the one that is asked for is no wish that can be ignored.
  @Test(arguments: [
    ["--latent", "5"], ["--milestones", "3"], ["--schedule-epochs", "4"],
    ["--schedule", "step", "--milestones=-3"], ["--momentum", "0.5"], ["--decay-factor", "0.5"],
    ["--kept-fraction", "0.5"], ["--teacher-samples", "3"], ["--trust-region", "slice"], ["--ramp-epochs", "2"],
    ["--trusted-fraction", "0.2"], ["--weight-rate", "0.1"], ["--label-input"], ["--relabel-delta", "0.1"],
  ])
  func anOptionOfAnotherChoiceIsRefused(options: [String]) throws {
    let scratch = try ScratchFolder()
    let cases = try scratch.twoPatients().flatMap { ["--case", $0] }
    let run = try CommandRun(["train"] + cases + options + ["--output", scratch.file("run")])
    #expect(run.status == 64, "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.file("run/weights.safetensors")))
  }

  /// Two patients, one of them with two visits: each is scored by weights that never saw the patient.
  @Test func foldsLeaveWholePatientsOut() throws {
    let scratch = try ScratchFolder()
    let cases = try scratch.twoPatients().flatMap { ["--case", $0] }
    let out = scratch.file("folds")
    let small = ["--epochs", "2", "--base", "4", "--levels", "1", "--crop", "0", "--json"]
    let run = try CommandRun(["train"] + cases + ["--folds", "5", "--output", out] + small)
    #expect(run.status == 0, "\(run.errors)")
    let scans = try #require(run.json["scans"] as? [[String: Any]])
    #expect(scans.map { $0["patient"] as? String } == ["sub-1", "sub-2", "sub-2"])
    #expect(scans.map { $0["fold"] as? Int } == [1, 2, 2])
    #expect((run.json["summary"] as? [String: Any])?["dice_mean"] != nil)
    #expect(run.json["folds"] as? Int == 2 && run.json["folds_done"] as? Int == 2)
    #expect(!run.errors.contains("folds are done"))
    for fold in 1...2 {
      let record = try String(contentsOfFile: "\(out)/fold-\(fold)/run.toml", encoding: .utf8)
      #expect(!record.contains("sub-\(fold)_"), "what is scored was trained on")
    }
    let table = try String(contentsOfFile: out + "/folds.csv", encoding: .utf8)
    #expect(table.split(separator: "\n").count == 4)
    // What is there is not replaced, and resuming comes to the same.
    #expect(try CommandRun(["train"] + cases + ["--folds", "5", "--output", out] + small).status == 73)
    let again = try CommandRun(["train"] + cases + ["--folds", "5", "--resume", "--output", out] + small)
    #expect(again.status == 0 && again.output == run.output)

    let alone = try CommandRun(
      ["train", "--case", scratch.file("sub-1"), "--folds", "2", "--output", scratch.file("alone")] + small)
    #expect(alone.status == 65 && alone.errors.contains("two patients"))
  }

  /// Two raters who differ: a network that draws samples is trained on both, draws the same for a seed, and its masks are
  /// compared with theirs.
  @Test func samplesOfWhatTwoRatersDraw() throws {
    let scratch = try ScratchFolder()
    let cases = try scratch.twoPatients()
    for stem in ["sub-1/sub-1", "sub-2/ses-1/sub-2_ses-1", "sub-2/ses-2/sub-2_ses-2"] {
      _ = try scratch.mask("\(stem)_desc-rater2_mask.nii.gz", x: 6..<15, y: 4..<11, z: 1..<9)
    }
    let run = scratch.file("run")
    let training = try CommandRun(
      ["train"] + cases.flatMap { ["--case", $0] }
        + [
          "--network", "probabilistic", "--latent", "2", "--output", run, "--epochs", "2", "--base", "4", "--levels",
          "1",
        ]
        + ["--crop", "0", "--json"])
    #expect(training.status == 0, "\(training.errors)")
    let record = try String(contentsOfFile: run + "/run.toml", encoding: .utf8)
    #expect(record.contains("'random'") || record.contains("\"random\""))

    let weights = run + "/weights.safetensors"
    func draw(into folder: String) throws -> [String: Any] {
      let prediction = try CommandRun(
        "predict", "--weights", weights, "--case", cases[0], "--output-folder", scratch.file(folder), "--samples", "3",
        "--threshold", "0.2", "--seed", "4", "--json")
      #expect(prediction.status == 0, "\(prediction.errors)")
      let written = try #require(prediction.json["cases"] as? [[String: Any]])
      return try #require(written[0]["samples"] as? [String: Any])
    }
    let (first, second) = (try draw(into: "one"), try draw(into: "two"))
    let masks = try #require(first["masks"] as? [String])
    let again = try #require(second["masks"] as? [String])
    #expect(masks.count == 3 && first["diversity"] as? Double == second["diversity"] as? Double)
    for (one, other) in zip(masks, again) {
      #expect(FileManager.default.contents(atPath: one) == FileManager.default.contents(atPath: other))
    }
    for key in ["mean", "variance", "entropy"] {
      #expect(FileManager.default.fileExists(atPath: try #require(first[key] as? String)), "\(key)")
    }
    let raters = ["rater1", "rater2"].map { "\(cases[0])/sub-1_desc-\($0)_mask.nii.gz" }
    let compared = try CommandRun(["compare-sets", "--samples"] + masks + ["--readers"] + raters + ["--json"])
    let agreement = try #require(compared.json["agreement"] as? [String: Any])
    #expect(agreement["sample_diversity"] as? Double == first["diversity"] as? Double)

    let plain = try CommandRun(
      "predict", "--case", cases[0], "--output-folder", scratch.file("three"), "--samples", "3")
    #expect(plain.status == 65 && plain.errors.contains("--network probabilistic"))
  }

  @Test func trainPredictScore() throws {
    let folder = try ScratchFolder()
    let run = folder.file("run")
    let small = ["--epochs", "2", "--base", "4", "--levels", "2", "--seed", "7", "--json"]
    let training = try CommandRun(["train", "--case", Self.sample, "--output", run] + small, timeLimitSeconds: 600)
    #expect(training.status == 0)
    #expect(training.json["schema"] as? String == "flairscope.train/1")
    #expect(training.errors.contains("SIMULATED"))
    for name in [
      "run.toml", "metrics.csv", "events.jsonl", "weights.safetensors", "checkpoint.safetensors", "summary.json",
    ] {
      #expect(FileManager.default.fileExists(atPath: run + "/" + name), "\(name)")
    }
    // A heading and a row an epoch.
    let metrics = try String(contentsOfFile: run + "/metrics.csv", encoding: .utf8)
    #expect(metrics.split(separator: "\n").count == 3)

    // A run that is there is not written over.
    let before = try Data(contentsOf: URL(fileURLWithPath: run + "/weights.safetensors"))
    let again = try CommandRun(["train", "--case", Self.sample, "--output", run] + small)
    #expect(again.status == 73)
    #expect(try Data(contentsOf: URL(fileURLWithPath: run + "/weights.safetensors")) == before)

    let map = folder.file("p.nii.gz")
    let lesions = folder.file("m.nii.gz")
    let prediction = try CommandRun(
      "predict", "--weights", run + "/weights.safetensors", "--case", Self.sample, "--output-probability", map,
      "--output-mask", lesions, "--json")
    #expect(prediction.status == 0)
    #expect(prediction.json["schema"] as? String == "flairscope.predict/1")

    let facts = try CommandRun("info", "--json", map, lesions)
    let files = try #require(facts.json["files"] as? [[String: Any]])
    for file in files { #expect(file["shape"] as? [Int] == [136, 155, 125]) }
    let lowest = try #require(files[0]["min"] as? Double)
    let highest = try #require(files[0]["max"] as? Double)
    #expect(lowest >= 0)
    #expect(highest <= 1)

    let score = try CommandRun("score", "--prediction", map, "--rater1", Self.mask, "--losses", "--json")
    #expect(score.status == 0)
    #expect(score.json["schema"] as? String == "flairscope.score/1")
    let raters = try #require(score.json["raters"] as? [[String: Any]])
    #expect((raters[0]["metrics"] as? [String: Any])?["dice"] is Double)
  }

  @Test(arguments: [
    (["train", "--output", "@run"], 64), (["train", "--case", sample, "--output", "@run", "--budget", "soon"], 64),
    (["train", "--case", sample, "--output", "@run", "--loss", "best"], 64),
    (["train", "--case", sample, "--output", "@run", "--channels", "FLAIR,PD", "--epochs", "1"], 65),
    (["train", "--case", sample, "--output", "/proc/run", "--epochs", "1"], 73),
    (["train", "--case", sample, "--output", "@run", "--init", "@none.safetensors", "--epochs", "1"], 66),
    (["train", "--case", sample, "--output", "@run", "--init", mask, "--epochs", "1"], 65),
    (["predict", "--weights", "@none.safetensors", "--case", sample, "--output-mask", "@m.nii.gz"], 66),
    (["predict", "--weights", mask, "--case", sample, "--output-mask", "@m.nii.gz"], 65),
    (["predict", "--weights", mask, "--case", sample], 64),
  ])
  func refusals(arguments: [String], status: Int) throws {
    let folder = try ScratchFolder()
    let run = try CommandRun(arguments.map { $0.hasPrefix("@") ? folder.file(String($0.dropFirst())) : $0 })
    #expect(Int(run.status) == status)
    #expect(run.output.isEmpty && !run.errors.isEmpty)
    #expect(folder.names.isEmpty)
  }
}
