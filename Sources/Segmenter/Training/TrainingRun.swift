internal import Foundation
internal import Synchronization

/// A training run on its own threads.
///
/// Stop is honoured within one step; `wait()` joins the threads. Wait before leaving `main`: the process must not
/// exit while a matrix product is in flight.
public final class TrainingRun: Sendable {
  private struct State {
    var result: Result<TrainedModel, TrainingError>?
  }
  private let state: Mutex<State>
  private let finished: DispatchSemaphore
  private let stopRequested: Atomic<Bool>
  private let mapRequests: MapRequests

  private init(mapRequests: MapRequests) {
    self.mapRequests = mapRequests
    state = Mutex(State())
    finished = DispatchSemaphore(value: 0)
    stopRequested = Atomic(false)
  }

  /// Starts a run and returns at once. Events arrive on the training thread.
  /// - Parameters:
  ///   - initialWeights: weights to start from; nil draws fresh ones from the seed.
  ///   - folder: where the run is recorded; nil keeps it in memory only.
  ///   - mapsAtEnd: whether the run ends with the maps of every case, made with its best weights.
  public static func start(
    _ plan: TrainingPlan, cases: [TrainingCase], initialWeights: UNetWeights? = nil, folder: RunFolder? = nil,
    mapsAtEnd: Bool = false, onEvent: @escaping @Sendable (TrainingEvent) -> Void
  ) -> TrainingRun {
    start(
      plan, casesMadeBy: { cases }, initialWeights: initialWeights, folder: folder, mapsAtEnd: mapsAtEnd, onEvent: onEvent)
  }

  /// The same with cases that take a while to make: they are made on the training thread.
  public static func start(
    _ plan: TrainingPlan, casesMadeBy makeCases: @escaping @Sendable () -> [TrainingCase],
    initialWeights: UNetWeights? = nil, folder: RunFolder? = nil, mapsAtEnd: Bool = false,
    onEvent: @escaping @Sendable (TrainingEvent) -> Void
  ) -> TrainingRun {
    let run = TrainingRun(mapRequests: MapRequests(wantsAllAtEnd: mapsAtEnd))
    let thread = Thread {
      var loop = TrainingLoop(
        plan, cases: makeCases(), initialWeights: initialWeights, folder: folder,
        maps: run.mapRequests, isStopRequested: { run.stopRequested.load(ordering: .relaxed) }, onEvent: onEvent)
      let result = loop.run()
      run.state.withLock { $0.result = result }
      run.finished.signal()
    }
    thread.stackSize = 8 << 20
    thread.name = "flairscope-train"
    thread.start()
    return run
  }

  /// Asks the run to end after the step it is in; the best weights are kept.
  public func stop() { stopRequested.store(true, ordering: .relaxed) }

  /// Asks for the maps of a case: they are reported when the epoch at work is done, and once more at the end.
  public func requestMaps(ofCase number: Int) { mapRequests.request(number) }

  /// Whether the run has ended.
  public var isFinished: Bool { state.withLock { $0.result != nil } }

  /// Blocks until the run has ended and its threads are gone, then gives the best model.
  @discardableResult
  public func wait() throws(TrainingError) -> TrainedModel {
    finished.wait()
    finished.signal()
    guard let result = state.withLock({ $0.result }) else { throw .cancelledBeforeFirstEpoch }
    return try result.get()
  }
}
