internal import Foundation
internal import Synchronization
internal import VolumeModel

/// The work of one cell: train on all patients but one, predict that one, compare.
struct CellWork {
  let cell: ExperimentCell
  let cases: [ExperimentCase]
  let folder: ExperimentFolder
  let threads: Int
  /// Whether detection curves are asked for.
  let recordsDetection: Bool
  /// Whether it is asked for how well maps mark what was corrupted.
  let marksCorruption: Bool

  /// - Parameters:
  ///   - holder: through it the run can be stopped.
  ///   - progress: the fraction of the cell that is done, 0 to 1.
  func result(
    holder: RunInProgress, progress: @escaping @Sendable (Double) -> Void
  ) throws(ExperimentError) -> CellResult {
    let watch = Stopwatch()
    let (model, summary, maps) = try trained(holder: holder, progress: progress)
    var scans: [ScanResult] = []
    for scan in cases.filter({ $0.patient == cell.leftOut }) {
      scans.append(try tested(scan, model, holder))
    }
    return CellResult(
      condition: cell.condition.name, leftOut: cell.leftOut, seed: cell.seed,
      binarisationThreshold: model.metadata.binarisationThreshold, validationDice: summary.bestDice,
      seconds: watch.seconds, scans: scans, marks: marksCorruption ? marks(maps) : nil)
  }

  /// The maps of the training cases against what was corrupted in their annotations.
  private func marks(_ maps: [PixelMaps]) -> [CorruptionMark] {
    guard case .noisy(let choice, let rate) = cell.condition.target else { return [] }
    return CorruptionMark.marks(
      maps.compactMap { map in
        cases.first { $0.name == map.caseName }.map { one in
          CorruptionMark.Case(
            maps: map, clean: one.clean, noisy: one.noisyMask(choice, rate: rate, seed: cell.seed))
        }
      })
  }

  // MARK: Training

  private func trained(
    holder: RunInProgress, progress: @escaping @Sendable (Double) -> Void
  ) throws(ExperimentError) -> (TrainedModel, TrainingSummary, [PixelMaps]) {
    var plan = cell.plan
    plan.threads = threads
    var inputs: [TrainingInput] = []
    for one in cases where one.patient != cell.leftOut { inputs.append(try input(one)) }
    let path = folder.cellPath(cell)
    let listener = RunListener(epochs: plan.epochs ?? 1, progress: progress)
    let runFolder: RunFolder
    do {
      let resumes = FileManager.default.fileExists(atPath: path + "/run.toml")
      runFolder = try RunFolder(path: path, resuming: resumes)
    } catch {
      throw .file(error)
    }
    let run = TrainingRun.start(plan, inputs: inputs, folder: runFolder, mapsAtEnd: marksCorruption) {
      listener.receive($0)
    }
    holder.hold(run)
    let model = try finished(run, holder)
    guard !holder.isStopped, let summary = listener.summary, summary.endedBy != .stopped else { throw .interrupted }
    guard summary.endedBy != .notFinite else {
      throw .cell(name: cell.name, reason: "the loss was no longer finite in epoch \(summary.epochs + 1)")
    }
    return (model, summary, listener.maps)
  }

  private func finished(_ run: TrainingRun, _ holder: RunInProgress) throws(ExperimentError) -> TrainedModel {
    do {
      return try run.wait()
    } catch .file(let error) {
      throw .file(error)
    } catch {
      // Stopped before its first step it has nothing to keep, and says so.
      throw holder.isStopped ? .interrupted : .cell(name: cell.name, reason: error.description)
    }
  }

