internal import Foundation
internal import VolumeModel

/// The visible loop of a run: epochs of steps, validation, best weights, the end.
struct TrainingLoop {
  let plan: TrainingPlan
  /// Prepared as the plan says.
  let cases: [TrainingCase]
  /// The grids of the cases' images before they were prepared.
  let imageGrids: [VoxelGrid]
  /// What the cases were read from; nil for one that lies in no files.
  let records: [RunCase?]
  private let initialWeights: UNetWeights?
  let isStopRequested: () -> Bool
  let onEvent: (TrainingEvent) -> Void
  /// Gets the weights of every epoch that is the best so far.
  private let onBetterModel: (TrainedModel) -> Void
  var recorder: RunRecorder?
  private let mapRequests: MapRequests
  /// A mean loss above this, with nothing predicted, is taken for a collapse to background.
  private static let collapsedLoss = 0.98
  private static let restartLimit = 2

  init(
    _ plan: TrainingPlan, inputs: [TrainingInput], initialWeights: UNetWeights?, folder: RunFolder?, maps: MapRequests,
    isStopRequested: @escaping () -> Bool, onBetterModel: @escaping (TrainedModel) -> Void,
    onEvent: @escaping (TrainingEvent) -> Void
  ) {
    self.plan = plan
    cases = inputs.map { $0.trainingCase.prepared(plan.usedPreparation) }
    imageGrids = inputs.map(\.trainingCase.brain.grid)
    records = inputs.map(\.record)
    self.initialWeights = initialWeights
    self.isStopRequested = isStopRequested
    self.onEvent = onEvent
    self.onBetterModel = onBetterModel
    recorder = folder.map(RunRecorder.init)
    mapRequests = maps
  }

  /// Runs to the end; the last event is `finished` or `failed`.
  mutating func run() -> Result<TrainedModel, TrainingError> {
    defer { recorder?.end() }
    do throws(TrainingError) {
      return .success(try train())
    } catch {
      try? recorder?.finish()
      try? recorder?.record(.failed(error.description))
      onEvent(.failed(error.description))
      return .failure(error)
    }
  }

