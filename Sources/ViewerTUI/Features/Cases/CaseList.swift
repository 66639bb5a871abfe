import Pictures
import TerminalIO
import VolumeModel

/// The cases of the sitting.
struct CaseList: ScreenComponent {
  var selected: Int

  package var mode: KeyMode { .cases }

  package mutating func move(_ step: ListStep, in viewer: inout Viewer) {
    selected = step.line(from: selected, of: viewer.workList?.count ?? 0)
  }

  package mutating func choose(in viewer: inout Viewer) -> ComponentReply {
    ComponentReply(effects: viewer.openCase(selected, otherwise: "this case is open"), closes: true)
  }

  package mutating func press(column: Int, row: Int, in viewer: inout Viewer) -> ComponentReply? {
    guard let list = viewer.workList,
      let index = panel(list, viewer.interface.screen).row(atColumn: column, row: row)
    else { return nil }
    if index == selected { return choose(in: &viewer) }
    selected = index
    return .stays
  }

  private func area(_ list: WorkList, _ screen: ScreenSize) -> Rectangle {
    let (width, height) = (min(100, screen.width - 4), min(list.count + 5, screen.height - 3))
    return screen.middle(width: width, height: height)
  }

  private func panel(_ list: WorkList, _ screen: ScreenSize) -> ListPanel {
    let area = area(list, screen)
    return ListPanel(
      area: Rectangle(x: area.x + 2, y: area.y + 4, width: area.width - 4, height: area.height - 5), count: list.count,
      selected: selected)
  }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    guard let list = viewer.workList else { return }
    let theme = viewer.interface.theme
    let isASCII = viewer.interface.display.glyphs == .ascii
    let screen = ScreenSize(width: frame.width, height: frame.height)
    let area = area(list, screen)
    frame.fill(area, Pen(theme.text, on: theme.bar))
    Sheet.drawBorder(area, "Cases: \(list.summary)", theme: theme, isASCII: isASCII, on: &frame)
    let columns = Column.all(withPredictions: list.hasPredictions)
    let heading = "  " + columns.map { $0.title.fitted(toCells: $0.width) }.joined()
    frame.write(heading, x: area.x + 4, y: area.y + 2, Pen(theme.quiet, on: theme.bar), limit: area.width - 6)
    panel(list, screen).draw(theme: theme, paper: theme.bar, isASCII: isASCII, on: &frame) { index, place, pen, frame in
      let entry = list.entries[index]
      let line =
        (index == list.current ? "● " : "  ")
        + columns.map { $0.text(entry).fitted(toCells: $0.width) }.joined() + (entry.problem ?? "")
      frame.write(line, x: place.x + 2, y: place.y, pen, limit: place.width - 2)
    }
  }
}

/// A column of the list of cases.
private struct Column {
  let title: String
  let width: Int
  let text: @Sendable (WorkList.Entry) -> String

  static func all(withPredictions: Bool) -> [Column] {
    let predicted = [
      Column(title: "p-r1", width: 7) { Wording.dice($0.prediction?.dice) },
      Column(title: "sure", width: 7) {
        $0.prediction.map { Wording.dice($0.confidence) + ($0.doubts.isEmpty ? "" : "!") } ?? "–"
      },
    ]
    return [
      Column(title: "case", width: withPredictions ? 24 : 34) { $0.files.name },
      Column(title: "Dice r1-r2", width: 12) { Wording.dice($0.survey?.dice) },
      Column(title: "differ in", width: 12) { entry in
        entry.survey?.disagreementML.map { "\(Wording.fixed($0, 2)) ml" } ?? "–"
      },
    ] + (withPredictions ? predicted : []) + [Column(title: "review", width: 22) { review(of: $0.progress) }]
  }

  private static func review(of progress: CaseProgress) -> String {
    let decided =
      progress.lesions.map { "\(progress.decidedLesions)/\($0) lesions" }
      ?? (progress.decidedLesions > 0 ? "\(progress.decidedLesions) lesions" : "–")
    return (progress.verdict ?? decided) + (progress.isFlagged ? " flagged" : "")
  }
}

extension Action.Group {
  static let caseList = Action.Group(
    title: "List of cases (Y)", mode: .cases,
    actions: [
      .asking("sort-cases", "cases on which the raters disagree most first", ["S"]) {
        $0.sortCases(by: .raters, otherwise: "no case has the masks of two raters")
      }.hinted("by disagreement"),
      .asking("sort-cases-prediction", "cases whose prediction differs most from rater 1 first", ["D"]) {
        $0.sortCases(by: .prediction, otherwise: $0.withoutPredictions)
      },
      .asking("sort-cases-confidence", "cases whose prediction is least certain first", ["C"]) {
        $0.sortCases(by: .confidence, otherwise: $0.withoutPredictions)
      }.hinted("by certainty"),
      .asking("predict-cases", "predict every case without a verdict, in the background", ["P"], needs: .weights) {
        $0.predictUnreviewed()
      }.hinted("predict all"),
    ])
}

extension Viewer {
  fileprivate var withoutPredictions: String {
    "no case is predicted that could be compared; \(keyLabel("predict-cases")) predicts those without a verdict"
  }
}
