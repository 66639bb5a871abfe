import Pictures
import TerminalIO
import VolumeModel

/// Asks which label values of the masks are lesions.
struct LabelQuestion: ScreenComponent {
  let labels: [FoundLabel]
  /// The values that count.
  var chosen: Set<Int>
  var selected = 0

  package var mode: KeyMode { .labels }

  package mutating func move(_ step: ListStep, in viewer: inout Viewer) {
    selected = step.line(from: selected, of: labels.count)
  }

  mutating func toggle() {
    guard labels.indices.contains(selected) else { return }
    chosen.formSymmetricDifference([labels[selected].value])
  }

  package mutating func choose(in viewer: inout Viewer) -> ComponentReply {
    guard !chosen.isEmpty else {
      viewer.warn("check at least one label: without lesions there is nothing to review")
      return .stays
    }
    return ComponentReply(effects: viewer.take(labels: chosen.sorted()), closes: true)
  }

  /// Keys of the picture hold back until the question is answered.
  package mutating func handle(_ key: Key, in viewer: inout Viewer) -> ComponentReply? { .stays }

  package mutating func press(column: Int, row: Int, in viewer: inout Viewer) -> ComponentReply? {
    guard let index = panel(viewer.interface.screen).row(atColumn: column, row: row) else { return nil }
    selected = index
    toggle()
    return .stays
  }

  private func area(_ screen: ScreenSize) -> Rectangle {
    let (width, height) = (min(58, screen.width - 4), min(labels.count + 5, screen.height - 3))
    return screen.middle(width: width, height: height)
  }

  private func panel(_ screen: ScreenSize) -> ListPanel {
    let area = area(screen)
    return ListPanel(
      area: Rectangle(x: area.x + 2, y: area.y + 3, width: area.width - 4, height: area.height - 4),
      count: labels.count, selected: selected)
  }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    let theme = viewer.interface.theme
    let isASCII = viewer.interface.display.glyphs == .ascii
    let screen = ScreenSize(width: frame.width, height: frame.height)
    let area = area(screen)
    frame.fill(area, Pen(theme.text, on: theme.bar))
    Sheet.drawBorder(area, "Which labels are lesions?", theme: theme, isASCII: isASCII, on: &frame)
    let holders = viewer.scan.raters.enumerated().filter { $1.labelsInFile.found.count > 1 }.map {
      viewer.scan.maskNames.short(ofRater: $0.offset)
    }
    frame.write(
      "\(holders.joined(separator: ", ")): several label values in one mask", x: area.x + 2, y: area.y + 1,
      Pen(theme.quiet, on: theme.bar), limit: area.width - 4)
    panel(screen).draw(theme: theme, paper: theme.bar, isASCII: isASCII, on: &frame) { index, place, pen, frame in
      let label = labels[index]
      let line = "[\(chosen.contains(label.value) ? "x" : " ")] \(label.value)  \(label.name ?? "")"
      frame.write(line, x: place.x + 2, y: place.y, pen, limit: place.width - 2)
    }
  }
}

extension Action.Group {
  static let labels = Action.Group(
    title: "Labels of the masks", mode: .labels,
    actions: [
      Action("toggle-label", "count the label as lesion, or not", [" "]) { $0.toggleLabel() }.hinted("check"),
      Action("keep-labels", "leave the question; all labels count", [.escape, "q", .control("c")]) { $0.keepLabels() }
        .hinted("all count"),
    ])
}

extension TypedCommand {
  static let labels: [TypedCommand] = [
    .asking(
      "labels", "Which values of the masks are lesions.", "labels 1,3 | all", completes: TypedCommand.words("all")
    ) { viewer, text in
      if text == "all" { return viewer.take(labels: viewer.labelsInMasks.map(\.value)) }
      guard let values = LabelChoice.values(in: text) else {
        viewer.warnUsage("labels")
        return []
      }
      return viewer.take(labels: values)
    }
  ]
}

extension Viewer {
  /// The labels that the raters' masks hold, ascending.
  var labelsInMasks: [FoundLabel] {
    var found: [Int: FoundLabel] = [:]
    for label in scan.raters.flatMap(\.labelsInFile.found) {
      found[label.value] = label.name == nil ? found[label.value] ?? label : label
    }
    return found.values.sorted { $0.value < $1.value }
  }

  /// "labels 1, 3 (juxtacortical) count as lesion"; nil where nothing was chosen.
  package var labelsText: String? {
    guard let chosen = scan.raters.lazy.compactMap(\.labels).first(where: { !$0.isEmpty }) else { return nil }
    let names = labelsInMasks
    let list = chosen.map { value in
      names.first { $0.value == value }?.name.map { "\(value) (\($0))" } ?? "\(value)"
    }.joined(separator: ", ")
    return chosen.count == 1 ? "label \(list) counts as lesion" : "labels \(list) count as lesion"
  }

  /// Asks where a mask holds several labels and nothing says which are lesions.
  mutating func askForLabels() {
    if scan.raters.contains(where: \.labelsInFile.isUndecided) { openLabelQuestion() }
  }

  /// `labels` without a value.
  mutating func openLabelQuestion() {
    let labels = labelsInMasks
    guard labels.count > 1 else {
      say("the masks hold one label only: there is nothing to choose")
      return
    }
    let chosen = scan.raters.compactMap(\.labels).first.map { Set($0) } ?? Set(labels.map(\.value))
    open(LabelQuestion(labels: labels, chosen: chosen))
  }

  fileprivate mutating func toggleLabel() {
    _ = withTop { component, _ in
      guard var question = component as? LabelQuestion else { return nil }
      question.toggle()
      component = question
      return .stays
    }
  }

  fileprivate mutating func keepLabels() {
    closeTop()
    let areAll = scan.raters.allSatisfy { $0.labels == nil }
    say(areAll ? "all labels count as lesions; :labels asks again" : "the labels stay as they are")
  }

  /// Reads the masks again by a choice of labels, which holds for the other cases of the list too, where nothing else
  /// says.
  mutating func take(labels: [Int]) -> [Effect] {
    let effects = reload(labels: labels)
    if !effects.isEmpty { workList?.take(labels: labels) }
    return effects
  }
}