  private mutating func train() throws(TrainingError) -> TrainedModel {
    try plan.check()
    WorkerPool.lowerPriority(by: plan.niceness)
    let store = try SliceStore(cases, plan: plan)
    let memory = MemoryForecast(plan, cases: cases, store: store)
    try memory.check(availableBytes: availableMemoryBytes())
    let pool = WorkerPool(workerCount: plan.threads, niceness: plan.niceness)
    let session = TrainingSession(
      plan: plan, cases: cases, store: store,
      loss: plan.loss.loss(reduction: plan.reduction, parameters: plan.lossParameters ?? LossParameters()), pool: pool,
      weights: try freshWeights(store, attempt: 0))
    try beginRecord(session)
    try report(
      .prepared(
        PreparedRecord(
          trainingSlices: store.training.count, validationSlices: store.validation.count,
          heldOutPatients: store.heldOutPatients, trustedSlices: store.trusted.count, emptySlices: store.emptySlices,
          parameters: plan.architecture.parameterCount, sliceWidth: session.network.width,
          sliceHeight: session.network.height,
          stepsPerEpoch: EpochOrder.steps(sliceCount: store.training.count, batchSize: plan.batchSize),
          memoryBytes: memory.bytes(batchSize: plan.batchSize), blockSlices: store.depth > 1 ? store.depth : nil)))
    for (one, grid) in zip(cases, imageGrids) {
      if let note = plan.usedPreparation.note(for: grid) { try report(.note("\(one.name): \(note)")) }
    }
    try report(.note(store.validationSentence))
    if let sentence = store.blockSentence { try report(.note(sentence)) }

    let watch = Stopwatch(earlierSeconds: session.state.elapsedSeconds)
    let firstStep = session.state.step
    let end = try epochs(session, watch)
    session.state.elapsedSeconds = watch.seconds
    if end != .stopped { for sentence in session.method.endRun(session) { try report(.note(sentence)) } }
    let trainedSeconds = max(watch.seconds - watch.earlierSeconds, 1e-9)

    // A run that ends inside an epoch judges the weights at hand too; the checkpoint stays as it was, so that a resumed
    // run has the bits of an uninterrupted one.
    let checkpoint = session.stateWithMethod
    let checkpointWeights = session.weights
    if session.state.bestEpoch == 0 || (end == .budgetSpent && session.state.stepInEpoch > 0) {
      if session.state.step == 0, end == .stopped { throw .cancelledBeforeFirstEpoch }
      if session.state.step == 0, end == .budgetSpent {
        throw .plan("a budget of \(plan.budgetSeconds ?? 0) seconds, which is over before the first step")
      }
      guard session.state.step > 0, end != .notFinite else { throw .notFinite(step: session.state.step + 1) }
      try endEpoch(session, elapsed: watch.seconds, slicesPerSecond: 0, isPartial: true)
      guard session.state.bestEpoch > 0 else { throw .notFinite(step: session.state.step) }
    }
    let judgement = end == .stopped ? FinalJudgement() : judge(session, pool: pool)
    let model = try bestModel(session.state, store: store, judgement)
    try save(checkpoint, weights: checkpointWeights, best: model, isEnd: true)
    if end != .stopped, !store.trusted.isEmpty {
      try report(.note("the threshold of the prediction is the best on the trusted slices: \(judgement.threshold)"))
    }
    if let filter = judgement.filter, filter != LesionSizeFilter() {
      try report(
        .note(
          "predictions leave out components of up to \(filter.largestRemovedMM3) mm3, which was best on the held-out patients"
        ))
    }
    let mapped = mapRequests.wantedAtEnd(of: cases.count)
    if !mapped.isEmpty {
      session.load(session.state.bestWeights)
      try reportMaps(ofCases: mapped, session, isEnd: true)
    }
    try report(
      .finished(
        TrainingSummary(
          endedBy: end, epochs: checkpoint.epoch, steps: checkpoint.step, bestEpoch: session.state.bestEpoch,
          bestDice: session.state.bestDice, binarisationThreshold: judgement.threshold, elapsedSeconds: watch.seconds,
          slicesPerSecond: Double(checkpoint.step - firstStep)
            * Double(store.training.count * store.depth)
            / Double(EpochOrder.steps(sliceCount: store.training.count, batchSize: plan.batchSize)) / trainedSeconds,
          trainingSlices: store.training.count, validationSlices: store.validation.count,
          heldOutPatients: store.heldOutPatients, raters: judgement.raters)))
    return model
  }

  // MARK: Epochs

  private mutating func epochs(
    _ session: TrainingSession, _ watch: Stopwatch
  ) throws(TrainingError) -> TrainingEnd {
    let store = session.store
    while true {
      if let epochs = plan.epochs, session.state.epoch >= epochs { return .epochsDone }
      if let patience = plan.patience, session.state.highestEpoch > 0,
        session.state.epoch - session.state.highestEpoch >= patience
      {
        return .patienceSpent
      }
      let order = EpochOrder(plan: plan, epoch: session.state.epoch, sliceCount: store.training.count)
      let epochWatch = Stopwatch()
      var slices = 0
      while session.state.stepInEpoch < order.steps {
        if isStopRequested() { return .stopped }
        if let budget = plan.budgetSeconds, watch.seconds >= budget { return .budgetSpent }
        let batch = order.batch(session.state.stepInEpoch)
        guard let loss = session.step(batch) else {
          try report(
            .note(
              "step \(session.state.step + 1): the loss or its gradient is not finite; training ends here with the best "
                + "weights so far; lower the learning rate"))
          return .notFinite
        }
        session.state.stepInEpoch += 1
        session.state.lossSum += loss
        slices += batch.count * store.depth
        try report(
          .step(
            StepRecord(
              step: session.state.step, epoch: session.state.epoch + 1, loss: loss, elapsedSeconds: watch.seconds)))
      }
      for sentence in session.method.endEpoch(session) { try report(.note(sentence)) }
      let seconds = max(epochWatch.seconds, 1e-9)
      let validation = try endEpoch(
        session, elapsed: watch.seconds, slicesPerSecond: Double(slices) / seconds, isPartial: false)
      try restartIfCollapsed(session, validation)
      session.state.epoch += 1
      session.state.stepInEpoch = 0
      session.state.lossSum = 0
      session.state.elapsedSeconds = watch.seconds
      if recorder != nil {
        let best = session.state.bestEpoch > 0 ? try bestModel(session.state, store: store, FinalJudgement()) : nil
        try save(session.stateWithMethod, weights: session.weights, best: best, isEnd: false)
      }
      try reportMaps(ofCases: mapRequests.takePending(), session, isEnd: false)
    }
  }

