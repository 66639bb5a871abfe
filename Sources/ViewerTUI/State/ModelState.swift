import Segmenter

/// The network: its training, and what it is asked about the open case.
package struct ModelState: Sendable {
  package internal(set) var training = TrainingProgress()
  package internal(set) var hasWeights: Bool

  // About the open case.
  /// A training that starts as soon as there is a soft mask.
  var awaitedTraining: TrainingRequest?
  package internal(set) var isPredicting = false
  /// From 0 to 1.
  package internal(set) var predictionProgress = 0.0
  package internal(set) var scores: ScoreTable?
  package internal(set) var isScoring = false
  /// What trained weights propose to change.
  package internal(set) var relabelling: RelabelReview?
  package internal(set) var isRelabelling = false
  /// From 0 to 1.
  package internal(set) var relabelProgress = 0.0

  init(hasWeights: Bool) { self.hasWeights = hasWeights }

  /// The training goes on while cases change; what was asked about the case left behind is forgotten.
  func forAnotherCase() -> ModelState {
    var next = ModelState(hasWeights: hasWeights)
    next.training = training
    return next
  }

  mutating func update(_ event: TrainingEvent) {
    switch event {
    case .prepared(let record):
      training.trainingSlices = record.trainingSlices
      training.validationSlices = record.validationSlices
      training.heldOutPatients = record.heldOutPatients ?? []
      training.stepsPerEpoch = record.stepsPerEpoch
      if training.phase == .preparing { training.phase = .running }
    case .step(let record): training.step = record.step
    case .epoch(let record):
      training.epochs.append(record)
      // Those of the best epoch so far predict already.
      hasWeights = true
    case .maps, .note, .finished, .failed: break
    }
  }
}
