import VolumeModel
import Pictures
import TerminalIO

/// The lesion list as a panel at the right, or a sheet below the picture on narrow screens.
extension Viewer {
  func drawLesionList(in area: Rectangle, of frame: inout Frame) {
    let pen = Pen(interface.theme.text, on: interface.theme.background)
    frame.fill(area, pen)
    let isPanel = area.x > 0
    if isPanel {
      for y in area.y..<area.bottom { frame.write(asciiOr("│", "|"), x: area.x, y: y, pen.withInk(interface.theme.rule)) }
    }
    var column = PanelColumn(
      area: Rectangle(
        x: area.x + (isPanel ? 2 : 1), y: area.y, width: area.width - (isPanel ? 3 : 2), height: area.height),
      theme: interface.theme)
    column.heading(
      "Lesions",
      trailing: review.filter.map { "\(review.rows.count) of \(review.allRows.count): \($0.text)" } ?? review.progress,
      on: &frame)
    let columns = LesionColumn.fitting(
      column.area.width - 3, hasSecondRater: scan.raters.count > 1, comparesVisits: scan.comparesVisits,
      sortedBy: review.order.field)
    drawHeader(columns, &column, on: &frame)
    let detailHeight = area.height >= 24 ? 8 : area.height >= 14 ? 4 : 0
    let rows = max(1, area.bottom - column.y - detailHeight)
    drawRows(columns, rows, &column, on: &frame)
    if detailHeight > 0, let row = review.selectedRow {
      column.move(to: area.bottom - detailHeight)
      drawDetail(of: row, height: detailHeight, &column, on: &frame)
    }
  }

  private func asciiOr(_ glyph: String, _ ascii: String) -> String { interface.display.glyphs == .ascii ? ascii : glyph }

  private func drawHeader(_ columns: [LesionColumn], _ column: inout PanelColumn, on frame: inout Frame) {
    var x = column.area.x + 3
    for item in columns {
      let isKey = item.field == review.order.field
      let title = isKey ? item.title + asciiOr(review.order.isDescending ? "▾" : "▴", "*") : item.title
      let pen = Pen(isKey ? interface.theme.accent : interface.theme.quiet, on: interface.theme.background)
      frame.write(title, endingAt: x + item.width, y: column.y, pen)
      x += item.width + 1
    }
    column.advance()
  }

  private func drawRows(_ columns: [LesionColumn], _ height: Int, _ column: inout PanelColumn, on frame: inout Frame) {
    if review.rows.isEmpty {
      column.line(review.filter == nil ? "no lesions" : "the filter leaves none", ink: interface.theme.faint, on: &frame)
      return
    }
    let selected = review.selectedIndex ?? 0
    let first = max(0, min(selected - height / 2, review.rows.count - height))
    for index in first..<min(review.rows.count, first + height) {
      let row = review.rows[index]
      let isSelected = row.id == review.selected
      let paper = isSelected ? interface.theme.bar : interface.theme.background
      let pen = Pen(row.isDecided ? interface.theme.quiet : interface.theme.text, on: paper, isSelected ? [.bold] : [])
      frame.fill(Rectangle(x: column.area.x, y: column.y, width: column.area.width, height: 1), pen)
      var x = column.area.x
      frame.write(isSelected ? asciiOr("›", ">") : " ", x: x, y: column.y, Pen(interface.theme.accent, on: paper, .bold))
      let mark = Self.mark(of: row)
      frame.write(
        mark.text, x: x + 1, y: column.y, Pen(mark.isWarning ? interface.theme.warning : interface.theme.accent, on: paper, .bold))
      x += 3
      for item in columns {
        if item.field == .by {
          drawWho(row, at: x, column.y, pen, on: &frame)
        } else {
          frame.write(item.text(row), endingAt: x + item.width, y: column.y, pen)
        }
        x += item.width + 1
      }
      column.advance()
    }
  }

  /// A letter for what was decided, in the letter of its key, and `!` behind it where it is flagged.
  private static func mark(of row: LesionRow) -> (text: String, isWarning: Bool) {
    let verdict =
      switch row.review?.verdict {
      case .approved: "A"
      case .rejected: "X"
      case nil: "-"
      }
    let isFlagged = row.review?.isFlagged == true
    return (verdict + (isFlagged ? "!" : ""), isFlagged)
  }

  /// 1, 2 and p in the colours of the layers, a dot where somebody did not draw.
  private func drawWho(_ row: LesionRow, at x: Int, _ y: Int, _ pen: Pen, on frame: inout Frame) {
    let who: [(Bool, String, RGB)] = [
      (row.record.rater1MM3 > 0, "1", interface.theme.rater1), (row.record.rater2MM3 > 0, "2", interface.theme.rater2),
      (row.record.predictionVoxels > 0, "p", interface.theme.prediction),
    ]
    for (index, (isThere, name, ink)) in who.enumerated() {
      frame.write(isThere ? name : asciiOr("·", "."), x: x + index, y: y, pen.withInk(isThere ? ink : interface.theme.faint))
    }
  }

