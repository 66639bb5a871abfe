import VolumeModel
import Pictures
import TerminalIO

/// Screens that open over the picture: help, case information and the score table.
extension Viewer {
  func drawHelp(on frame: inout Frame) {
    drawSheet(
      "Keys", helpRows, keyWidth: 22, columns: max(1, min(3, (frame.width - 8) / 64)), width: 66, on: &frame)
  }

  func drawInformation(on frame: inout Frame) {
    drawSheet("Case", scan.information.map { $0.isEmpty ? .blank : .text($0) }, keyWidth: 0, width: 110, on: &frame)
  }

  func drawNote(on frame: inout Frame) {
    guard let note = interface.note else { return }
    drawSheet(note.title, note.lines.map { $0.isEmpty ? .blank : .text($0) }, keyWidth: 0, width: 110, on: &frame)
  }

  func drawScores(on frame: inout Frame) {
    var rows: [Row] = []
    if model.isScoring { rows.append(.text("computing …")) }
    if scan.prediction == nil {
      rows.append(.text("No prediction yet: p predicts with trained weights, t trains on this case."))
      rows.append(.blank)
    }
    if let scores = model.scores {
      rows += scoreRows(scores)
    }
    drawSheet("Scores", rows, keyWidth: 26, width: 92, on: &frame)
  }

  private func scoreRows(_ table: ScoreTable) -> [Row] {
    func line(_ title: String, _ value: (AgreementMetrics) -> String) -> Row {
      .columns([title] + table.rows.map { value($0.report.metrics) })
    }
    func number(_ value: Double?, _ digits: Int = 3) -> String { value.map { Wording.fixed($0, digits) } ?? "n/a" }
    var rows: [Row] = [
      .columns([""] + table.rows.map(\.title)),
      line("Dice") { number($0.dice) },
      line("precision") { number($0.precision) },
      line("recall") { number($0.recall) },
      line("volume of reference, ml") { number($0.volumeReferenceML, 2) },
      line("volume of candidate, ml") { number($0.volumeCandidateML, 2) },
      line("HD95 directed, mm") { number($0.hausdorff95MM, 2) },
      line("ASSD, mm") { number($0.averageSymmetricSurfaceDistanceMM, 2) },
      line("lesions of reference") { "\($0.lesionsReference)" },
      line("lesions of candidate") { "\($0.lesionsCandidate)" },
      line("lesions found (LTPR)") { number($0.lesionTruePositiveRate) },
      line("false lesions (LFPR)") { number($0.lesionFalsePositiveRate) },
      line("lesion F1") { number($0.lesionF1) },
      .blank,
    ]
    if table.threshold.isFinite {
      rows.append(.text("Prediction: p \(Wording.atLeast(interface.display.glyphs)) \(Wording.share(table.threshold)), components of more than 3 mm³ kept."))
    }
    rows.append(.text("Lesions are 18-connected; one shared voxel counts as found. Candidate against reference."))
    if scan.raters.contains(where: \.isSimulated) {
      rows.append(.text("Rater 2 is SIMULATED: its numbers say nothing about human agreement."))
    }
    return rows
  }

  // MARK: - Sheets

  enum Row {
    case heading(String)
    case pair(String, String)
    case text(String)
    /// A line of a list that keys act on.
    case chosen(String)
    case columns([String])
    case blank
  }

