internal import VolumeModel

/// Runs the cells of an experiment one after the other. Those that are done are passed over, and one that was interrupted
/// continues from its checkpoint, so a run that is stopped or killed at any time comes to the same tables.
public final class ExperimentRun: Sendable {
  /// What determines the experiment.
  public let setting: ExperimentSetting
  /// In the order in which they are run.
  public let cells: [ExperimentCell]
  let cases: [ExperimentCase]
  let folder: ExperimentFolder
  private let threads: Int
  private let holder = RunInProgress()

  /// What happens, on the thread of ``run(onEvent:)``, ``run(shard:onEvent:)`` or of the training.
  public enum Event: Sendable {
    /// A cell begins, counted from 0, or was done before.
    case cell(Int, isDone: Bool)
    /// The fraction of the cell that is done.
    case progress(Double)
    case failed(ExperimentError)
  }

  /// - Throws: when the setting does not work, or the cases are too few or named alike.
  public init(
    _ setting: ExperimentSetting, cases: [ExperimentCase], folder: ExperimentFolder, threads: Int
  ) throws(ExperimentError) {
    try setting.check()
    let names = cases.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw .cases("two cases are named '\(twice)': give each case once")
    }
    if setting.name == .raters, let lone = cases.first(where: { $0.raters.count < 2 }) {
      throw .cases("\(lone.name) has one rater's mask: every case needs those of two or more")
    }
    self.setting = setting
    // Sorted, so that the order in which they were named plays no part in training.
    self.cases = cases.sorted { $0.name < $1.name }
    self.folder = folder
    self.threads = threads
    cells = try ExperimentCell.all(
      setting.design.conditions, patients: cases.map(\.patient), folds: setting.folds, seeds: setting.seeds)
    if let plan = cells.first?.plan {
      do {
        try plan.check()
      } catch {
        throw .setting("\(error)")
      }
    }
  }

  /// Asks the run to end after the step it is in.
  public func stop() { holder.stop() }

  /// Runs to the end. A cell that fails is reported and left out of the tables; the others continue.
  /// - Returns: the results, in the order of the cells, and the failures.
  /// - Throws: `interrupted`, or what kept the folder from being written.
  public func run(
    onEvent: @escaping @Sendable (Event) -> Void
  ) throws(ExperimentError) -> (results: ExperimentResults, failures: [ExperimentError]) {
    try onFiles { () throws(FileError) in try folder.begin(setting, cases: cases) }
    var results: [Int: CellResult] = [:]
    var failures: [ExperimentError] = []
    for number in cells.indices {
      if let earlier = try stored(cells[number]) {
        onEvent(.cell(number, isDone: true))
        results[number] = earlier
        continue
      }
      do throws(ExperimentError) {
        results[number] = try work(on: number, onEvent)
      } catch {
        guard case .cell = error else { throw error }
        failures.append(error)
        onEvent(.failed(error))
      }
    }
    let done = results.keys.map { cells[$0].name }
    try onFiles { () throws(FileError) in try shardFolder.settle(done) }
    return (gathered(results), failures)
  }

  func gathered(_ results: [Int: CellResult]) -> ExperimentResults {
    ExperimentResults(cells.indices.compactMap { results[$0] }, setting: setting, cases: cases)
  }

  /// Trains and tests one cell, or goes on where it was interrupted.
  func work(
    on number: Int, _ onEvent: @escaping @Sendable (Event) -> Void
  ) throws(ExperimentError) -> CellResult {
    guard !holder.isStopped else { throw .interrupted }
    onEvent(.cell(number, isDone: false))
    return try finish(cells[number], onEvent)
  }

  private func finish(
    _ cell: ExperimentCell, _ onEvent: @escaping @Sendable (Event) -> Void
  ) throws(ExperimentError) -> CellResult {
    let work = CellWork(
      cell: cell, cases: cases, folder: folder, threads: threads, recordsDetection: setting.name == .loss,
      drawnSamples: setting.drawnSamples,
      marksCorruption: setting.name == .truth, followsEpochs: setting.name == .relabelling)
    let result = try work.result(holder: holder) { onEvent(.progress($0)) }
    try onFiles { () throws(FileError) in try folder.write(result, of: cell) }
    return result
  }

  func stored(_ cell: ExperimentCell) throws(ExperimentError) -> CellResult? {
    try onFiles { () throws(FileError) in try folder.result(of: cell) }
  }

  func onFiles<Value>(_ work: () throws(FileError) -> Value) throws(ExperimentError) -> Value {
    do {
      return try work()
    } catch {
      throw .file(error)
    }
  }

  /// How long the cells take that are not done; measured on the network alone, so no more than an estimate.
  public func forecast() -> ExperimentForecast { ExperimentForecast(cells, cases: cases, threads: threads) }

  /// The cells whose result lies in the folder.
  public func doneCells() throws(ExperimentError) -> Set<Int> {
    var done: Set<Int> = []
    for (number, cell) in cells.enumerated() where try stored(cell) != nil { done.insert(number) }
    return done
  }
}
