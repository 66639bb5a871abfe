import VolumeModel
import TerminalIO
import Pictures

extension Viewer {
  mutating func openPrompt(_ purpose: Prompt.Purpose) {
    let origin = interface.mode
    interface.prompt = Prompt(purpose: purpose)
    if origin == .lesions || origin == .edit || origin == .relabelling { interface.prompt.origin = origin }
    interface.mode = .prompt
  }

  /// A key while a line is being typed.
  mutating func type(_ key: Key) -> [Effect] {
    switch key {
    case .escape, .control("c"): interface.mode = interface.prompt.origin
    case .control("z"): return [.suspend]
    case .control("l"): return [.redraw]
    case .enter: return enterPrompt()
    case .tab: return complete()
    case .backspace, .control("h"):
      if interface.prompt.text.isEmpty { interface.mode = interface.prompt.origin } else { interface.prompt.deleteBackward() }
    case .delete, .control("d"): interface.prompt.deleteForward()
    case .control("w"): interface.prompt.deleteWord()
    case .control("u"): interface.prompt.deleteToStart()
    case .control("k"): interface.prompt.deleteToEnd()
    case .left, .control("b"): interface.prompt.move(by: -1)
    case .right, .control("f"): interface.prompt.move(by: 1)
    case .home, .control("a"): interface.prompt.moveToStart()
    case .end, .control("e"): interface.prompt.moveToEnd()
    case .alt("b"), .control(.left): interface.prompt.moveWordLeft()
    case .alt("f"), .control(.right): interface.prompt.moveWordRight()
    case .up, .control("p"): if interface.prompt.purpose == .command { interface.prompt.recall(1, in: interface.history) }
    case .down, .control("n"): if interface.prompt.purpose == .command { interface.prompt.recall(-1, in: interface.history) }
    default: if let character = key.typedCharacter { interface.prompt.insert(String(character)) }
    }
    return []
  }

  private mutating func enterPrompt() -> [Effect] {
    interface.mode = interface.prompt.origin
    let text = interface.prompt.text.trimmed
    switch interface.prompt.purpose {
    case .command:
      guard !text.isEmpty else { return [] }
      let isNew = interface.history.last != text
      if isNew { interface.history.append(text) }
      return (isNew ? [.remember(commandLine: text)] : []) + run(commandLine: text)
    case .position: if !text.isEmpty { go(to: text) }
    case .filter: filterLesions(text)
    case .comment: return comment(text)
    }
    return []
  }

  // MARK: - Completion

  private mutating func complete() -> [Effect] {
    guard interface.prompt.purpose == .command else { return [] }
    let (before, current) = interface.prompt.words
    guard let command = before.first else {
      interface.prompt.complete(with: TypedCommand.names.filter { $0.hasPrefix(current) }, endsWord: true)
      return []
    }
    switch TypedCommand.named(command)?.completes(self, before.count) ?? .words([]) {
    case .words(let words): interface.prompt.complete(with: words.filter { $0.hasPrefix(current) }, endsWord: true)
    case .files:
      if interface.prompt.chosen != nil { interface.prompt.complete(with: [], endsWord: false) } else { return [.listFiles(current)] }
    }
    return []
  }

  /// The files that begin as the word at the cursor; an answer to an earlier word is dropped.
  mutating func receive(files: [String], beginning prefix: String) {
    guard interface.mode == .prompt, interface.prompt.words.current == prefix else { return }
    interface.prompt.complete(with: files, endsWord: false)
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
