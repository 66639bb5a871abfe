import Foundation
import Segmenter
import Synchronization

/// Says how a run goes: a line an epoch, and between them a line that is rewritten on a terminal.
final class TrainingReporter: Sendable {
  private struct State {
    var line = ProgressLine("training")
    var prepared: PreparedRecord?
    var lastEpoch: EpochRecord?
    var summary: TrainingSummary?
  }
  private let state = Mutex(State())
  private let plan: TrainingPlan
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(plan: TrainingPlan) { self.plan = plan }

  var summary: TrainingSummary? { state.withLock { $0.summary } }

  func report(_ event: TrainingEvent) {
    state.withLock { state in
      switch event {
      case .prepared(let record):
        state.prepared = record
        Messages.line(
          "training on \(record.trainingSlices) slices of \(record.sliceWidth) x \(record.sliceHeight), "
            + "validating on \(record.validationSlices); \(record.parameters) parameters, "
            + "\(record.memoryBytes >> 20) MB, \(plan.threads) threads")
      case .step(let record):
        guard isTerminal else { break }
        state.line.update(share(record, state.prepared), "epoch \(record.epoch)  loss \(decimals(record.loss, 4))")
      case .epoch(let record):
        state.line.finish()
        state.lastEpoch = record
        var text =
          "epoch \(record.epoch)  loss \(decimals(record.loss, 4))  validation loss \(decimals(record.validationLoss, 4))"
          + "  Dice \(decimals(record.validationDice, 4))  best \(decimals(record.bestDice, 4)) (epoch \(record.bestEpoch))"
          + "  \(decimals(record.slicesPerSecond, 1)) slices/s"
        if let left = record.secondsLeft { text += "  \(Int(left)) s left" }
        Messages.line(text)
      case .note(let text):
        state.line.finish()
        Messages.note(text)
      case .finished(let record):
        state.line.finish()
        state.summary = record
        Messages.line(
          "\(record.endedBy.sentence) after \(Int(record.elapsedSeconds)) s: best validation Dice "
            + "\(decimals(record.bestDice, 4)) in epoch \(record.bestEpoch), binarisation threshold "
            + "\(record.binarisationThreshold)")
      case .failed:
        state.line.finish()
      }
    }
  }

  private func share(_ step: StepRecord, _ prepared: PreparedRecord?) -> Double {
    var share = 0.0
    if let budget = plan.budgetSeconds { share = step.elapsedSeconds / budget }
    if let epochs = plan.epochs, let prepared {
      share = max(share, Double(step.step) / Double(max(1, epochs * prepared.stepsPerEpoch)))
    }
    return share
  }

  private func decimals(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
}
