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
        "\(Wording.fixed(speed, speed < 10 ? 1 : 0)) slices/s",
        left.isEmpty ? "took \(Wording.duration(last.elapsedSeconds))" : left,
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
    let theme = interface.theme
    let area = Rectangle(x: column.area.x, y: column.y, width: column.area.width, height: height)
    let curves = CurvePlot(series: [
      .init(values: model.training.epochs.map(\.loss), ink: theme.quiet, asciiMark: "."),
      .init(values: model.training.epochs.map(\.validationDice), ink: theme.accent, asciiMark: "*"),
    ])
    var plot = area
    if let cell = interface.display.cellPixels, area.height > 2 {
      // Beside the ends of the axis and below the names of the curves, which would hide pieces of the picture.
      plot = Rectangle(x: area.x + 2, y: area.y + 1, width: max(0, area.width - 2), height: area.height - 1)
      let chart = curves.raster(
        width: plot.width * cell.x, height: plot.height * cell.y, lineWidth: max(1.5, Double(cell.y) / 9),
        paper: cellColour(theme.background), rule: theme.rule)
      place(chart: chart, in: plot, on: &frame)
    } else {
      curves.draw(in: plot, paper: theme.background, ascii: interface.display.glyphs == .ascii, on: &frame)
    }
    frame.write("1", x: area.x, y: plot.y, Pen(theme.faint, on: theme.background))
    frame.write("0", x: area.x, y: plot.bottom - 1, Pen(theme.faint, on: theme.background))
    frame.write("loss ", endingAt: area.right - 9, y: area.y, Pen(theme.quiet, on: theme.background))
    frame.write("val Dice", endingAt: area.right, y: area.y, Pen(theme.accent, on: theme.background))
    for _ in 0..<height { column.advance() }
  }
}
