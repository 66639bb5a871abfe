internal import Foundation
internal import Synchronization
internal import VolumeModel

/// The work of one cell: train on all patients but those left out, predict these, compare.
struct CellWork {
  let cell: ExperimentCell
  let cases: [ExperimentCase]
  let folder: ExperimentFolder
  let threads: Int
  /// Whether detection curves are asked for.
  let recordsDetection: Bool
  /// Samples that a network which draws them is judged by, where sets are compared; nil compares none.
  let drawnSamples: Int?
  /// Whether it is asked for how well maps mark what was corrupted.
  let marksCorruption: Bool
  /// Whether curves over the epochs are asked for.
  let followsEpochs: Bool

  /// - Parameters:
  ///   - holder: through it the run can be stopped.
  ///   - progress: the fraction of the cell that is done, 0 to 1.
  func result(
    holder: RunInProgress, progress: @escaping @Sendable (Double) -> Void
  ) throws(ExperimentError) -> CellResult {
    let watch = Stopwatch()
    let (model, summary, maps) = try trained(holder: holder, progress: progress)
    let curve = followsEpochs ? EpochPoint.curve(ofRun: folder.cellPath(cell)) : []
    var scans: [ScanResult] = []
    for scan in leftOut {
      scans.append(try tested(scan, model, holder))
    }
    return CellResult(
      condition: cell.condition.name, leftOut: cell.leftOut.name, seed: cell.seed,
      binarisationThreshold: model.metadata.binarisationThreshold, validationDice: summary.bestDice,
      seconds: watch.seconds, scans: scans, marks: marksCorruption ? marks(maps) : nil,
      epochs: curve.isEmpty ? nil : curve.filter { $0.epoch <= summary.epochs })
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

  private var leftOut: [ExperimentCase] { cases.filter { cell.leftOut.patients.contains($0.patient) } }

  /// Compares the left-out scans after every epoch, where curves are asked for and masks are noisy.
  private func judge() -> EpochJudge? {
    guard followsEpochs else { return nil }
    return cell.condition.testNoise.map { EpochJudge(scans: leftOut, noise: $0, seed: cell.seed, threads: threads) }
  }

  private func trained(
    holder: RunInProgress, progress: @escaping @Sendable (Double) -> Void
  ) throws(ExperimentError) -> (TrainedModel, TrainingSummary, [PixelMaps]) {
    var plan = cell.plan
    plan.threads = threads
    var inputs: [TrainingInput] = []
    for one in cases where !cell.leftOut.patients.contains(one.patient) { inputs.append(try input(one)) }
    let path = folder.cellPath(cell)
    let runFolder: RunFolder
    do {
      let resumes = FileManager.default.fileExists(atPath: path + "/run.toml")
      runFolder = try RunFolder(path: path, resuming: resumes)
    } catch {
      throw .file(error)
    }
    let judge = judge()
    let listener = RunListener(epochs: plan.epochs ?? 1, progress: progress) { record, model throws(ExperimentError) in
      guard let judge else { return }
      do {
        let point = try judge.point(after: record, model, holder: holder)
        if !FileManager.default.fileExists(atPath: runFolder.file(EpochPoint.file)) {
          try runFolder.write(Data((EpochPoint.csvHeading + "\n").utf8), to: EpochPoint.file)
        }
        try runFolder.append(point.csvRow, to: EpochPoint.file)
      } catch let error as FileError {
        throw .file(error)
      } catch PredictionError.cancelled {
        throw .interrupted
      } catch {
        throw .cell(name: cell.name, reason: "\(error)")
      }
    }
    let run = TrainingRun.start(
      plan, inputs: inputs, folder: runFolder, mapsAtEnd: marksCorruption, onBetterModel: { listener.receive($0) }
    ) {
      listener.receive($0)
    }
    holder.hold(run)
    let model = try finished(run, holder)
    if let failure = listener.failure { throw failure }
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
    case .rater(let number):
      guard one.raters.indices.contains(number) else {
        throw .cell(name: cell.name, reason: "\(one.name) has no rater \(number + 1)")
      }
      let annotation = TrainingMask(one.raters[number])
      return one.scan.input(
        learningFrom: annotation, target: SoftMask(expert: annotation.mask), comparedWith: [])
    case .allRaters:
      return one.scan.input(
        learningFrom: one.annotation, target: SoftMask(expert: one.clean),
        readings: one.raters.map { SoftMask(expert: $0.mask) })
    case .consensus:
      let consensus = try written(
        RaterConsensus(one.raters.map(\.mask))?.mask(.staple) ?? one.clean, name: "consensus",
        file: "\(one.name)_consensus", of: one)
      return one.scan.input(learningFrom: consensus, target: SoftMask(expert: consensus.mask), comparedWith: [])
    case .softMask(let parameters):
      return one.scan.input(learningFrom: one.annotation, target: one.softMask(parameters), comparedWith: [])
    case .noisy(let choice, let rate):
      let name = "\(one.name)_\(choice.name)_rate-\(rate)_seed-\(cell.seed)"
      let noisy = try written(
        one.noisyMask(choice, rate: rate, seed: cell.seed), name: "noisy", file: name, of: one)
      let needsTrust = cell.plan.method.name.details.needsTrustedSlices
      return one.scan.input(
        learningFrom: noisy, target: SoftMask(expert: noisy.mask),
        trust: needsTrust ? .mask(one.annotation, SoftMask(expert: one.clean)) : .nothing, comparedWith: [])
    }
  }

