internal import Foundation
public import VolumeModel

/// A folder that records a run: `run.toml` (everything needed to repeat it), `metrics.csv` (a row an epoch),
/// `events.jsonl`, `weights.safetensors` (best), `checkpoint.safetensors` (last), `summary.json`.
public struct RunFolder: Sendable, Hashable {
  /// Of the folder.
  public let path: String
  /// Whether to continue the run that the folder holds.
  public let resumes: Bool
  /// The weights that the run starts from, when they are not drawn from its seed.
  public let initialWeights: RunWeights?

  /// The weights that are kept so far.
  public var weightsPath: String { file("weights.safetensors") }
  /// The state after the last epoch.
  public var checkpointPath: String { file("checkpoint.safetensors") }

  /// A folder to record into; made when it is not there. A folder that holds a run is refused unless `resuming`, and so is
  /// one that holds anything else: its files might be replaced.
  /// - Parameter besides: names of others' files that may lie in a new run's folder.
  public init(
    path: String, initialWeights: RunWeights? = nil, resuming: Bool = false, besides: Set<String> = []
  ) throws(FileError) {
    self.path = path
    self.resumes = resuming
    self.initialWeights = initialWeights
    // Opening a pipe would wait for whoever reads or writes at its other end.
    for name in Self.fileNames {
      var status = stat()
      guard stat(file(name), &status) == 0, status.st_mode & S_IFMT != S_IFREG else { continue }
      throw FileError(
        .badData, path: file(name), problem: "is not a regular file", advice: "remove it, or choose another folder")
    }
    let holdsRun = FileManager.default.fileExists(atPath: file("run.toml"))
    if resuming {
      guard holdsRun else { throw Self.unusable(path, "it holds no run (run.toml is missing)", kind: .notFound) }
      return
    }
    guard !holdsRun else {
      throw FileError(
        .cannotCreate, path: path, problem: "holds a run already",
        advice: "use --resume to continue it, or choose another folder")
    }
    // A run that was killed at its very beginning leaves hidden files at most.
    let others = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
      !$0.hasPrefix(".") && !besides.contains($0)
    }
    guard others.isEmpty else {
      throw FileError(
        .cannotCreate, path: path, problem: "is not empty and holds no run", advice: "choose a new or an empty folder")
    }
    guard path.isTextPath else { throw Self.uncreatable(path, "its name is not UTF-8 text") }
    try OutputFolder.make(path)
    guard access(path, W_OK) == 0 else { throw Self.uncreatable(path, String(cString: strerror(errno))) }
  }

  /// Whether the run that the folder holds came as far as an epoch.
  var hasCheckpoint: Bool { FileManager.default.fileExists(atPath: checkpointPath) }

  func file(_ name: String) -> String { path + "/" + name }

  /// The plan that the folder's run was made with.
  public func storedPlan() throws(FileError) -> TrainingPlan { try RunRecord.read(file("run.toml")).plan }

  /// Writes `run.toml` of a new run, or checks that a resumed one has the same settings and cases.
  /// - Parameter cases: what the cases were read from; nil for one that lies in no files.
  func begin(_ plan: TrainingPlan, cases: [RunCase?]) throws(FileError) {
    if resumes {
      let stored = try RunRecord.read(file("run.toml"))
      guard stored.plan.comparable == plan.comparable else {
        throw FileError(
          .badData, path: file("run.toml"), problem: "was made with other settings",
          advice: "give the options of the first start, or another folder")
      }
      if let difference = stored.difference(from: cases) {
        throw FileError(
          .badData, path: file("run.toml"), problem: "cannot be resumed with these cases: \(difference)",
          advice: "give the cases of the first start, or another folder")
      }
      return
    }
    let record = RunRecord(plan: plan, cases: cases.compactMap(\.self), initialWeights: initialWeights)
    let text = try record.text(path: file("run.toml"))
    try write(Data((text + "\n").utf8), to: "run.toml")
  }

  func write(_ bytes: Data, to name: String) throws(FileError) {
    try OutputFile.write(bytes, to: file(name))
  }

  func append(_ line: String, to name: String) throws(FileError) {
    let path = file(name)
    do {
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      try handle.seekToEnd()
      try handle.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      throw Self.unwritable(path, error.localizedDescription)
    }
  }

  private static func unusable(_ path: String, _ reason: String, kind: FileError.Kind = .badData) -> FileError {
    FileError(kind, path: path, problem: "cannot be resumed: \(reason)")
  }

  private static func uncreatable(_ path: String, _ reason: String) -> FileError {
    FileError(
      .cannotCreate, path: path, problem: "cannot be made or written to (\(reason))", advice: "choose another folder")
  }

  static func unwritable(_ path: String, _ reason: String) -> FileError {
    FileError(.transferFailed, path: path, problem: "cannot be written (\(reason))")
  }

  /// Removes what a killed run was in the middle of writing: temporary files of its own names.
  func removeUnfinished() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names where name.hasSuffix(".part") && Self.fileNames.contains(where: { name.hasPrefix(".\($0).") }) {
      try? FileManager.default.removeItem(atPath: file(name))
    }
  }

  private static let fileNames = [
    "run.toml", "metrics.csv", "events.jsonl", "weights.safetensors", "checkpoint.safetensors", "summary.json",
    "curves.png",
  ]

  /// Drops rows after an epoch, which a killed run had written after its last checkpoint.
  func keepMetrics(throughEpoch epoch: Int) throws(FileError) {
    let text = (try? String(contentsOfFile: file("metrics.csv"), encoding: .utf8)) ?? ""
    let kept = text.split(separator: "\n").dropFirst().filter { row in
      row.split(separator: ",").first.flatMap { Int($0) }.map { $0 <= epoch } ?? false
    }
    let lines = [EpochRecord.csvHeading] + kept.map(String.init)
    try write(Data((lines.joined(separator: "\n") + "\n").utf8), to: "metrics.csv")
  }

  /// The epochs in `metrics.csv`.
  public func storedEpochs() -> [EpochRecord] {
    let text = (try? String(contentsOfFile: file("metrics.csv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().compactMap { EpochRecord(csvRow: $0) }
  }

  /// Drops events after a step, likewise, and a line that was cut off in the middle.
  func keepEvents(throughEpoch epoch: Int, step: Int) throws(FileError) {
    struct Place: Decodable {
      var event: String
      var epoch: Int?
      var step: Int?
    }
    let text = (try? String(contentsOfFile: file("events.jsonl"), encoding: .utf8)) ?? ""
    let kept = text.split(separator: "\n").filter { line in
      guard let place = try? JSONDecoder().decode(Place.self, from: Data(line.utf8)) else { return false }
      return place.event == "step" ? place.step ?? 0 <= step : place.event != "epoch" || place.epoch ?? 0 <= epoch
    }
    try write(Data(kept.map { $0 + "\n" }.joined().utf8), to: "events.jsonl")
  }
}

extension TrainingPlan {
  /// The plan without what may change when a run continues: its end, and the machine it runs on.
  var comparable: TrainingPlan {
    var plan = self
    (plan.epochs, plan.budgetSeconds, plan.patience) = (nil, nil, nil)
    (plan.threads, plan.niceness) = (0, 0)
    return plan
  }
}

extension EpochRecord {
  static let csvHeading =
    "epoch,loss,validation_loss,validation_dice,best_dice,best_epoch,slices_per_second,elapsed_seconds"

  var csvRow: String {
    let columns: [Any] = [
      epoch, loss, validationLoss, validationDice, bestDice, bestEpoch, slicesPerSecond, elapsedSeconds,
    ]
    return columns.map { "\($0)" }.joined(separator: ",")
  }

  /// A row of `metrics.csv`; nil for a row that was cut off.
  init?(csvRow: some StringProtocol) {
    let fields = csvRow.split(separator: ",")
    let numbers = fields.compactMap { Double($0) }
    guard fields.count == 8, numbers.count == 8, let epoch = Int(fields[0]), let best = Int(fields[5]) else {
      return nil
    }
    self.init(
      epoch: epoch, loss: numbers[1], validationLoss: numbers[2], validationDice: numbers[3], bestDice: numbers[4],
      bestEpoch: best, slicesPerSecond: numbers[6], elapsedSeconds: numbers[7])
  }
}

extension RunFolder {
  /// Removes the checkpoints of the runs below a folder that came to their end: only resuming needs them, and they are by
  /// far the largest files. Weights, record and curves stay, and so does a run that another program records into.
  /// - Parameter newest: the run whose checkpoint stays.
  package static func removeCheckpoints(ofEndedRunsIn folder: String, except newest: RunFolder) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for path in names.map({ folder + "/" + $0 }) where path != newest.path {
      let checkpoint = path + "/checkpoint.safetensors"
      guard FileManager.default.fileExists(atPath: path + "/summary.json"),
        FileManager.default.fileExists(atPath: checkpoint)
      else { continue }
      guard let lock = try? RunLock(folder: path) else { continue }
      withExtendedLifetime(lock) { try? FileManager.default.removeItem(atPath: checkpoint) }
    }
  }
}
