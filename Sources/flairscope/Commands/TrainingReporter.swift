import Foundation
import Segmenter
import Synchronization
import Pictures

/// Says how a run goes: a line an epoch, and on a terminal below them how far it is, with its curves.
final class TrainingReporter: Sendable {
  private struct State {
    var live = LiveLines()
    var prepared: PreparedRecord?
    var epochs: [EpochRecord]
    var summary: TrainingSummary?
  }
  private let state: Mutex<State>
  private let plan: TrainingPlan
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let style: CurveLines.Style

  /// - Parameter earlier: epochs of the run before it was resumed.
  init(plan: TrainingPlan, earlier: [EpochRecord]) {
    self.plan = plan
    state = Mutex(State(epochs: earlier))
    let environment = ProcessInfo.processInfo.environment
    let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? ""
    let isPlain =
      environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
      || !locale.uppercased().replacing("-", with: "").hasSuffix("UTF8")
    style = isPlain ? .plain : .colours
  }

  var summary: TrainingSummary? { state.withLock { $0.summary } }

  func report(_ event: TrainingEvent) {
    state.withLock { state in
      switch event {
      case .prepared(let record):
        state.prepared = record
        Messages.line(
          "training on \(record.trainingSlices) \(Self.samples(record)) of \(record.sliceWidth) x \(record.sliceHeight), "
            + "validating on \(record.validationSlices)\(Self.further(record)); \(record.parameters) parameters, "
            + "\(record.memoryBytes >> 20) MB, \(plan.threads) thread\(plan.threads == 1 ? "" : "s")")
      case .step(let record):
        guard isTerminal else { break }
        let percent = Int(min(1, fractionDone(record, state.prepared)) * 100)
        let text =
          "training: \(percent) %  epoch \(record.epoch)  loss \(decimals(record.loss, 4))"
          + timeLeft(state.epochs.last)
        state.live.show([String(text.prefix(LiveLines.columns - 1))] + curves(state.epochs))
      case .epoch(let record):
        state.live.clear()
        // A resumed run may have reported this epoch before it was killed.
        state.epochs.removeAll { $0.epoch >= record.epoch }
        state.epochs.append(record)
        let text =
          "epoch \(record.epoch)  loss \(decimals(record.loss, 4))  validation loss \(decimals(record.validationLoss, 4))"
          + "  Dice \(decimals(record.validationDice, 4))  kept \(decimals(record.bestDice, 4)) (epoch \(record.bestEpoch))"
          + "  \(decimals(record.slicesPerSecond, 1)) slices/s"
        // A terminal has the time left below, where there is room for it.
        Messages.line(text + (isTerminal ? "" : timeLeft(record)))
        if isTerminal { state.live.show(curves(state.epochs), atOnce: true) }
      case .maps: break
      case .note(let text):
        state.live.clear()
        Messages.note(text)
      case .finished(let record):
        state.live.clear()
        state.summary = record
        if isTerminal { for line in curves(state.epochs) { Messages.line(line) } }
        Messages.line(
          "\(record.endedBy.sentence) after \(Int(record.elapsedSeconds)) s: the weights of epoch \(record.bestEpoch) are kept, "
            + "validation Dice \(decimals(record.bestDice, 4)) (\(ValidationUnit.whom(heldOut: record.heldOutPatients ?? [])))"
            + ", threshold \(record.binarisationThreshold)")
        if record.endedBy == .stopped { Messages.line("the same command with --resume continues it") }
        for score in record.raters where score.slices == .heldOut {
          Messages.line(
            "\(score.caseName), held-out slices, against \(score.rater): Dice \(decimals(score.dice, 4)), precision "
              + "\(decimals(score.precision, 4)), recall \(score.recall.map { decimals($0, 4) } ?? "n/a")")
        }
      case .failed:
        state.live.clear()
      }
    }
  }

  private static func samples(_ record: PreparedRecord) -> String {
    record.blockSlices.map { "blocks of \($0) slices" } ?? "slices"
  }

  /// Trusted and empty slices, where there are any.
  private static func further(_ record: PreparedRecord) -> String {
    (record.trustedSlices > 0 ? ", \(record.trustedSlices) trusted slices" : "")
      + (record.emptySlices > 0 ? ", \(record.emptySlices) of the training slices without a lesion" : "")
  }

  private func timeLeft(_ epoch: EpochRecord?) -> String {
    epoch?.secondsLeft.map { "  \(Int($0)) s left" } ?? ""
  }

  /// One epoch is no curve yet.
  private func curves(_ epochs: [EpochRecord]) -> [String] {
    guard epochs.count > 1 else { return [] }
    return CurveLines.lines(epochs, width: min(LiveLines.columns - 1, 100), height: 6, style: style)
  }

  private func fractionDone(_ step: StepRecord, _ prepared: PreparedRecord?) -> Double {
    var fraction = 0.0
    if let budget = plan.budgetSeconds { fraction = step.elapsedSeconds / budget }
    if let epochs = plan.epochs, let prepared {
      fraction = max(fraction, Double(step.step) / Double(max(1, epochs * prepared.stepsPerEpoch)))
    }
    return fraction
  }

  private func decimals(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
}
