import Foundation
import Segmenter
import Testing
import VolumeModel

/// What a run folder is protected from.
@Suite struct RunFolderTests {
  private let scratch: TemporaryFolder
  private let one = SyntheticCase.make()

  init() throws { scratch = try TemporaryFolder() }

  private func input(name: String, maskHash: String = "m", imageHash: String = "i") throws -> TrainingInput {
    let form = SpatialForm(grid: one.brain.grid)
    var trainingCase = one
    trainingCase.name = name
    let image = scratch.file("\(name)-\(imageHash)_flair.nii")
    try Data(imageHash.utf8).write(to: URL(fileURLWithPath: image))
    let path = scratch.file("\(name)-\(maskHash)_mask.nii")
    try Data(maskHash.utf8).write(to: URL(fileURLWithPath: path))
    let rater = RaterMask(name: "rater1", mask: one.target.expert, isSimulated: false, path: path, notes: [])
    let scan = TrainingScan(
      name: name, channels: one.channels, imagePaths: [image], brain: one.brain, raters: [rater], spatial: form)
    return scan.input(learningFrom: TrainingMask(rater), target: one.target)
  }

  private func train(_ inputs: [TrainingInput], epochs: Int, resuming: Bool) throws {
    let folder = try RunFolder(path: scratch.file("run"), resuming: resuming)
    try TrainingRun.start(SyntheticCase.plan(epochs: epochs), inputs: inputs, folder: folder) { _ in }.wait()
  }