  private func drawDetail(of row: LesionRow, height: Int, _ column: inout PanelColumn, on frame: inout Frame) {
    let record = row.record
    func number(_ value: Double?, _ digits: Int) -> String { value.map { Wording.fixed($0, digits) } ?? "n/a" }
    column.heading("Lesion \(row.id)", trailing: row.review?.lesionClass?.title ?? "no class", on: &frame)
    let slices = "\(record.slices.lowerBound)-\(record.slices.upperBound)"
    let decision: String =
      switch (row.review?.verdict, row.review?.choice) {
      case (nil, let choice): "undecided: \(choice.map { scan.maskNames.title($0.source) } ?? scan.maskNames.title(review.undecided))"
      case (.rejected, _): "rejected: gets no voxels"
      case (.approved, let choice):
        "approved: \(choice.map { scan.maskNames.title($0.source) } ?? "as it is")" + (choice.map { Self.steps($0.steps, scan.grid) } ?? "")
      }
    var lines = [
      decision,
      "\(Wording.volume(mm3: record.volumeMM3)), \(Wording.fixed(record.diameterMM, 1)) mm long",
      "\(record.side.rawValue), slices \(slices)" + (record.change.map { ", \($0.rawValue)" } ?? ""),
      "FLAIR \(number(record.flairInside, 0)), around it \(number(record.flairAround, 0))"
        + (record.contrast.map { " (\($0 < 0 ? "" : "+")\(Wording.percent($0)))" } ?? ""),
    ]
    if scan.raters.count > 1 {
      lines.append(
        "\(scan.maskNames.onlyFirst) \(Wording.volume(mm3: record.onlyRater1MM3)), "
          + "\(scan.maskNames.onlySecond) \(Wording.volume(mm3: record.onlyRater2MM3))")
    }
    if let mean = record.meanProbability {
      lines.append("probability \(number(mean, 2)), at most \(number(record.largestProbability, 2))")
    }
    if let comment = row.review?.comment, !comment.isEmpty { lines.append("\"\(comment)\"") }
    for line in lines.prefix(height - 1) { column.line(line, ink: interface.theme.text, on: &frame) }
  }

  private static func steps(_ steps: Int, _ grid: VoxelGrid) -> String {
    steps == 0 ? "" : ", \(steps > 0 ? "+" : "-")\(Wording.fixed(abs(Double(steps)) * grid.spacingMM.min(), 1)) mm"
  }

  func drawClassMenu(on frame: inout Frame) {
    let rows: [Row] = LesionClass.allCases.enumerated().map { index, item in
      let line = "\(index + 1)  \(item.title)"
      return index == review.classChoice ? .chosen(line) : .text(line)
    }
    drawSheet("Class of lesion \(review.selected ?? 0)", rows, keyWidth: 0, width: 36, on: &frame)
  }
}

/// A column of the lesion list.
struct LesionColumn {
  let field: LesionField
  let title: String
  let width: Int
  let text: (LesionRow) -> String

  /// The column sorted by and the most important others that fit into a width, in their order on the screen.
  static func fitting(
    _ width: Int, hasSecondRater: Bool, comparesVisits: Bool, sortedBy key: LesionField
  ) -> [LesionColumn] {
    func number(_ value: Double?, _ digits: Int) -> String { value.map { Wording.fixed($0, digits) } ?? "-" }
    let all: [(rank: Int, column: LesionColumn)] = [
      (0, LesionColumn(field: .id, title: "#", width: 4) { "\($0.id)" }),
      (0, LesionColumn(field: .vol, title: "volume", width: 8) { Wording.volume(mm3: $0.record.volumeMM3) }),
      (0, LesionColumn(field: .by, title: "who", width: 4) { $0.record.drawnBy }),
      (
        comparesVisits ? 0 : 99,
        LesionColumn(field: .change, title: "change", width: 6) { $0.record.change?.rawValue ?? "-" }
      ),
      (4, LesionColumn(field: .dis, title: "dispute", width: 8) { Wording.volume(mm3: $0.record.disagreementMM3) }),
      (
        hasSecondRater && !comparesVisits ? 1 : 9,
        LesionColumn(field: .agree, title: "Dice", width: 5) { number($0.record.agreement, 2) }
      ),
      (3, LesionColumn(field: .prob, title: "prob", width: 5) { number($0.record.meanProbability, 2) }),
      (6, LesionColumn(field: .diam, title: "mm", width: 5) { number($0.record.diameterMM, 1) }),
      (
        2,
        LesionColumn(field: .side, title: "side", width: 5) {
          $0.record.side == .midline ? "mid" : $0.record.side == .unknown ? "?" : $0.record.side.rawValue
        }
      ),
      (
        5,
        LesionColumn(field: .slice, title: "slices", width: 7) {
          "\($0.record.slices.lowerBound)-\($0.record.slices.upperBound)"
        }
      ),
      (
        7,
        LesionColumn(field: .contrast, title: "contr", width: 6) {
          number($0.record.contrast.map { $0 * 100 }, 0) + "%"
        }
      ),
      (8, LesionColumn(field: .class, title: "class", width: 17) { $0.review?.lesionClass?.title ?? "" }),
    ]
    var chosen: Set<LesionField> = []
    var left = width
    let ranked = all.map { (rank: $0.column.field == key ? -1 : $0.rank, column: $0.column) }
    for (rank, column) in ranked.sorted(by: { $0.rank < $1.rank }) where rank < 99 && column.width + 1 <= left {
      chosen.insert(column.field)
      left -= column.width + 1
    }
    return all.map(\.column).filter { chosen.contains($0.field) }
  }
}