  /// Rows in a bordered sheet, in several columns where the screen is wide, scrolled where they are too many.
  func drawSheet(
    _ title: String, _ rows: [Row], keyWidth: Int, columns: Int = 1, width: Int, on frame: inout Frame
  ) {
    let sheetWidth = min(width * columns, frame.width - 4)
    let rowsPerColumn = (rows.count + columns - 1) / columns
    let sheetHeight = min(rowsPerColumn + 3, frame.height - 3)
    let area = Rectangle(
      x: (frame.width - sheetWidth) / 2, y: max(1, (frame.height - sheetHeight) / 2), width: sheetWidth,
      height: sheetHeight)
    let pen = Pen(interface.theme.text, on: interface.theme.bar)
    frame.fill(area, pen)
    drawBorder(area, title, on: &frame)
    let inner = Rectangle(x: area.x + 2, y: area.y + 2, width: area.width - 4, height: area.height - 3)
    let shown = inner.height * columns
    let first = min(interface.scroll, max(0, rows.count - shown))
    let columnWidth = inner.width / columns
    for (offset, row) in rows.dropFirst(first).prefix(shown).enumerated() {
      let place = Rectangle(
        x: inner.x + offset / inner.height * columnWidth, y: inner.y + offset % inner.height,
        width: columnWidth - (columns > 1 ? 2 : 0), height: 1)
      draw(row, in: place, keyWidth, on: &frame)
    }
    if rows.count > shown {
      let more = "\(first + 1)–\(min(rows.count, first + shown)) of \(rows.count), Up Down scroll"
      frame.write(" \(more) ", endingAt: area.right - 2, y: area.bottom - 1, pen.withInk(interface.theme.quiet))
    }
  }

  private func draw(_ row: Row, in area: Rectangle, _ keyWidth: Int, on frame: inout Frame) {
    let pen = Pen(interface.theme.text, on: interface.theme.bar)
    switch row {
    case .blank: break
    case .heading(let text): frame.write(text, x: area.x, y: area.y, Pen(interface.theme.accent, on: interface.theme.bar, .bold))
    case .text(let text): frame.write(text, x: area.x, y: area.y, pen, limit: area.width)
    case .chosen(let text):
      frame.fill(area, Pen(interface.theme.bar, on: interface.theme.accent))
      frame.write(text, x: area.x, y: area.y, Pen(interface.theme.background, on: interface.theme.accent, .bold), limit: area.width)
    case .pair(let key, let text):
      frame.write(key, x: area.x + 1, y: area.y, pen.bold, limit: text.isEmpty ? area.width - 1 : keyWidth - 1)
      frame.write(
        text, x: area.x + keyWidth + 1, y: area.y, pen.withInk(interface.theme.quiet), limit: area.width - keyWidth - 1)
    case .columns(let words):
      let titleWidth = keyWidth
      let columnWidth = max(8, (area.width - titleWidth) / max(1, words.count - 1))
      for (index, word) in words.enumerated() {
        if index == 0 {
          frame.write(word, x: area.x, y: area.y, pen.withInk(interface.theme.quiet), limit: titleWidth)
        } else {
          let right = area.x + titleWidth + index * columnWidth
          frame.write(word, endingAt: min(area.right, right), y: area.y, pen)
        }
      }
    }
  }

  func drawBorder(_ area: Rectangle, _ title: String, on frame: inout Frame) {
    let ascii = interface.display.glyphs == .ascii
    let pen = Pen(interface.theme.quiet, on: interface.theme.bar)
    let glyphs: (String, String, String, String, String, String) =
      ascii ? ("+", "+", "+", "+", "-", "|") : ("╭", "╮", "╰", "╯", "─", "│")
    for x in area.x + 1..<area.right - 1 {
      frame.write(glyphs.4, x: x, y: area.y, pen)
      frame.write(glyphs.4, x: x, y: area.bottom - 1, pen)
    }
    for y in area.y + 1..<area.bottom - 1 {
      frame.write(glyphs.5, x: area.x, y: y, pen)
      frame.write(glyphs.5, x: area.right - 1, y: y, pen)
    }
    frame.write(glyphs.0, x: area.x, y: area.y, pen)
    frame.write(glyphs.1, x: area.right - 1, y: area.y, pen)
    frame.write(glyphs.2, x: area.x, y: area.bottom - 1, pen)
    frame.write(glyphs.3, x: area.right - 1, y: area.bottom - 1, pen)
    frame.write(" \(title) ", x: area.x + 2, y: area.y, Pen(interface.theme.accent, on: interface.theme.bar, .bold))
  }
}
