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
    return Rectangle(
      x: (screen.width - width) / 2, y: max(1, (screen.height - height) / 2), width: width, height: height)
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
    let heading = Self.line("case", dice: "Dice r1-r2", disagreement: "differ in", review: "review", note: "")
    frame.write(heading, x: area.x + 4, y: area.y + 2, Pen(theme.quiet, on: theme.bar), limit: area.width - 6)
    panel(list, screen).draw(theme: theme, paper: theme.bar, isASCII: isASCII, on: &frame) { index, place, pen, frame in
      let line = Self.line(of: list.entries[index], isOpen: index == list.current)
      frame.write(line, x: place.x + 2, y: place.y, pen, limit: place.width - 2)
    }
  }

  private static func line(of entry: WorkList.Entry, isOpen: Bool) -> String {
    let progress = entry.progress
    let decided =
      progress.lesions.map { "\(progress.decidedLesions)/\($0) lesions" }
      ?? (progress.decidedLesions > 0 ? "\(progress.decidedLesions) lesions" : "–")
    return line(
      (isOpen ? "● " : "  ") + entry.files.name, dice: Wording.dice(entry.survey?.dice),
      disagreement: entry.survey?.disputedML.map { "\(Wording.fixed($0, 2)) ml" } ?? "–",
      review: (progress.verdict ?? decided) + (progress.isFlagged ? " flagged" : ""), note: entry.problem ?? "")
  }

  private static func line(
    _ name: String, dice: String, disagreement: String, review: String, note: String
  ) -> String {
    name.fitted(toCells: 36) + dice.fitted(toCells: 12) + disagreement.fitted(toCells: 12) + review.fitted(toCells: 22)
      + note
  }
}

extension Action.Group {
  static let caseList = Action.Group(
    title: "List of cases (Y)", mode: .cases,
    actions: [
      .asking("sort-cases", "cases on which the raters disagree most first", ["S"]) { viewer in
        viewer.workList?.sortByDisagreement()
        viewer.moveInList(.first)
        return [.orderByDisagreement]
      }.hinted("by disagreement")
    ])
}
