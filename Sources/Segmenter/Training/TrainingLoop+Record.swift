internal import VolumeModel

/// What a run writes down, and from where a resumed one continues.
extension TrainingLoop {
  mutating func beginRecord(_ session: TrainingSession) throws(TrainingError) {
    guard let folder = recorder?.folder else { return }
    do throws(FileError) {
      try recorder?.begin()
      try folder.begin(plan, cases: records)
    } catch {
      throw .file(error)
    }
    // A run that was killed before its first checkpoint begins anew.
    guard folder.resumes, folder.hasCheckpoint else {
      try truncateRecord(folder, session.state)
      return
    }
    let lacking: [String]
    do throws(ModelError) {
      let (state, weights) = try Checkpoint.read(
        folder.checkpointPath, architecture: plan.architecture, optimizer: plan.optimizer)
      lacking = session.restore(state, weights: weights.scalars)
    } catch {
      throw TrainingError(error)
    }
    try truncateRecord(folder, session.state)
    for sentence in lacking { try report(.note(sentence)) }
  }

  private func truncateRecord(_ folder: RunFolder, _ state: TrainingState) throws(TrainingError) {
    folder.removeUnfinished()
    do throws(FileError) {
      try folder.keepMetrics(throughEpoch: state.epoch)
      try folder.keepEvents(throughEpoch: state.epoch, step: state.step)
    } catch {
      throw .file(error)
    }
  }

  mutating func save(
    _ state: TrainingState, weights: [Float], best: TrainedModel?, isEnd: Bool
  ) throws(TrainingError) {
    do throws(ModelError) {
      let weights = try UNetWeights(architecture: plan.architecture, scalars: weights)
      try recorder?.save(state, weights: weights, best: best, isEnd: isEnd)
      if isEnd { try recorder?.finish() }
    } catch {
      throw TrainingError(error)
    }
  }

  func report(_ event: TrainingEvent) throws(TrainingError) {
    do throws(FileError) {
      try recorder?.record(event)
    } catch {
      throw .file(error)
    }
    onEvent(event)
  }
}
