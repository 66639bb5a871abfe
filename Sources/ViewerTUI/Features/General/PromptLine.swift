import Pictures
import TerminalIO

/// The line that is typed after `:`, `g`, `/` or `C`.
struct PromptLine: ScreenComponent {
  var prompt: Prompt

  package var mode: KeyMode { .prompt }

  /// What no row binds is typed.
  package mutating func handle(_ key: Key, in viewer: inout Viewer) -> ComponentReply? {
    if let character = key.typedCharacter, !prompt.insert(String(character)) { viewer.warnOfFullLine() }
    return .stays
  }

  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {
    drawLine(in: layout.hints, viewer.interface.theme, on: &frame)
    if let message = viewer.interface.message, message.isWarning {
      draw(message, in: layout.status, viewer.interface.theme, on: &frame)
    } else {
      drawCandidates(above: layout.hints, viewer, on: &frame)
    }
  }

  /// What could not be typed is said above the line, whose own place is taken.
  private func draw(_ message: StatusMessage, in area: Rectangle, _ theme: Theme, on frame: inout Frame) {
    let pen = Pen(theme.warning, on: theme.bar, .bold)
    frame.fill(area, pen)
    frame.write("! " + message.text, x: area.x + 1, y: area.y, pen, limit: area.width - 2)
  }

  private func drawLine(in area: Rectangle, _ theme: Theme, on frame: inout Frame) {
    let pen = Pen(theme.text, on: theme.background)
    frame.fill(area, pen)
    let lead = prompt.purpose.lead
    let room = max(1, area.width - 3 - lead.count)
    let characters = prompt.text.map { String($0).cellGlyphs }
    // A long line is shown around its cursor.
    var first = 0
    var columns = characters.prefix(prompt.caret).reduce(0) { $0 + $1.count }
    while columns > room, first < prompt.caret {
      columns -= characters[first].count
      first += 1
    }
    let shown = Array(characters[first...].joined().prefix(room))
    let x = frame.write(first > 0 ? "‹" : lead, x: area.x + 1, y: area.y, pen.bold)
    frame.write(shown, x: x, y: area.y, pen.bold)
    for (offset, glyph) in (characters.dropFirst(prompt.caret).first ?? [" "]).enumerated() {
      frame[x + columns + offset, area.y] = Cell(
        glyph: glyph, ink: theme.text, paper: theme.background, attributes: .reverse)
    }
  }

  /// Commands with what they do, or the values of an argument, nearest the line first.
  private func drawCandidates(above area: Rectangle, _ viewer: Viewer, on frame: inout Frame) {
    let theme = viewer.interface.theme
    let candidates = viewer.candidates(for: prompt)
    guard !candidates.isEmpty else { return }
    let rows = min(8, frame.height / 3, candidates.count)
    let place = Rectangle(x: 0, y: area.y - rows, width: area.width, height: rows)
    let nameWidth = min(24, candidates.map(\.name.cellCount).max() ?? 0)
    frame.fill(place, Pen(theme.text, on: theme.bar))
    let list = ListPanel(area: place, count: candidates.count, selected: prompt.chosen)
    list.draw(theme: theme, paper: theme.bar, isASCII: viewer.interface.display.glyphs == .ascii, on: &frame) {
      index, place, pen, frame in
      let candidate = candidates[index]
      frame.write(
        candidate.name, x: 2, y: place.y, pen, limit: candidate.help.isEmpty ? area.width - 3 : nameWidth)
      frame.write(
        candidate.help, x: nameWidth + 4, y: place.y, pen.withInk(theme.quiet), limit: area.width - nameWidth - 5)
    }
    if candidates.count > rows {
      let shown = list.shown
      frame.write(
        " \(shown.lowerBound + 1)–\(shown.upperBound) of \(candidates.count) ", endingAt: area.right, y: place.y,
        Pen(theme.quiet, on: theme.bar))
    }
  }
}

extension InterfaceState {
  /// The line being typed; nil while none is.
  package internal(set) var prompt: Prompt? {
    get { (open.last as? PromptLine)?.prompt }
    set {
      guard let newValue, let index = open.indices.last, open[index].mode == .prompt else { return }
      open[index] = PromptLine(prompt: newValue)
    }
  }
}

extension Action.Group {
  /// The keys of the line that is typed, as readline has them.
  static let line = Action.Group(
    title: "While typing", mode: .prompt,
    actions: [
      .asking("enter-line", "take the line", [.enter]) { $0.enterPrompt() },
      Action("cancel-line", "leave the line", [.escape, .control("c")]) { $0.closeTop() },
      .asking("complete", "complete the word, then the next candidate", [.tab]) { $0.complete() },
      .asking("suspend-line", "suspend", [.control("z")]) { _ in [.suspend] },
      .asking("redraw-line", "redraw the screen", [.control("l")]) { _ in [.redraw] },
      Action("delete-backward", "delete to the left", [.key(.backspace), .control("h")]) { viewer in
        if viewer.interface.prompt?.text.isEmpty == true {
          viewer.closeTop()
        } else {
          viewer.edit { $0.deleteBackward() }
        }
      },
      Action("delete-forward", "delete under the cursor", [.key(.delete), .control("d")]) {
        $0.edit { $0.deleteForward() }
      },
      Action("delete-word", "delete the word to the left", [.control("w")]) { $0.edit { $0.deleteWord() } },
      Action("delete-to-start", "delete to the start", [.control("u")]) { $0.edit { $0.deleteToStart() } },
      Action("delete-to-end", "delete to the end", [.control("k")]) { $0.edit { $0.deleteToEnd() } },
      Action("cursor-back", "one character left", [.left, .control("b")]) { $0.edit { $0.move(by: -1) } },
      Action("cursor-forward", "one character right", [.right, .control("f")]) { $0.edit { $0.move(by: 1) } },
      Action("line-start", "to the start", [.home, .control("a")]) { $0.edit { $0.moveToStart() } },
      Action("line-end", "to the end", [.end, .control("e")]) { $0.edit { $0.moveToEnd() } },
      Action("word-left", "one word left", [.alt("b"), .control(.left)]) { $0.edit { $0.moveWordLeft() } },
      Action("word-right", "one word right", [.alt("f"), .control(.right)]) { $0.edit { $0.moveWordRight() } },
      Action("earlier-line", "earlier command line", [.up, .control("p")]) { $0.recall(1) },
      Action("later-line", "later command line", [.down, .control("n")]) { $0.recall(-1) },
    ])
}

extension Viewer {
  fileprivate mutating func edit(_ change: (inout Prompt) -> Void) {
    guard var prompt = interface.prompt else { return }
    change(&prompt)
    interface.prompt = prompt
  }

  fileprivate mutating func recall(_ step: Int) {
    let history = interface.history
    edit { if $0.purpose == .command { $0.recall(step, in: history) } }
  }
}
