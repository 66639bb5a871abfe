import Foundation
import Testing

/// What a run folder is good for afterwards.
@Suite struct TrainingRunTests {
  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test func aRunIsRepeatedFromItsRecord() throws {
    let scratch = try ScratchFolder()
    let caseFolder = try SmallCase.make(in: scratch)
    let first = scratch.file("first")
    let options = [
      "--epochs", "6", "--base", "4", "--levels", "2", "--batch", "3", "--seed", "5", "--crop", "16", "--sampling",
      "lesions",
      "--optimizer", "sgd", "--nesterov", "--schedule", "step", "--milestones", "2,4", "--warm-up", "3", "--rotation",
      "12",
      "--no-flip", "--size", "1.4", "--label", "0.2", "--gradient-clip", "0", "--validation-fraction", "0.3",
      "--tensorboard",
    ]
    let run = try CommandRun(["train", "--case", caseFolder, "--output", first] + options)
    #expect(run.status == 0, "\(run.errors)")

    // From another folder, and with other threads: neither matters.
    let second = scratch.file("second")
    let repeated = try CommandRun("train", "--from-run", first + "/run.toml", "--output", second, "--threads", "1")
    #expect(repeated.status == 0, "\(repeated.errors)")
    #expect(try bytes(second + "/weights.safetensors") == bytes(first + "/weights.safetensors"))
    let names = try FileManager.default.contentsOfDirectory(atPath: first)
    #expect(names.contains("curves.png") && names.contains { $0.hasPrefix("events.out.tfevents.") })

    // Weights that a run started from are part of it.
    let third = scratch.file("third")
    let weights = ["--init", first + "/weights.safetensors"]
    #expect(
      try CommandRun(["train", "--case", caseFolder, "--output", third, "--epochs", "2"] + weights).status == 0)
    let fourth = scratch.file("fourth")
    #expect(try CommandRun("train", "--from-run", third + "/run.toml", "--output", fourth).status == 0)
    #expect(try bytes(fourth + "/weights.safetensors") == bytes(third + "/weights.safetensors"))

