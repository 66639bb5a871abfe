import Pictures
import TerminalIO
import VolumeModel

/// What a lesion can be given out of a list: its class, or the reason why it is rejected.
struct FieldMenu: ScreenComponent {
  enum Subject: Sendable, Hashable { case lesionClass, reason }

  let subject: Subject
  /// The lesion that it is about.
  let lesion: Int
  let names: [String]
  var selected = 0
  /// Whether a verdict opened it, after which the next lesion comes where the setting says so.
  var followsVerdict = false

  package var mode: KeyMode { .lesionClass }

  package mutating func move(_ step: ListStep, in viewer: inout Viewer) {
    selected = step.line(from: selected, of: names.count)
  }

  package mutating func choose(in viewer: inout Viewer) -> ComponentReply {
    guard names.indices.contains(selected) else { return .stays }
    return ComponentReply(effects: viewer.give(names[selected], as: self), closes: true)
  }

  /// Any other key closes it.
  package mutating func handle(_ key: Key, in viewer: inout Viewer) -> ComponentReply? { .closed }

  package mutating func press(column: Int, row: Int, in viewer: inout Viewer) -> ComponentReply? {
    guard let index = panel(viewer.interface.screen).row(atColumn: column, row: row) else { return nil }
    selected = index
    return choose(in: &viewer)
  }

  private func area(_ screen: ScreenSize) -> Rectangle {
    let longest = names.map(\.cellCount).max() ?? 0
    let (width, height) = (min(max(36, longest + 12), screen.width - 4), min(names.count + 3, screen.height - 3))
    return screen.middle(width: width, height: height)
  }

  private func panel(_ screen: ScreenSize) -> ListPanel {
    let area = area(screen)
    return ListPanel(
      area: Rectangle(x: area.x + 2, y: area.y + 2, width: area.width - 4, height: area.height - 3),
      count: names.count, selected: selected)
  }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    let theme = viewer.interface.theme
    let isASCII = viewer.interface.display.glyphs == .ascii
    let screen = ScreenSize(width: frame.width, height: frame.height)
    frame.fill(area(screen), Pen(theme.text, on: theme.bar))
    let title = "\(subject == .lesionClass ? "Class" : "Reason") of lesion \(lesion)"
    Sheet.drawBorder(area(screen), title, theme: theme, isASCII: isASCII, on: &frame)
    panel(screen).draw(theme: theme, paper: theme.bar, isASCII: isASCII, on: &frame) { index, place, pen, frame in
      let line = "\(index < 9 ? "\(index + 1)" : " ")  \(names[index])"
      frame.write(line, x: place.x + 2, y: place.y, pen, limit: place.width - 2)
    }
  }
}

extension Action.Group {
  static let classes = Action.Group(
    title: "Classes and reasons (D, Alt-D)", mode: .lesionClass,
    actions: (0..<9).map { index in
      .asking("class-\(index + 1)", "number \(index + 1) of the list", [.key(.character(Character("\(index + 1)")))]) {
        $0.chooseOfMenu(index)
      }.hinted("choose")
    })
}

extension Viewer {
  mutating func openClassMenu() {
    open(.lesionClass) { row, form in
      (form.classes.map(\.title), row.review?.lesionClass.flatMap { form.classes.firstIndex(of: $0) })
    }
  }

  mutating func openReasonMenu() {
    open(.reason) { row, form in (form.reasons, row.review.flatMap { form.reasons.firstIndex(of: $0.reason) }) }
  }

  private mutating func open(
    _ subject: FieldMenu.Subject, _ list: (LesionRow, ReviewForm) -> (names: [String], known: Int?)
  ) {
    guard let row = lesionInHand else {
      warn("no lesion under the crosshair")
      return
    }
    review.selected = row.id
    let (names, known) = list(row, interface.form)
    open(FieldMenu(subject: subject, lesion: row.id, names: names, selected: known ?? 0))
  }

  fileprivate mutating func chooseOfMenu(_ index: Int) -> [Effect] {
    withTop { component, viewer in
      guard var menu = component as? FieldMenu, menu.names.indices.contains(index) else { return nil }
      menu.selected = index
      return menu.choose(in: &viewer)
    } ?? []
  }

  fileprivate mutating func give(_ name: String, as menu: FieldMenu) -> [Effect] {
    let effects =
      switch menu.subject {
      case .lesionClass: interface.form.classes.first { $0.title == name }.map { classify($0) } ?? []
      case .reason: give(reason: name)
      }
    if menu.followsVerdict, !effects.isEmpty { advance(after: menu.lesion) }
    return effects
  }

  /// After a verdict asks for what is required of the lesion and can be chosen from a list.
  /// - Returns: whether it asks.
  mutating func asksForRequired(of number: Int) -> Bool {
    guard let row = review.row(number) else { return false }
    let missing = interface.form.missing(of: row)
    if missing.contains(.lesionClass) { openClassMenu() } else if missing.contains(.reason) { openReasonMenu() }
    return withTop { component, _ in
      guard var menu = component as? FieldMenu, menu.lesion == number else { return nil }
      menu.followsVerdict = true
      component = menu
      return .stays
    } != nil
  }

  // MARK: - The case

  /// Why the case cannot be approved: what is required and empty; nil where nothing is.
  var missingFields: String? {
    let missing = interface.form.missing(of: Array(review.allRows), review.state)
    guard !missing.isEmpty else { return nil }
    let lacks = missing.map { $0.field.lack(in: $0.count) }.joined(separator: ", ")
    let filters = missing.compactMap(\.field.filter)
    return "not approved: \(lacks)" + (filters.first.map { "; :filter \($0) lists them" } ?? "")
  }
}
