import VolumeModel
import TerminalIO
import Pictures

extension Viewer {
  mutating func openPrompt(_ purpose: Prompt.Purpose, text: String = "") {
    open(PromptLine(prompt: Prompt(purpose: purpose, text: text)))
  }

  /// Takes pasted text into the line being typed; elsewhere it is nothing, for it could hold any key.
  mutating func paste(_ text: String) {
    guard var prompt = interface.prompt else { return }
    interface.message = nil
    let isWhole = prompt.paste(text)
    interface.prompt = prompt
    if !isWhole { warnOfFullLine() }
  }

  mutating func warnOfFullLine() { warn("a line holds \(Prompt.longestLine) characters; the rest was left out") }

  mutating func enterPrompt() -> [Effect] {
    guard let prompt = interface.prompt else { return [] }
    closeTop()
    let text = prompt.text.trimmed
    switch prompt.purpose {
    case .command:
      guard !text.isEmpty else { return [] }
      let isNew = interface.history.last != text
      if isNew { interface.history.append(text) }
      return (isNew ? [.remember(commandLine: text)] : []) + run(commandLine: text)
    case .position: if !text.isEmpty { go(to: text) }
    case .filter: filterLesions(text)
    case .search: searchHelp(text)
    case .comment: return comment(text)
    }
    return []
  }

  // MARK: - Completion

  mutating func complete() -> [Effect] {
    guard var prompt = interface.prompt, prompt.purpose == .command else { return [] }
    defer { interface.prompt = prompt }
    let (before, current) = prompt.words
    guard let command = before.first else {
      prompt.complete(with: CommandSearch.names(matching: current), endsWord: true)
      return []
    }
    switch TypedCommand.named(command)?.completes(self, before.count) ?? .words([]) {
    case .words(let words): prompt.complete(with: words.filter { $0.hasPrefix(current) }, endsWord: true)
    case .files:
      guard prompt.chosen != nil else { return [.listFiles(current)] }
      prompt.complete(with: [], endsWord: false)
    }
    return []
  }

  /// The files that begin as the word at the cursor; an answer to an earlier word is dropped.
  mutating func receive(files: [String], beginning prefix: String) {
    guard var prompt = interface.prompt, prompt.words.current == prefix else { return }
    prompt.complete(with: files, endsWord: false)
    interface.prompt = prompt
  }

  /// What the word at the cursor may become: what Tab offers, or while a word is typed whatever begins like it.
  package func candidates(for prompt: Prompt) -> [(name: String, help: String)] {
    guard prompt.purpose == .command else { return [] }
    let (before, current) = prompt.words
    if !prompt.completions.isEmpty {
      return prompt.completions.map { ($0, before.isEmpty ? TypedCommand.help(of: $0) : "") }
    }
    guard let command = before.first else {
      guard !current.isEmpty else { return [] }
      return CommandSearch.names(matching: current).map { ($0, TypedCommand.help(of: $0)) }
    }
    guard let typed = TypedCommand.named(command) else { return [] }
    let words: [String] = if case .words(let words) = typed.completes(self, before.count) { words } else { [] }
    let fitting = words.filter { $0.hasPrefix(current) && $0 != current }
    return fitting.isEmpty ? [(typed.usage, "")] : fitting.map { ($0, "") }
  }

  // MARK: - Positions

  /// Goes to `42` (a slice, counted as the screen counts), `x,y,z` (a voxel) or `mm x y z` (a place in RAS millimetres).
  mutating func go(to text: String) {
    let isWorld = text.lowercased().hasPrefix("mm")
    let numbers = (isWorld ? String(text.dropFirst(2)) : text)
      .split { $0 == "," || $0 == " " || $0 == ";" }.map { Double($0) }
    guard !numbers.isEmpty, numbers.allSatisfy({ $0?.isFinite == true }) else {
      warn("'\(text)' is no position; type 42, or 90,120,85, or mm -12 34 8")
      return
    }
    let values = numbers.compactMap { $0 }
    if values.count == 1, !isWorld {
      guard let wanted = Int(exactly: values[0]), (1...geometry.normal.count).contains(wanted) else {
        warn("\(view.plane.rawValue) slices run from 1 to \(geometry.normal.count)")
        return
      }
      place.jumps.leave(place.cursor)
      show(slice: wanted - 1)
      return
    }
    guard values.count == 3 else {
      warn("a position has one number (slice) or three (voxel, or mm x y z)")
      return
    }
    let given = SIMD3(values[0], values[1], values[2])
    guard let voxel = isWorld ? scan.grid.affine.voxel(atWorldMM: given) : given else {
      warn("this image has no usable affine; give a voxel instead")
      return
    }
    let rounded = voxel.rounded(.toNearestOrAwayFromZero)
    let inside = (0..<3).allSatisfy { rounded[$0] >= 0 && rounded[$0] < Double(scan.grid.shape[$0]) }
    guard inside else {
      warn("\(text) lies outside the image (\(scan.grid.shape.x) x \(scan.grid.shape.y) x \(scan.grid.shape.z) voxels)")
      return
    }
    place.jump(to: SIMD3(Int(rounded.x), Int(rounded.y), Int(rounded.z)))
  }
}

extension String {
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