  /// Validates, keeps the weights that the plan asks for, reports.
  @discardableResult
  private mutating func endEpoch(
    _ session: TrainingSession, elapsed: Double, slicesPerSecond: Double, isPartial: Bool
  ) throws(TrainingError) -> TrainingSession.Validation {
    let validation = session.validate()
    let epoch = session.state.epoch + 1
    if validation.dice > session.state.highestDice || session.state.highestEpoch == 0 {
      session.state.highestDice = validation.dice
      session.state.highestEpoch = epoch
    }
    let isBetter =
      plan.selection == .last || validation.dice > session.state.bestDice || session.state.bestEpoch == 0
    if isBetter, validation.loss.isFinite, session.judgedMembers.allSatisfy({ $0.allSatisfy(\.isFinite) }) {
      session.state.bestDice = validation.dice
      session.state.bestEpoch = epoch
      session.state.bestWeights = session.judgedWeights
      session.state.bestMembers = session.method.members
      recorder?.noteBetterWeights()
      onBetterModel(try bestModel(session.state, store: session.store, FinalJudgement()))
    }
    try report(
      .epoch(
        EpochRecord(
          epoch: epoch, loss: session.state.lossSum / Double(max(1, session.state.stepInEpoch)),
          validationLoss: validation.loss, validationDice: validation.dice, bestDice: session.state.bestDice,
          bestEpoch: session.state.bestEpoch, slicesPerSecond: slicesPerSecond, elapsedSeconds: elapsed,
          secondsLeft: isPartial ? 0 : secondsLeft(elapsed: elapsed, epochsDone: epoch),
          uncertaintyChange: session.method.uncertaintyChange)))
    return validation
  }

  private func secondsLeft(elapsed: Double, epochsDone: Int) -> Double? {
    let byBudget = plan.budgetSeconds.map { max(0, $0 - elapsed) }
    let byEpochs = plan.epochs.map { elapsed / Double(epochsDone) * Double(max(0, $0 - epochsDone)) }
    guard let byBudget else { return byEpochs }
    return byEpochs.map { min($0, byBudget) } ?? byBudget
  }

  /// Overlap losses alone sometimes end in an all-background network with correct gradients. Then the run goes back to its
  /// best weights, or to fresh ones, with cross-entropy added for
  /// longer.
  private mutating func restartIfCollapsed(
    _ session: TrainingSession, _ validation: TrainingSession.Validation
  ) throws(TrainingError) {
    let loss = session.state.lossSum / Double(max(1, session.state.stepInEpoch))
    guard session.loss is any OverlapLoss, !session.addsCrossEntropy, validation.positives == 0,
      loss > Self.collapsedLoss,
      session.state.restarts < Self.restartLimit
    else { return }
    session.state.restarts += 1
    let hasGoodWeights = session.state.bestDice > 0.05
    session.load(
      hasGoodWeights
        ? session.state.bestWeights : try freshWeights(session.store, attempt: session.state.restarts).scalars)
    session.startAgain()
    try report(
      .note(
        "epoch \(session.state.epoch + 1): the network collapsed to background; training continues from "
          + (hasGoodWeights ? "the best weights so far" : "fresh weights") + ", with cross-entropy added for longer"))
  }

  private func freshWeights(_ store: SliceStore, attempt: Int) throws(TrainingError) -> UNetWeights {
    do throws(ModelError) {
      if attempt == 0, let initialWeights {
        guard initialWeights.architecture.sharesWeights(with: plan.architecture) else {
          throw .architecture("the initial weights are those of another architecture")
        }
        return try UNetWeights(architecture: plan.architecture, scalars: initialWeights.scalars)
      }
      return try UNetWeights(
        architecture: plan.architecture, seed: plan.seed &+ UInt64(attempt),
        foregroundFraction: store.foregroundFraction)
    } catch {
      throw TrainingError(error)
    }
  }
}
