import TerminalIO
import Pictures

/// The line being typed, with its cursor, and what it may become above it.
extension Viewer {
  func drawPrompt(in area: Rectangle, of frame: inout Frame) {
    let pen = Pen(interface.theme.text, on: interface.theme.background)
    let lead = interface.prompt.purpose.lead
    let room = max(1, area.width - 3 - lead.count)
    // A long line is shown around its cursor.
    let first = max(0, interface.prompt.caret - room)
    let shown = String(interface.prompt.text.dropFirst(first).prefix(room))
    let x = frame.write(first > 0 ? "‹" : lead, x: area.x + 1, y: area.y, pen.bold)
    frame.write(shown, x: x, y: area.y, pen.bold)
    let under = interface.prompt.text.dropFirst(interface.prompt.caret).first.map(String.init) ?? " "
    frame.write(under, x: x + interface.prompt.caret - first, y: area.y, Pen(interface.theme.text, on: interface.theme.background, .reverse))
  }

  /// Commands with what they do, or the values of an argument, nearest the line first.
  func drawCompletions(above area: Rectangle, on frame: inout Frame) {
    let candidates = promptCandidates
    guard !candidates.isEmpty else { return }
    let rows = min(8, frame.height / 3, candidates.count)
    let chosen = interface.prompt.chosen ?? 0
    let first = max(0, min(chosen - rows / 2, candidates.count - rows))
    let nameWidth = min(24, candidates.map(\.name.count).max() ?? 0)
    let top = area.y - rows
    frame.fill(Rectangle(x: 0, y: top, width: area.width, height: rows), Pen(interface.theme.text, on: interface.theme.bar))
    for (offset, candidate) in candidates.dropFirst(first).prefix(rows).enumerated() {
      let isChosen = interface.prompt.chosen == first + offset
      let pen = Pen(isChosen ? interface.theme.accent : interface.theme.text, on: interface.theme.bar, isChosen ? .bold : [])
      frame.write(isChosen ? "›" : " ", x: 0, y: top + offset, pen)
      frame.write(
        candidate.name, x: 2, y: top + offset, pen, limit: candidate.help.isEmpty ? area.width - 3 : nameWidth)
      frame.write(
        candidate.help, x: nameWidth + 4, y: top + offset, Pen(interface.theme.quiet, on: interface.theme.bar),
        limit: area.width - nameWidth - 5)
    }
    if candidates.count > rows {
      frame.write(
        " \(first + 1)–\(first + rows) of \(candidates.count) ", endingAt: area.right, y: top,
        Pen(interface.theme.quiet, on: interface.theme.bar))
    }
  }

  /// What the word at the cursor may become: what Tab offers, or while a word is typed whatever begins like it.
  package var promptCandidates: [(name: String, help: String)] {
    guard interface.prompt.purpose == .command else { return [] }
    let (before, current) = interface.prompt.words
    if !interface.prompt.completions.isEmpty {
      return interface.prompt.completions.map { ($0, before.isEmpty ? TypedCommand.help(of: $0) : "") }
    }
    guard let command = before.first else {
      guard !current.isEmpty else { return [] }
      return TypedCommand.names.filter { $0.hasPrefix(current) }.map { ($0, TypedCommand.help(of: $0)) }
    }
    guard let typed = TypedCommand.named(command) else { return [] }
    let words: [String] = if case .words(let words) = typed.completes(self, before.count) { words } else { [] }
    let fitting = words.filter { $0.hasPrefix(current) && $0 != current }
    return fitting.isEmpty ? [(typed.usage, "")] : fitting.map { ($0, "") }
  }
}
