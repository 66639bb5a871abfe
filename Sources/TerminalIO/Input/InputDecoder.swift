/// What the terminal library hands over: a character, or a key that terminfo names.
package enum InputToken: Hashable, Sendable {
  case scalar(Unicode.Scalar)
  case key(Key)
}

/// Makes events of characters and named keys: Alt prefixes, mouse reports, pasted text, and control sequences that
/// terminfo does not name. Answers to questions are taken out of the stream, so that they are never typed.
package struct InputDecoder: Sendable {
  package enum Output: Hashable, Sendable {
    case event(TerminalEvent)
    /// The terminal has worked through everything sent before the status question.
    case statusReport
  }

  private enum State: Equatable {
    case ground
    case escape
    /// After ESC [ with what came since.
    case control([UInt8])
    /// After ESC O.
    case singleShift
    /// After ESC ] or ESC P and the like: text up to BEL or ESC \.
    case string(endsNext: Bool)
    /// After ESC [ M: three bytes of an old mouse report.
    case oldMouse([Int])
    case paste
  }

  private var state = State.ground
  private var output: [Output] = []
  private var pasted = String.UnicodeScalarView()
  private var pastedCount = 0
  /// How much of the mark that ends a paste has come.
  private var endMarkCount = 0

  package init() {}

  private static let longestControl = 64
  private static let longestPaste = 1 << 20
  private static let pasteEnd = Array("\u{1b}[201~".unicodeScalars)
  /// Terminals send a sequence or a paste without such a gap.
  private static let longestGap: Duration = .seconds(1)

  /// Takes one token.
  package mutating func take(_ token: InputToken) {
    switch token {
    case .scalar(let scalar): take(scalar)
    case .key(let key):
      if state == .paste { return }
      let isAlt = state == .escape
      state = .ground
      emit(isAlt ? Key(key.code, key.modifiers.union(.alt)) : key)
    }
  }

  /// No more input for now: what could still become something longer is what it is.
  package mutating func pause() {
    switch state {
    case .escape: emit(.escape)
    case .control(let body) where body.isEmpty: emit(.alt("["))
    case .singleShift: emit(.alt("O"))
    // A longer sequence was cut on its way: its rest will come.
    default: return
    }
    state = .ground
  }

  /// Input comes again after a time of silence. A sequence or a paste that nothing has ended is over then, so that none
  /// can keep the keys for itself.
  package mutating func resume(after silence: Duration) {
    guard silence > Self.longestGap, state != .ground else { return }
    if state == .paste { endPaste() }
    state = .ground
  }

  /// The outputs since the last call.
  package mutating func drain() -> [Output] {
    defer { output.removeAll(keepingCapacity: true) }
    return output
  }

  private mutating func emit(_ key: Key) { output.append(.event(.key(key))) }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch state {
    case .ground:
      if scalar == "\u{1b}" { state = .escape } else { emit(Self.key(for: scalar)) }
    case .escape:
      takeAfterEscape(scalar)
    case .control(let body):
      takeControl(scalar, body)
    case .singleShift:
      state = .ground
      if let key = Self.shiftedKey(scalar) { emit(key) }
    case .string(let endsNext):
      takeString(scalar, endsNext)
    case .oldMouse(let values):
      takeOldMouse(values + [Int(scalar.value) - 32])
    case .paste:
      takePasted(scalar)
    }
  }

  private mutating func takeAfterEscape(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\u{1b}": emit(.escape)
    case "[": state = .control([])
    case "O": state = .singleShift
    case "]", "P", "_", "^", "X": state = .string(endsNext: false)
    default:
      state = .ground
      let key = Self.key(for: scalar)
      emit(Key(key.code, key.modifiers.union(.alt)))
    }
  }

  /// However long it is, a string is dropped up to its end: cut short, its rest would be typed. Silence ends one without
  /// an end, and so does Ctrl-C, which none holds.
  private mutating func takeString(_ scalar: Unicode.Scalar, _ endsNext: Bool) {
    if scalar == "\u{03}" {
      state = .ground
      emit(.control("c"))
      return
    }
    let isEnd = scalar == "\u{07}" || scalar == "\u{9c}" || endsNext
    state = isEnd ? .ground : .string(endsNext: scalar == "\u{1b}")
  }

  // MARK: Control sequences

  private mutating func takeControl(_ scalar: Unicode.Scalar, _ body: [UInt8]) {
    guard let byte = UInt8(exactly: scalar.value), byte >= 0x20, byte < 0x7f else {
      // Not a control sequence after all.
      state = scalar == "\u{1b}" ? .escape : .ground
      return
    }
    guard byte >= 0x40 else {
      // Too long for any that means something: what follows up to its last byte is dropped.
      state = .control(body.count < Self.longestControl ? body + [byte] : body)
      return
    }
    state = .ground
    let numbers = body.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
      Int(String(decoding: $0.prefix { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self))
    }
    switch (scalar, body.first) {
    case ("M", UInt8(ascii: "<")), ("m", UInt8(ascii: "<")):
      takeMouse(Array(body.dropFirst()), isRelease: scalar == "m")
    case ("M", nil): state = .oldMouse([])
    case ("n", UInt8(ascii: "0")): output.append(.statusReport)
    // The place of the cursor, which somebody asked for: F3 with modifiers begins with 1.
    case ("R", _) where numbers.count > 1 && numbers[0] != 1: break
    case ("~", _) where numbers.first == 200: state = .paste
    case ("~", _):
      if let number = numbers.first ?? nil, let code = Self.numberedKeys[number] {
        emit(Key(code, Self.modifiers(numbers)))
      }
    case ("Z", nil): emit(.backTab)
    default:
      if body.first.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? true, let key = Self.shiftedKey(scalar) {
        emit(Key(key.code, Self.modifiers(numbers)))
      }
    }
  }

  private static func modifiers(_ numbers: [Int?]) -> Key.Modifiers {
    guard numbers.count > 1, let number = numbers[1], number > 1 else { return [] }
    return modifiers(xtermNumber: number)
  }

  /// xterm's modifier number: one more than the sum of shift 1, alt 2, control 4 and meta 8.
  static func modifiers(xtermNumber: Int) -> Key.Modifiers {
    let bits = xtermNumber - 1
    var modifiers: Key.Modifiers = []
    if bits & 1 != 0 { modifiers.insert(.shift) }
    if bits & 2 != 0 || bits & 8 != 0 { modifiers.insert(.alt) }
    if bits & 4 != 0 { modifiers.insert(.control) }
    return modifiers
  }

  private static let numberedKeys: [Int: Key.Code] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6),
    18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
  ]

  private static func shiftedKey(_ scalar: Unicode.Scalar) -> Key? {
    switch scalar {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "H": .home
    case "F": .end
    case "P": .function(1)
    case "Q": .function(2)
    case "R": .function(3)
    case "S": .function(4)
    case "M": .enter
    default: nil
    }
  }

  // MARK: Mouse

  /// No screen has as many cells in a row; what is larger is no report.
  private static let largestMouseNumber = 1 << 16

  private mutating func takeMouse(_ body: [UInt8], isRelease: Bool) {
    let numbers = body.split(separator: UInt8(ascii: ";")).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 3, numbers.allSatisfy({ (0...Self.largestMouseNumber).contains($0) }) else { return }
    pointer(button: numbers[0], column: numbers[1] - 1, row: numbers[2] - 1, isRelease: isRelease)
  }

  private mutating func takeOldMouse(_ values: [Int]) {
    guard values.count == 3 else {
      state = .oldMouse(values)
      return
    }
    state = .ground
    let isRelease = values[0] & 0x43 == 3
    pointer(
      button: isRelease ? values[0] & ~3 : values[0], column: values[1] - 1, row: values[2] - 1, isRelease: isRelease)
  }

  private mutating func pointer(button: Int, column: Int, row: Int, isRelease: Bool) {
    guard column >= 0, row >= 0 else { return }
    let kind: PointerEvent.Kind
    switch (button & 0x43, button & 0x20 != 0) {
    case (0x40, _): kind = .wheelUp
    case (0x41, _): kind = .wheelDown
    case (0, true), (2, true): kind = isRelease ? .release : .drag
    case (0, false), (2, false): kind = isRelease ? .release : .press
    // Other buttons belong to the terminal.
    default: return
    }
    output.append(
      .event(.pointer(PointerEvent(kind: kind, button: button & 0x43 == 2 ? .right : .left, column: column, row: row))))
  }

  // MARK: Text

  private mutating func takePasted(_ scalar: Unicode.Scalar) {
    // No terminal sends Ctrl-C in a paste: somebody wants out of one that does not end.
    if scalar == "\u{03}" {
      (pasted, pastedCount, endMarkCount, state) = (String.UnicodeScalarView(), 0, 0, .ground)
      emit(.control("c"))
      return
    }
    endMarkCount = scalar == Self.pasteEnd[endMarkCount] ? endMarkCount + 1 : scalar == Self.pasteEnd[0] ? 1 : 0
    // What is too long is cut, but its end is still seen.
    if pastedCount < Self.longestPaste {
      pasted.append(scalar)
      pastedCount += 1
    }
    guard endMarkCount == Self.pasteEnd.count else { return }
    if pastedCount < Self.longestPaste { pasted.removeLast(Self.pasteEnd.count) }
    endPaste()
  }

  private mutating func endPaste() {
    output.append(.event(.paste(String(pasted))))
    (pasted, pastedCount, endMarkCount, state) = (String.UnicodeScalarView(), 0, 0, .ground)
  }

  private static func key(for scalar: Unicode.Scalar) -> Key {
    switch scalar.value {
    case 0: .control(" ")
    case 8, 0x7f: .backspace
    case 9: .tab
    case 10, 13: .enter
    case 0x1b: .escape
    case 1..<27: .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x60))))
    case 28..<32: .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x40))))
    default: Key(.character(Character(scalar)))
    }
  }
}