  /// What the cell learns from a case. A noisy annotation is written down, so that the run can be repeated alone.
  private func input(_ one: ExperimentCase) throws(ExperimentError) -> TrainingInput {
    switch cell.condition.target {
    case .clean:
      return one.scan.input(learningFrom: one.annotation, target: SoftMask(expert: one.clean), comparedWith: [])
    case .softMask(let parameters):
      return one.scan.input(learningFrom: one.annotation, target: one.softMask(parameters), comparedWith: [])
    case .noisy(let choice, let rate):
      let name = "\(one.name)_\(choice.name)_rate-\(rate)_seed-\(cell.seed)"
      let noisy: TrainingMask
      do {
        noisy = try TrainingMask(
          one.noisyMask(choice, rate: rate, seed: cell.seed), name: "noisy",
          writtenTo: folder.file("masks/\(name)_mask.nii.gz"), like: one.spatial)
      } catch {
        throw .file(error)
      }
      let needsTrust = cell.plan.method.name.details.needsTrustedSlices
      return one.scan.input(
        learningFrom: noisy, target: SoftMask(expert: noisy.mask),
        trust: needsTrust ? .mask(one.annotation, SoftMask(expert: one.clean)) : .nothing, comparedWith: [])
    }
  }

  // MARK: Test

  private func tested(
    _ scan: ExperimentCase, _ model: TrainedModel, _ holder: RunInProgress
  ) throws(ExperimentError) -> ScanResult {
    let probability: Volume<Float>
    do {
      probability = try Predictor(model: model, threads: threads)
        .probability(channels: scan.channels, brain: scan.brain) { _ in !holder.isStopped }
    } catch .cancelled {
      throw .interrupted
    } catch {
      throw .cell(name: cell.name, reason: "\(scan.name): \(error)")
    }
    let prediction = LesionSizeFilter().filtered(
      Mask(probability, atLeast: Float(model.metadata.binarisationThreshold)))
    var references = zip([ReferenceResult.rater1, ReferenceResult.rater2], scan.raters).map { name, rater in
      ReferenceResult(name: name, reference: rater.mask, prediction: prediction)
    }
    if let choice = cell.condition.testNoise {
      let noisy = scan.noisyMask(choice, rate: 1, seed: cell.seed)
      references.append(ReferenceResult(name: ReferenceResult.noisy, reference: noisy, prediction: prediction))
    }
    return ScanResult(
      name: scan.name, references: references,
      detection: recordsDetection
        ? DetectionRecord(
          reference: scan.clean, probability: probability, threshold: model.metadata.binarisationThreshold) : nil)
  }
}

/// What a cell's run reports on its own thread.
private final class RunListener: Sendable {
  private let state = Mutex<(prepared: PreparedRecord?, summary: TrainingSummary?, maps: [PixelMaps])>((nil, nil, []))
  private let epochs: Int
  private let progress: @Sendable (Double) -> Void

  init(epochs: Int, progress: @escaping @Sendable (Double) -> Void) {
    self.epochs = epochs
    self.progress = progress
  }

  var summary: TrainingSummary? { state.withLock { $0.summary } }
  var maps: [PixelMaps] { state.withLock { $0.maps } }

  func receive(_ event: TrainingEvent) {
    switch event {
    case .prepared(let record): state.withLock { $0.prepared = record }
    case .step(let record):
      guard let prepared = state.withLock({ $0.prepared }) else { return }
      progress(Double(record.step) / Double(max(1, epochs * prepared.stepsPerEpoch)))
    case .finished(let summary): state.withLock { $0.summary = summary }
    case .maps(let maps): state.withLock { $0.maps.append(maps) }
    case .epoch, .note, .failed: break
    }
  }
}

/// The run that is going on, to be stopped from another thread.
final class RunInProgress: Sendable {
  private let state = Mutex<(run: TrainingRun?, isStopped: Bool)>((nil, false))

  var isStopped: Bool { state.withLock { $0.isStopped } }

  func hold(_ run: TrainingRun) {
    state.withLock { state in
      state.run = run
      if state.isStopped { run.stop() }
    }
  }

  func stop() {
    state.withLock { state in
      state.isStopped = true
      state.run?.stop()
    }
  }
}