    // A mask that is no longer the one of the run would make another run.
    try FileManager.default.removeItem(atPath: caseFolder + "/sub-1_desc-rater1_mask.nii.gz")
    _ = try scratch.mask("sub-1/sub-1_desc-rater1_mask.nii.gz", x: 2..<5, y: 2..<5, z: 1..<9)
    let changed = try CommandRun("train", "--from-run", first + "/run.toml", "--output", scratch.file("fifth"))
    #expect(changed.status == 65 && changed.errors.contains("has changed since the run"))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("fifth")))
  }

  @Test(arguments: [
    (["--from-run", "@none.toml"], 66), (["--from-run", "@."], 66),
    (["--from-run", "@none.toml", "--case", "@case"], 64),
    (["--case", "@case", "--optimizer", "best"], 64),
    (["--case", "@case", "--schedule", "cosine", "--patience", "3"], 64),
    (["--case", "@case", "--milestones", "soon"], 64),
    (["--case", "@case", "--nesterov"], 64), (["--case", "@case", "--learning-rate", "0"], 64),
  ])
  func refusals(arguments: [String], status: Int) throws {
    let scratch = try ScratchFolder()
    let paths = arguments.map { $0.hasPrefix("@") ? scratch.file(String($0.dropFirst())) : $0 }
    let run = try CommandRun(["train", "--output", scratch.file("run")] + paths)
    #expect(Int(run.status) == status)
    #expect(!run.errors.isEmpty && scratch.names.isEmpty)
  }

  @Test func howImagesArePreparedIsWrittenIntoTheWeights() throws {
    let scratch = try ScratchFolder()
    let caseFolder = try SmallCase.make(in: scratch)
    let run = scratch.file("run")
    let options = [
      "--base", "4", "--levels", "1", "--epochs", "1", "--smooth-images", "0.8", "--pixel-size", "0",
      "--flip-averaging",
    ]
    #expect(try CommandRun(["train", "--case", caseFolder, "--output", run] + options).status == 0)
    let header = String(decoding: try bytes(run + "/weights.safetensors").prefix(8000), as: UTF8.self)
    for entry in [#""smoothing_mm":"0.8""#, #""pixel_mm":"own""#, #""flip_averaging":"true""#] {
      #expect(header.contains(entry))
    }
    let half = scratch.file("half.safetensors")
    let size = { (path: String) in try bytes(path).count }
    #expect(try CommandRun("compact-weights", run + "/weights.safetensors", "--output", half).status == 0)
    #expect(try Double(size(half)) < 0.75 * Double(size(run + "/weights.safetensors")))
    #expect(try CommandRun("compact-weights", run + "/weights.safetensors", "--output", half).status == 73)
    #expect(try CommandRun("compact-weights", half, "--output", half, "--force").status != 0)
  }

  @Test func anotherPatientIsNotTrainedOnByResuming() throws {
    let scratch = try ScratchFolder()
    let caseFolder = try SmallCase.make(in: scratch)
    let options = ["--output", scratch.file("run"), "--base", "4", "--levels", "1", "--epochs"]
    #expect(try CommandRun(["train", "--case", caseFolder] + options + ["1"]).status == 0)
    let other = scratch.file("sub-2")
    try FileManager.default.copyItem(atPath: caseFolder, toPath: other)
    for (old, new) in [
      ("sub-1_FLAIR.nii.gz", "sub-2_FLAIR.nii.gz"),
      ("sub-1_desc-rater1_mask.nii.gz", "sub-2_desc-rater1_mask.nii.gz"),
    ] {
      try FileManager.default.moveItem(atPath: "\(other)/\(old)", toPath: "\(other)/\(new)")
    }
    let refused = try CommandRun(["train", "--resume", "--case", other] + options + ["2"])
    #expect(refused.status == 65 && refused.errors.contains("give the cases of the first start"), "\(refused.errors)")
    #expect(try CommandRun(["train", "--resume", "--case", caseFolder] + options + ["2"]).status == 0)

    // An image that has changed makes another run.
    try FileManager.default.removeItem(atPath: caseFolder + "/sub-1_FLAIR.nii.gz")
    _ = try scratch.image("sub-1/sub-1_FLAIR.nii.gz") { Float(100 + $0.x + 2 * $0.y) }
    let changed = try CommandRun(
      "train", "--from-run", scratch.file("run/run.toml"), "--output", scratch.file("again"))
    #expect(changed.status == 65 && changed.errors.contains("has changed since the run"))
  }

  @Test(
    "a method that learns from trusted slices says what it needs",
    arguments: ["meta-only", "plain-trusted", "ren", "mirikharaji", "mw-net", "mcpm", "ua-mt"])
  func trustedSlicesAreNamed(method: String) throws {
    let scratch = try ScratchFolder()
    let caseFolder = try SmallCase.make(in: scratch)
    let options = ["train", "--case", caseFolder, "--method", method, "--epochs", "1", "--base", "4", "--levels", "1"]
    let refused = try CommandRun(options + ["--output", scratch.file("run")])
    #expect(refused.status == 64 && refused.errors.contains("--trusted NAME"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.file("run")))
    let trained = try CommandRun(
      options + ["--output", scratch.file("run"), "--trusted", "rater1", "--trusted-share", "0.3"])
    #expect(trained.status == 0 && trained.errors.contains(" trusted slices"), "\(trained.errors)")
  }

  @Test func weightsAreExportedAsONNX() throws {
    let scratch = try ScratchFolder()
    let weights = ScriptRun.checkout.appendingPathComponent("Tests/ModelExchangeTests/Fixtures/tiny.safetensors").path
    let output = scratch.file("model.onnx")
    let run = try CommandRun("export-onnx", weights, "--output", output, "--json")
    #expect(run.status == 0)
    #expect(run.json["schema"] as? String == "flairscope.export-onnx/1")
    #expect(run.json["image_roles"] as? [String] == ["FLAIR", "T1"])
    #expect(try CommandRun("export-onnx", weights, "--output", output).status == 73)
    #expect(try CommandRun("export-onnx", weights, "--output", output, "--force").status == 0)
    #expect(try CommandRun("export-onnx", output, "--output", scratch.file("other.onnx")).status == 65)
    #expect(try CommandRun("export-onnx", scratch.file("none"), "--output", scratch.file("other.onnx")).status == 66)
  }
}

/// A case of a few voxels, on which an epoch takes milliseconds.
enum SmallCase {
  static func make(in scratch: ScratchFolder) throws -> String {
    let folder = scratch.file("sub-1")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let lesion = (x: 8..<13, y: 5..<10, z: 1..<9)
    _ = try scratch.image("sub-1/sub-1_FLAIR.nii.gz") { voxel in
      let noise = Float((voxel.x * 7 + voxel.y * 13 + voxel.z * 29) % 17)
      let isLesion = lesion.x.contains(voxel.x) && lesion.y.contains(voxel.y) && lesion.z.contains(voxel.z)
      return 100 + noise + (isLesion ? 60 : 0)
    }
    _ = try scratch.mask("sub-1/sub-1_desc-rater1_mask.nii.gz", x: lesion.x, y: lesion.y, z: lesion.z)
    return folder
  }
}