  @Test("a run continues with its own cases alone")
  func otherCases() throws {
    try train([try input(name: "a")], epochs: 1, resuming: false)
    let others = [
      ([try input(name: "b")], "not on 'b'"), ([try input(name: "a", maskHash: "other")], "the mask of 'a' is another"),
      ([try input(name: "a", imageHash: "other")], "an image of 'a' is another"),
      ([try input(name: "a"), try input(name: "b")], "1 cases, not on 2"),
    ]
    for (inputs, reason) in others {
      #expect {
        try train(inputs, epochs: 2, resuming: true)
      } throws: { error in
        "\(error)".contains(reason)
      }
    }
    // Files that moved are the same files.
    let moved = try input(name: "a")
    #expect(throws: Never.self) { try train([moved], epochs: 2, resuming: true) }
    #expect(try RunFolder(path: scratch.file("run"), resuming: true).storedEpochs().count == 2)
  }

  @Test("a folder with files of others is left alone")
  func foreignFolder() throws {
    let path = scratch.file("run")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(throws: Never.self) { try RunFolder(path: path) }
    try Data("weights".utf8).write(to: URL(fileURLWithPath: path + "/weights.safetensors"))
    #expect {
      try RunFolder(path: path)
    } throws: { error in
      (error as? FileError)?.kind == .cannotCreate && "\(error)".contains("is not empty")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/weights.safetensors")) == Data("weights".utf8))
  }

  @Test("temporary files of others are kept, and those of a killed run removed")
  func temporaryFiles() throws {
    try train([try input(name: "a")], epochs: 1, resuming: false)
    for name in [".notes.part", ".weights.safetensors.123.part"] {
      try Data().write(to: URL(fileURLWithPath: scratch.file("run/" + name)))
    }
    try train([try input(name: "a")], epochs: 2, resuming: true)
    #expect(FileManager.default.fileExists(atPath: scratch.file("run/.notes.part")))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("run/.weights.safetensors.123.part")))
  }

  @Test("two runs do not record into one folder at once")
  func lock() throws {
    try train([try input(name: "a")], epochs: 1, resuming: false)
    let same = [try input(name: "a")]
    let folder = try RunFolder(path: scratch.file("run"), resuming: true)
    let (isAtWork, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let first = TrainingRun.start(SyntheticCase.plan(epochs: 2), inputs: same, folder: folder) { event in
      guard case .prepared = event else { return }
      isAtWork.signal()
      mayEnd.wait()
    }
    isAtWork.wait()
    #expect {
      try train(same, epochs: 3, resuming: true)
    } throws: { error in
      "\(error)".contains("another run records into it")
    }
    mayEnd.signal()
    try first.wait()
    #expect(throws: Never.self) { try train(same, epochs: 3, resuming: true) }
  }

  @Test("a record of an earlier version is read, with the earlier names of settings")
  func earlierNames() throws {
    try train([try input(name: "a")], epochs: 1, resuming: false)
    let path = scratch.file("run/run.toml")
    let present = try String(contentsOfFile: path, encoding: .utf8)
    var earlier = present
    for (new, old) in [
      ("crossEntropySteps", "warmUpSteps"), ("validationFraction", "validationShare"),
      ("trustedFraction", "trustedShare"), ("keptFraction", "keptShare"), ("largestFraction", "largestShare"),
      ("lowestFraction", "lowestShare"),
    ] {
      #expect(earlier.contains(new), "\(new)")
      earlier = earlier.replacing(new, with: old)
    }
    try earlier.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try RunRecord.read(path).plan == SyntheticCase.plan(epochs: 1))
    try FileManager.default.removeItem(atPath: scratch.file("run/events.jsonl"))
    #expect(mkfifo(scratch.file("run/events.jsonl"), 0o600) == 0)
    #expect(throws: FileError.self) { try RunFolder(path: scratch.file("run"), resuming: true) }
    // Converting such a number would end the program.
    try present.replacing(/seed = \d+/, with: "seed = -1").write(toFile: path, atomically: true, encoding: .utf8)
    let error = #expect(throws: FileError.self) { try RunRecord.read(path) }
    #expect("\(try #require(error))".contains("a seed of -1; it is at least 0"))
  }

  @Test(
    "a checkpoint with impossible counters is refused", arguments: ["step", "epoch", "optimizer_steps", "restarts"])
  func counters(key: String) throws {
    try train([try input(name: "a")], epochs: 1, resuming: false)
    let path = scratch.file("run/checkpoint.safetensors")
    let stored = try Safetensors.read(path)
    var numbers = stored.metadata
    for value in ["\(Int.max)", "\(Int.min)"] {
      numbers[key] = value
      try Safetensors.write(stored.tensors.values.sorted { $0.name < $1.name }, metadata: numbers, to: path)
      #expect(throws: TrainingError.self) { try train([try input(name: "a")], epochs: 2, resuming: true) }
    }
  }

  /// Whole seconds were made of such a time, which ended the program.
  @Test(
    "a checkpoint with an impossible time is refused", arguments: ["nan", "inf", "-1", "1e300", "9223372036854775807"])
  func times(seconds: String) throws {
    try train([try input(name: "a")], epochs: 1, resuming: false)
    let path = scratch.file("run/checkpoint.safetensors")
    let stored = try Safetensors.read(path)
    var numbers = stored.metadata
    numbers["elapsed_seconds"] = seconds
    try Safetensors.write(stored.tensors.values.sorted { $0.name < $1.name }, metadata: numbers, to: path)
    #expect(throws: TrainingError.self) { try train([try input(name: "a")], epochs: 2, resuming: true) }
  }

  @Test("only ended runs that are not the newest lose their checkpoint, and nothing else")
  func checkpointsOfEndedRuns() throws {
    func run(_ name: String, _ files: [String]) throws -> RunFolder {
      let folder = try RunFolder(path: scratch.file(name))
      for file in files { try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path + "/" + file)) }
      return folder
    }
    let ended = ["run.toml", "weights.safetensors", "checkpoint.safetensors", "summary.json"]
    let old = try run("old", ended)
    let going = try run("going", ["run.toml", "checkpoint.safetensors"])
    let newest = try run("newest", ended)
    RunFolder.removeCheckpoints(ofEndedRunsIn: scratch.path, except: newest)
    func names(_ folder: RunFolder) -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0 != ".lock" }.sorted()
    }
    #expect(names(old) == ["run.toml", "summary.json", "weights.safetensors"])
    #expect(names(going) == ["checkpoint.safetensors", "run.toml"])
    #expect(names(newest) == ended.sorted())
  }
}
