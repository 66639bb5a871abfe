package import Segmenter

/// What the training panel shows.
package struct TrainingProgress: Sendable {
  package enum Phase: Sendable, Hashable {
    case idle
    case preparing
    case running
    case stopping
    case finished
    case failed(String)
  }

  package var phase: Phase = .idle
  package var method = MethodName.plain
  package var epochs: [EpochRecord] = []
  package var trainingSlices = 0
  package var validationSlices = 0
  /// The patients that validation holds out; empty where it holds out other slices of the patients trained on.
  package var heldOutPatients: [String] = []
  /// Steps done since the start, and steps of an epoch.
  package var step = 0
  package var stepsPerEpoch = 0
  package var runFolder: String?

  package init() {}

  package var isBusy: Bool { phase == .preparing || phase == .running || phase == .stopping }
  /// Whom a validation number is of.
  package var validated: String { ValidationUnit.whom(heldOut: heldOutPatients) }
  /// The epoch whose weights are kept.
  package var kept: EpochRecord? { epochs.last.flatMap { last in epochs.last { $0.epoch == last.bestEpoch } } }
}
