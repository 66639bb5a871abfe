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
  /// Steps done since the start, and steps of an epoch.
  package var step = 0
  package var stepsPerEpoch = 0
  package var runFolder: String?

  package init() {}

  package var isBusy: Bool { phase == .preparing || phase == .running || phase == .stopping }
  package var best: EpochRecord? { epochs.max { $0.validationDice < $1.validationDice } }
}
