import Pictures
import TerminalIO
import VolumeModel

/// The lesion list, in the panel's place or in a sheet below the picture on narrow screens. Which lesion is selected the
/// review keeps, because picture and actions follow it.
struct LesionList: ScreenComponent {
  package var mode: KeyMode { .lesions }
  package var isBesidePicture: Bool { true }

  package func move(_ step: ListStep, in viewer: inout Viewer) { viewer.stepLesion(step) }

  package func choose(in viewer: inout Viewer) -> ComponentReply { .closed }

  package func press(column: Int, row: Int, in viewer: inout Viewer) -> ComponentReply? {
    guard let area = viewer.layout?.lesionList,
      let index = panel(in: area, viewer.review).row(atColumn: column, row: row)
    else { return nil }
    viewer.select(viewer.review.rows[index])
    return .stays
  }

  /// The rows below heading and column titles, above the details of the selected lesion.
  private func panel(in area: Rectangle, _ review: CaseReview) -> ListPanel {
    let inner = area.besidePicture
    return ListPanel(
      area: Rectangle(
        x: inner.x, y: inner.y + 2, width: inner.width, height: max(1, inner.height - 2 - Self.detailHeight(area))),
      count: review.rows.count, selected: review.selectedIndex ?? 0)
  }

  /// Heading and details: of four raters and a network that draws samples there are ten lines of them.
  private static func detailHeight(_ area: Rectangle) -> Int {
    area.height >= 40 ? 12 : area.height >= 24 ? 8 : area.height >= 14 ? 4 : 0
  }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    guard let area = layout.lesionList else { return }
    let (review, theme) = (viewer.review, viewer.interface.theme)
    let isASCII = viewer.interface.display.glyphs == .ascii
    var column = PanelColumn(besidePicture: area, theme: theme, isASCII: isASCII, on: &frame)
    let title = "Lesions"
    let progress =
      title.count + 1 + review.progress.count > column.area.width ? review.briefProgress : review.progress
    column.heading(
      title, trailing: review.filter.map { "\(review.rows.count) of \(review.allRows.count): \($0.text)" } ?? progress,
      on: &frame)
    let columns = LesionColumn.fitting(
      column.area.width - 3, raterCount: viewer.scan.raters.count, comparesVisits: viewer.scan.comparesVisits,
      showsRegions: !review.state.regions.isEmpty, showsSamples: (viewer.scan.samples?.count ?? 0) > 1,
      readers: review.adjudication?.readers.map(\.name) ?? [],
      sortedBy: review.order.field)
    drawHeader(columns, &column, of: viewer, on: &frame)
    if review.rows.isEmpty {
      let empty =
        review.table == nil ? "being measured …" : review.filter == nil ? "no lesions" : "the filter leaves none"
      column.line(empty, ink: theme.faint, on: &frame)
    }
    panel(in: area, review).draw(theme: theme, paper: theme.background, isASCII: isASCII, on: &frame) {
      index, place, pen, frame in
      draw(review.rows[index], columns, in: place, pen, of: viewer, on: &frame)
    }
    if Self.detailHeight(area) > 0, let row = review.selectedRow {
      column.move(to: area.bottom - Self.detailHeight(area))
      drawDetail(of: row, height: Self.detailHeight(area), &column, of: viewer, on: &frame)
    }
  }

  private func draw(
    _ row: LesionRow, _ columns: [LesionColumn], in place: Rectangle, _ pen: Pen, of viewer: Viewer,
    on frame: inout Frame
  ) {
    let theme = viewer.interface.theme
    let pen = row.isDecided ? pen.withInk(theme.quiet) : pen
    let mark = Self.mark(of: row)
    frame.write(
      mark.text, x: place.x + 1, y: place.y, Pen(mark.isWarning ? theme.warning : theme.accent, on: pen.paper, .bold))
    var x = place.x + 3
    for item in columns {
      if item.field == .by {
        drawWho(row, at: x, place.y, pen, of: viewer, on: &frame)
      } else {
        frame.write(item.text(row), endingAt: x + item.width, y: place.y, pen)
      }
      x += item.width + 1
    }
  }

  private func drawHeader(
    _ columns: [LesionColumn], _ column: inout PanelColumn, of viewer: Viewer, on frame: inout Frame
  ) {
    var x = column.area.x + 3
    for item in columns {
      let isKey = item.field == viewer.review.order.field
      let title =
        isKey ? item.title + Self.glyph(viewer, viewer.review.order.isDescending ? "▾" : "▴", "*") : item.title
      let pen = Pen(
        isKey ? viewer.interface.theme.accent : viewer.interface.theme.quiet, on: viewer.interface.theme.background)
      frame.write(title, endingAt: x + item.width, y: column.y, pen)
      x += item.width + 1
    }
    column.advance()
  }

  /// A letter for what was decided, in the letter of its key, and `!` behind it where it is flagged.
  private static func mark(of row: LesionRow) -> (text: String, isWarning: Bool) {
    let verdict = Viewer.letter(row.verdict)
    let isFlagged = row.review?.isFlagged == true
    return (verdict + (isFlagged ? "!" : ""), isFlagged)
  }

  /// The raters' numbers and p in the colours of the layers, a dot where somebody did not draw.
  private func drawWho(_ row: LesionRow, at x: Int, _ y: Int, _ pen: Pen, of viewer: Viewer, on frame: inout Frame) {
    let drawn = row.record.raterVoxels.map { $0 > 0 }
    let raters = (0..<max(2, drawn.count)).map { index in
      (
        drawn.indices.contains(index) && drawn[index], String((index + 1) % 10),
        viewer.interface.theme[.rater(index)]
      )
    }
    let who = raters + [(row.record.predictionVoxels > 0, "p", viewer.interface.theme.prediction)]
    for (index, (isThere, name, ink)) in who.enumerated() {
      frame.write(
        isThere ? name : Self.glyph(viewer, "·", "."), x: x + index, y: y,
        pen.withInk(isThere ? ink : viewer.interface.theme.faint))
    }
  }

  private func drawDetail(
    of row: LesionRow, height: Int, _ column: inout PanelColumn, of viewer: Viewer, on frame: inout Frame
  ) {
    let record = row.record
    func number(_ value: Double?, _ digits: Int) -> String { value.map { Wording.fixed($0, digits) } ?? "n/a" }
    column.heading("Lesion \(row.id)", trailing: row.review?.lesionClass?.title ?? "no class", on: &frame)
    let decision: String =
      switch (row.verdict, viewer.standingChoice(of: row)) {
      case (nil, let choice):
        "\(Wording.undecided(row.regions)): \(choice.map { viewer.scan.maskNames.title($0.source) } ?? viewer.scan.maskNames.title(viewer.review.undecided))"
      case (.rejected, _): "rejected: gets no voxels"
      case (.approved, let choice):
        "approved: \(choice.map { viewer.scan.maskNames.title($0.source) } ?? "as it is")"
          + (choice.map { Self.steps($0.steps, viewer.scan.grid) } ?? "")
      }
    let sampled = record.expectedDifferenceMM3.map { expected in
      (record.observedDifferenceMM3.map { "differ: raters \(Wording.volume(mm3: $0)), samples " } ?? "samples differ: ")
        + Wording.volume(mm3: expected)
    }
    var lines =
      [record.division].compactMap { $0 } + [decision] + [sampled].compactMap { $0 } + [
        "\(Wording.volume(mm3: record.volumeMM3)), \(Wording.fixed(record.diameterMM, 1)) mm long",
        "\(record.side.rawValue), \(record.slices.count == 1 ? "slice" : "slices") \(Wording.slices(record.slices))"
          + (record.change.map { ", \($0.rawValue)" } ?? ""),
        "FLAIR \(number(record.flairInside, 0)), around it \(number(record.flairAround, 0))"
          + (record.contrast.map { " (\($0 < 0 ? "" : "+")\(Wording.percent($0)))" } ?? ""),
      ]
    if viewer.scan.raters.count > 2 {
      let volumes = record.raterVoxels.indices.compactMap { index in
        record.drawnMM3(byRater: index).flatMap {
          $0 > 0 ? "\(viewer.scan.maskNames.short(ofRater: index)) \(Wording.volume(mm3: $0))" : nil
        }
      }
      for start in stride(from: 0, to: volumes.count, by: 3) {
        lines.append(volumes[start..<min(start + 3, volumes.count)].joined(separator: ", "))
      }
    } else if viewer.scan.comparesVisits {
      lines.append(
        "before \(Wording.volume(mm3: record.rater1MM3)), now \(Wording.volume(mm3: record.rater2MM3)), "
          + Wording.growth(record))
      lines += record.changeRule?.split(separator: ", ").map(String.init) ?? []
    } else if viewer.scan.raters.count > 1 {
      lines.append(
        "\(viewer.scan.maskNames.onlyFirst) \(Wording.volume(mm3: record.onlyRater1MM3)), "
          + "\(viewer.scan.maskNames.onlySecond) \(Wording.volume(mm3: record.onlyRater2MM3))")
    }
    if let mean = record.meanProbability {
      lines.append("probability \(number(mean, 2)), at most \(number(record.largestProbability, 2))")
    }
    lines.insert(
      contentsOf: row.words.enumerated().map { "\($0 + 1) \($1.reader): \(viewer.sentence($1))" }, at: 1)
    if let reason = row.review?.reason, !reason.isEmpty { lines.append("reason: \(reason)") }
    if let comment = row.review?.comment, !comment.isEmpty { lines.append("\"\(comment)\"") }
    for line in lines.prefix(height - 1) { column.line(line, ink: viewer.interface.theme.text, on: &frame) }
  }

  private static func steps(_ steps: Int, _ grid: VoxelGrid) -> String {
    steps == 0 ? "" : ", \(steps > 0 ? "+" : "-")\(Wording.fixed(abs(Double(steps)) * grid.spacingMM.min(), 1)) mm"
  }

  private static func glyph(_ viewer: Viewer, _ glyph: String, _ ascii: String) -> String {
    viewer.interface.display.glyphs == .ascii ? ascii : glyph
  }
}
