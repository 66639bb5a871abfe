import Foundation
import Segmenter
import Synchronization

/// Says how far an experiment is: one line that is rewritten on a terminal, a line a cell elsewhere.
final class ExperimentReporter: Sendable {
  private struct State {
    var live = LiveLines()
    var cell = 0
    /// Whether the cell is run, and was not done before.
    var isWorking = false
    var done = 0
    /// Forecast seconds of the cells that this start has run.
    var workedForecast = 0.0
    var watch: ContinuousClock.Instant?
  }
  private let state = Mutex(State())
  private let cells: [ExperimentCell]
  private let forecast: ExperimentForecast
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(_ cells: [ExperimentCell], forecast: ExperimentForecast) {
    self.cells = cells
    self.forecast = forecast
  }

  var doneCount: Int { state.withLock { $0.done } }

  func report(_ event: ExperimentRun.Event) {
    state.withLock { state in
      switch event {
      case .cell(let number, let isDone):
        if state.isWorking { state.workedForecast += forecast.seconds[state.cell] }
        state.cell = number
        state.isWorking = !isDone
        // All before are done or have failed.
        state.done = number + (isDone ? 1 : 0)
        guard !isDone else { return }
        if state.watch == nil { state.watch = .now }
        if !isTerminal { Messages.line(line(state, fraction: 0)) }
      case .progress(let fraction):
        if isTerminal { state.live.show([String(line(state, fraction: fraction).prefix(LiveLines.columns - 1))]) }
      case .failed(let error):
        state.live.clear()
        Messages.error("\(error)")
      }
    }
  }

  func finish() { state.withLock { $0.live.clear() } }

  /// "cell 17 of 96, 12 min left: NAME"
  private func line(_ state: State, fraction: Double) -> String {
    let here = forecast.seconds[state.cell] * fraction
    let worked = state.workedForecast + here
    let left = forecast.seconds[state.cell...].reduce(0, +) - here
    // The forecast is corrected by how long cells really took.
    let elapsed = state.watch.map { ($0.duration(to: .now) / .seconds(1)) } ?? 0
    let pace = worked > 0 && elapsed > 5 ? elapsed / worked : 1
    return
      "cell \(state.cell + 1) of \(cells.count), \(Self.text(seconds: left * pace)) left: \(cells[state.cell].name)"
  }

  static func text(seconds: Double) -> String {
    if seconds < 90 { return "\(Int(seconds.rounded(.up))) s" }
    let minutes = Int((seconds / 60).rounded(.up))
    return minutes < 120 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
  }
}
