internal import Foundation
internal import Synchronization
public import VolumeModel

/// A training run on its own threads.
///
/// Stop is honoured within one step; `wait()` joins the threads. Wait before leaving `main`: the process must not
/// exit while a matrix product is in flight.
public final class TrainingRun: Sendable {
  private struct State {
    var result: Result<TrainedModel, TrainingError>?
    var modelSoFar: TrainedModel?
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

  /// Whether a model is there, or an error.
  public var hasEnded: Bool { state.withLock { $0.result != nil } }

  /// Starts a run and returns at once. Events arrive on the training thread.
  /// - Parameters:
  ///   - inputs: the cases, with the files they were read from, which the folder's record names.
  ///   - initialWeights: weights to start from; nil draws fresh ones from the seed.
  ///   - folder: where the run is recorded; nil keeps it in memory only.
  ///   - mapsAtEnd: whether the run ends with the maps of every case, made with its best weights.
  ///   - onBetterModel: gets the weights of every epoch that are to be kept, before the epoch is reported.
  public static func start(
    _ plan: TrainingPlan, inputs: [TrainingInput], initialWeights: UNetWeights? = nil, folder: RunFolder? = nil,
    mapsAtEnd: Bool = false, onBetterModel: @escaping @Sendable (TrainedModel) -> Void = { _ in },
    onEvent: @escaping @Sendable (TrainingEvent) -> Void
  ) -> TrainingRun {
    start(
      plan, inputsMadeBy: { inputs }, initialWeights: initialWeights, folder: folder, mapsAtEnd: mapsAtEnd,
      onBetterModel: onBetterModel, onEvent: onEvent)
  }

  /// The same with cases that are in memory alone: the record names no files.
  public static func start(
    _ plan: TrainingPlan, cases: [TrainingCase], initialWeights: UNetWeights? = nil, folder: RunFolder? = nil,
    mapsAtEnd: Bool = false, onEvent: @escaping @Sendable (TrainingEvent) -> Void
  ) -> TrainingRun {
    start(
      plan, inputs: cases.map(TrainingInput.init(unrecorded:)), initialWeights: initialWeights, folder: folder,
      mapsAtEnd: mapsAtEnd, onEvent: onEvent)
  }

  /// The same with cases that take a while to make: they are made on the training thread. An error in making them fails the
  /// run.
  public static func start(
    _ plan: TrainingPlan, inputsMadeBy makeInputs: @escaping @Sendable () throws(FileError) -> [TrainingInput],
    initialWeights: UNetWeights? = nil, folder: RunFolder? = nil, mapsAtEnd: Bool = false,
    onBetterModel: @escaping @Sendable (TrainedModel) -> Void = { _ in },
    onEvent: @escaping @Sendable (TrainingEvent) -> Void
  ) -> TrainingRun {
    let run = TrainingRun(mapRequests: MapRequests(wantsAllAtEnd: mapsAtEnd))
    let thread = Thread {
      let result: Result<TrainedModel, TrainingError>
      do throws(FileError) {
        var loop = TrainingLoop(
          plan, inputs: try makeInputs(), initialWeights: initialWeights, folder: folder,
          maps: run.mapRequests, isStopRequested: { run.stopRequested.load(ordering: .relaxed) },
          onBetterModel: { model in
            run.state.withLock { $0.modelSoFar = model }
            onBetterModel(model)
          }, onEvent: onEvent)
        result = loop.run()
      } catch {
        onEvent(.failed(error.description))
        result = .failure(.file(error))
      }
      run.state.withLock { $0.result = result }
      run.finished.signal()
    }
    thread.stackSize = 8 << 20
    thread.name = "flairscope-train"
    thread.start()
    return run
  }

  /// Asks the run to end after the step it is in; the weights so far are kept.
  public func stop() { stopRequested.store(true, ordering: .relaxed) }

  /// Asks for the maps of a case: they are reported when the epoch at work is done, and once more at the end.
  public func requestMaps(ofCase number: Int) { mapRequests.request(number) }

  /// Whether the run has ended.
  public var isFinished: Bool { state.withLock { $0.result != nil } }

  /// The weights to keep of the epochs that are done, with a threshold of 0.5: the run chooses one at its end. Nil before the
  /// first epoch is done.
  public var modelSoFar: TrainedModel? { state.withLock(\.modelSoFar) }

  /// Blocks until the run has ended and its threads are gone, then gives the best model.
  @discardableResult
  public func wait() throws(TrainingError) -> TrainedModel {
    finished.wait()
    finished.signal()
    guard let result = state.withLock({ $0.result }) else { throw .cancelledBeforeFirstEpoch }
    return try result.get()
  }
}
