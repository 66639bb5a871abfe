import Pictures
import TerminalIO
import VolumeModel

/// The classes that a lesion can be given.
struct ClassMenu: ScreenComponent {
  var selected: Int

  package var mode: KeyMode { .lesionClass }

  package mutating func move(_ step: ListStep, in viewer: inout Viewer) {
    selected = step.line(from: selected, of: LesionClass.allCases.count)
  }

  package mutating func choose(in viewer: inout Viewer) -> ComponentReply {
    ComponentReply(effects: viewer.classify(LesionClass.allCases[selected]), closes: true)
  }

  /// Any other key closes it.
  package mutating func handle(_ key: Key, in viewer: inout Viewer) -> ComponentReply? { .closed }

  package mutating func press(column: Int, row: Int, in viewer: inout Viewer) -> ComponentReply? {
    guard let index = panel(viewer.interface.screen).row(atColumn: column, row: row) else { return nil }
    selected = index
    return choose(in: &viewer)
  }

  private func area(_ screen: ScreenSize) -> Rectangle {
    let (width, height) = (min(36, screen.width - 4), min(LesionClass.allCases.count + 3, screen.height - 3))
    return Rectangle(
      x: (screen.width - width) / 2, y: max(1, (screen.height - height) / 2), width: width, height: height)
  }

  private func panel(_ screen: ScreenSize) -> ListPanel {
    let area = area(screen)
    return ListPanel(
      area: Rectangle(x: area.x + 2, y: area.y + 2, width: area.width - 4, height: area.height - 3),
      count: LesionClass.allCases.count, selected: selected)
  }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    let theme = viewer.interface.theme
    let isASCII = viewer.interface.display.glyphs == .ascii
    let screen = ScreenSize(width: frame.width, height: frame.height)
    frame.fill(area(screen), Pen(theme.text, on: theme.bar))
    let title = "Class of lesion \(viewer.review.selected ?? 0)"
    Sheet.drawBorder(area(screen), title, theme: theme, isASCII: isASCII, on: &frame)
    panel(screen).draw(theme: theme, paper: theme.bar, isASCII: isASCII, on: &frame) { index, place, pen, frame in
      let line = "\(index + 1)  \(LesionClass.allCases[index].title)"
      frame.write(line, x: place.x + 2, y: place.y, pen, limit: place.width - 2)
    }
  }
}

extension Action.Group {
  static let classes = Action.Group(
    title: "Classes (D)", mode: .lesionClass,
    actions: LesionClass.allCases.prefix(9).enumerated().map { index, lesionClass in
      .asking("class-\(index + 1)", lesionClass.title, [.key(.character(Character("\(index + 1)")))]) { viewer in
        viewer.closeTop()
        return viewer.classify(lesionClass)
      }.hinted("choose")
    })
}

extension Viewer {
  mutating func openClassMenu() {
    guard let row = lesionInHand else {
      warn("no lesion under the crosshair")
      return
    }
    review.selected = row.id
    let known = row.review?.lesionClass.flatMap { LesionClass.allCases.firstIndex(of: $0) }
    open(ClassMenu(selected: known ?? 0))
  }
}