  /// A mask that lies in no file yet.
  private func written(
    _ mask: Mask, name: String, file: String, of one: ExperimentCase
  ) throws(ExperimentError) -> TrainingMask {
    do {
      return try TrainingMask(
        mask, name: name, writtenTo: folder.file("masks/\(file)_mask.nii.gz"), like: one.spatial)
    } catch {
      throw .file(error)
    }
  }

  // MARK: Test

  private func tested(
    _ scan: ExperimentCase, _ model: TrainedModel, _ holder: RunInProgress
  ) throws(ExperimentError) -> ScanResult {
    let predictor = Predictor(model: model, threads: threads)
    let threshold = model.metadata.binarisationThreshold
    let probability: Volume<Float>
    var samples: [Mask]?
    do {
      probability = try predictor.probability(channels: scan.channels, brain: scan.brain) { _ in !holder.isStopped }
      if let drawnSamples, model.architecture.kind.drawsSamples {
        samples = try predictor.samples(
          channels: scan.channels, brain: scan.brain, count: drawnSamples, seed: cell.seed, threshold: threshold,
          filter: LesionSizeFilter()
        ) { _ in !holder.isStopped }.masks
      }
    } catch .cancelled {
      throw .interrupted
    } catch {
      throw .cell(name: cell.name, reason: "\(scan.name): \(error)")
    }
    let prediction = LesionSizeFilter().filtered(Mask(probability, atLeast: Float(threshold)))
    var references = scan.raters.enumerated().map { number, rater in
      ReferenceResult(name: ReferenceResult.rater(number), reference: rater.mask, prediction: prediction)
    }
    if let choice = cell.condition.testNoise {
      let noisy = scan.noisyMask(choice, rate: 1, seed: cell.seed)
      references.append(ReferenceResult(name: ReferenceResult.noisy, reference: noisy, prediction: prediction))
    }
    return ScanResult(
      name: scan.name, references: references,
      detection: recordsDetection
        ? DetectionRecord(
          reference: scan.clean, probability: probability, threshold: threshold) : nil,
      sets: drawnSamples.flatMap { _ in
        SampleAgreement(samples: samples ?? [prediction], readers: scan.raters.map(\.mask))
      })
  }
}

/// What a cell's run reports on its own thread.
private final class RunListener: Sendable {
  private struct State {
    var prepared: PreparedRecord?
    var summary: TrainingSummary?
    var maps: [PixelMaps] = []
    var model: TrainedModel?
    var failure: ExperimentError?
  }
  private let state = Mutex(State())
  private let epochs: Int
  private let progress: @Sendable (Double) -> Void
  private let afterEpoch: @Sendable (EpochRecord, TrainedModel) throws(ExperimentError) -> Void

  /// - Parameter afterEpoch: is called with the weights that an epoch is reported for.
  init(
    epochs: Int, progress: @escaping @Sendable (Double) -> Void,
    afterEpoch: @escaping @Sendable (EpochRecord, TrainedModel) throws(ExperimentError) -> Void
  ) {
    self.epochs = epochs
    self.progress = progress
    self.afterEpoch = afterEpoch
  }

  var summary: TrainingSummary? { state.withLock { $0.summary } }
  var maps: [PixelMaps] { state.withLock { $0.maps } }
  /// What went wrong first after an epoch.
  var failure: ExperimentError? { state.withLock { $0.failure } }

  func receive(_ model: TrainedModel) { state.withLock { $0.model = model } }

  func receive(_ event: TrainingEvent) {
    switch event {
    case .prepared(let record): state.withLock { $0.prepared = record }
    case .step(let record):
      guard let prepared = state.withLock({ $0.prepared }) else { return }
      progress(Double(record.step) / Double(max(1, epochs * prepared.stepsPerEpoch)))
    case .finished(let summary): state.withLock { $0.summary = summary }
    case .maps(let maps): state.withLock { $0.maps.append(maps) }
    case .epoch(let record):
      guard let model = state.withLock({ $0.model }) else { return }
      do throws(ExperimentError) {
        try afterEpoch(record, model)
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
      }
    case .note, .failed: break
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
