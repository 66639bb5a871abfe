import VolumeModel
import TerminalIO
import Pictures

extension Session {
  mutating func openPrompt(_ purpose: Prompt.Purpose) {
    let origin = mode
    prompt = Prompt(purpose: purpose)
    if origin == .lesions || origin == .edit || origin == .relabelling { prompt.origin = origin }
    mode = .prompt
  }

  /// A key while a line is being typed.
  mutating func type(_ key: Key) -> [Effect] {
    switch key {
    case .escape, .control("c"): mode = prompt.origin
    case .control("z"): return [.suspend]
    case .control("l"): return [.redraw]
    case .enter: return enterPrompt()
    case .tab: return complete()
    case .backspace, .control("h"):
      if prompt.text.isEmpty { mode = prompt.origin } else { prompt.deleteBackward() }
    case .delete, .control("d"): prompt.deleteForward()
    case .control("w"): prompt.deleteWord()
    case .control("u"): prompt.deleteToStart()
    case .control("k"): prompt.deleteToEnd()
    case .left, .control("b"): prompt.move(by: -1)
    case .right, .control("f"): prompt.move(by: 1)
    case .home, .control("a"): prompt.moveToStart()
    case .end, .control("e"): prompt.moveToEnd()
    case .alt("b"), .control(.left): prompt.moveWordLeft()
    case .alt("f"), .control(.right): prompt.moveWordRight()
    case .up, .control("p"): if prompt.purpose == .command { prompt.recall(1, in: history) }
    case .down, .control("n"): if prompt.purpose == .command { prompt.recall(-1, in: history) }
    default: if let character = key.typedCharacter { prompt.insert(String(character)) }
    }
    return []
  }

  private mutating func enterPrompt() -> [Effect] {
    mode = prompt.origin
    let text = prompt.text.trimmed
    switch prompt.purpose {
    case .command:
      guard !text.isEmpty else { return [] }
      let isNew = history.last != text
      if isNew { history.append(text) }
      return (isNew ? [.remember(commandLine: text)] : []) + run(commandLine: text)
    case .position: if !text.isEmpty { go(to: text) }
    case .filter: filterLesions(text)
    case .comment: return comment(text)
    }
    return []
  }

  // MARK: - Completion

  private mutating func complete() -> [Effect] {
    guard prompt.purpose == .command else { return [] }
    let (before, current) = prompt.words
    guard let command = before.first else {
      prompt.complete(with: TypedCommand.names.filter { $0.hasPrefix(current) }, endsWord: true)
      return []
    }
    switch TypedCommand.named(command)?.completes(self, before.count) ?? .words([]) {
    case .words(let words): prompt.complete(with: words.filter { $0.hasPrefix(current) }, endsWord: true)
    case .files:
      if prompt.chosen != nil { prompt.complete(with: [], endsWord: false) } else { return [.listFiles(current)] }
    }
    return []
  }

  /// The files that begin as the word at the cursor; an answer to an earlier word is dropped.
  mutating func receive(files: [String], beginning prefix: String) {
    guard mode == .prompt, prompt.words.current == prefix else { return }
    prompt.complete(with: files, endsWord: false)
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
        warn("\(plane.rawValue) slices run from 1 to \(geometry.normal.count)")
        return
      }
      jumps.leave(cursor)
      show(slice: wanted - 1)
      return
    }
    guard values.count == 3 else {
      warn("a position has one number (slice) or three (voxel, or mm x y z)")
      return
    }
    let given = SIMD3(values[0], values[1], values[2])
    guard let place = isWorld ? grid.affine.voxel(atWorldMM: given) : given else {
      warn("this image has no usable affine; give a voxel instead")
      return
    }
    let rounded = place.rounded(.toNearestOrAwayFromZero)
    let inside = (0..<3).allSatisfy { rounded[$0] >= 0 && rounded[$0] < Double(grid.shape[$0]) }
    guard inside else {
      warn("\(text) lies outside the image (\(grid.shape.x) x \(grid.shape.y) x \(grid.shape.z) voxels)")
      return
    }
    jump(to: SIMD3(Int(rounded.x), Int(rounded.y), Int(rounded.z)))
  }
}

extension String {
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
