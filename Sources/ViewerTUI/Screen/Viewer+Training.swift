import Segmenter
import Pictures
import TerminalIO

extension Viewer {
  func drawTraining(_ column: inout PanelColumn, on frame: inout Frame) {
    column.heading(
      model.training.method == .plain ? "Training" : "Training: \(model.training.method.rawValue)",
      trailing: trainingPhase, on: &frame)
    guard model.training.phase != .idle || !model.training.epochs.isEmpty else {
      column.line("t trains on this soft mask", ink: interface.theme.quiet, on: &frame)
      return
    }
    let last = model.training.epochs.last
    let rows = column.area.bottom - column.y
    if rows >= 6, model.training.epochs.count > 0 {
      drawCurves(&column, height: rows - 3, on: &frame)
    }
    if let last {
      column.pair(
        "epoch \(last.epoch)  loss \(Wording.fixed(last.loss, 3))",
        "val Dice \(Wording.dice(last.validationDice))", ink: interface.theme.text, on: &frame)
      let left = model.training.isBusy ? last.secondsLeft.map { "\(Wording.duration($0)) left" } ?? "" : ""
      column.pair(
        "\(Wording.fixed(speed, 0)) slices/s", left.isEmpty ? "took \(Wording.duration(last.elapsedSeconds))" : left,
        ink: interface.theme.text, on: &frame)
      if let kept = model.training.kept {
        column.pair(
          "kept: epoch \(kept.epoch)", Wording.dice(kept.validationDice), ink: interface.theme.text, on: &frame)
      }
    } else if case .failed(let reason) = model.training.phase {
      column.line(reason, ink: interface.theme.warning, on: &frame)
    } else {
      let slices =
        model.training.trainingSlices > 0
        ? "\(model.training.trainingSlices) slices to learn, \(model.training.validationSlices) to check"
        : "preparing slices"
      column.line(slices, ink: interface.theme.quiet, on: &frame)
      if model.training.stepsPerEpoch > 0 {
        column.line(
          "epoch 1: step \(model.training.step) of \(model.training.stepsPerEpoch)", ink: interface.theme.quiet,
          on: &frame)
      }
    }
  }

  /// The speed of the last whole epoch; the one that a budget cuts short has none.
  private var speed: Double { model.training.epochs.last { $0.slicesPerSecond > 0 }?.slicesPerSecond ?? .nan }

  private var trainingPhase: String {
    switch model.training.phase {
    case .idle: "idle"
    case .preparing: "preparing"
    case .running: "running"
    case .stopping: "stopping"
    case .finished: "done"
    case .failed: "failed"
    }
  }

  /// Loss and validation Dice against epochs in one plot, both on an axis from 0 to 1.
  private func drawCurves(_ column: inout PanelColumn, height: Int, on frame: inout Frame) {
    let plot = Rectangle(x: column.area.x, y: column.y, width: column.area.width, height: height)
    let losses = model.training.epochs.map(\.loss)
    let dice = model.training.epochs.map(\.validationDice)
    CurvePlot(series: [
      .init(values: losses, ink: interface.theme.quiet, asciiMark: "."),
      .init(values: dice, ink: interface.theme.accent, asciiMark: "*"),
    ]).draw(in: plot, paper: interface.theme.background, ascii: interface.display.glyphs == .ascii, on: &frame)
    frame.write("1", x: plot.x, y: plot.y, Pen(interface.theme.faint, on: interface.theme.background))
    frame.write("0", x: plot.x, y: plot.bottom - 1, Pen(interface.theme.faint, on: interface.theme.background))
    frame.write(
      "loss ", endingAt: plot.right - 9, y: plot.y, Pen(interface.theme.quiet, on: interface.theme.background))
    frame.write(
      "val Dice", endingAt: plot.right, y: plot.y, Pen(interface.theme.accent, on: interface.theme.background))
    for _ in 0..<height { column.advance() }
  }
}
