/// The line that is typed after `:` or `g`, with its cursor, completions and place in the history.
package struct Prompt: Sendable, Hashable {
  package enum Purpose: Sendable, Hashable {
    case command, position, filter, comment, search

    /// What stands before the typed text.
    package var lead: String {
      switch self {
      case .command: ":"
      case .position: "go to slice, x,y,z or mm x y z: "
      case .filter: "lesions with (as vol<10 & !r2): "
      case .comment: "comment: "
      case .search: "find in the help: "
      }
    }
  }

  package var purpose: Purpose = .command
  package private(set) var text = ""
  /// Characters before the cursor.
  package private(set) var caret = 0
  /// Bytes before the cursor in UTF-8, so that a key costs the same however long the line is.
  private var caretByte = 0
  /// What the word at the cursor may become.
  package var completions: [String] = []
  /// The completion that Tab has put in, when it goes through several.
  package private(set) var chosen: Int?
  /// How far back in the history the line comes from, 0 being what was typed.
  private var historyDepth = 0
  private var draft = ""

  package init(purpose: Purpose = .command, text: String = "") {
    self.purpose = purpose
    self.text = text
    moveToEnd()
  }

  // MARK: - Editing

  /// The most that a line holds, in Unicode scalars: more than any path, and little enough to be drawn with every key.
  package static let longestLine = 4096

  /// Puts text in at the cursor.
  /// - Returns: whether the line had room for all of it; what it had no room for is left out.
  @discardableResult
  package mutating func insert(_ typed: String) -> Bool {
    let taken = fitting(typed)
    if !taken.isEmpty { replace(bytes: caretByte..<caretByte, character: caret, with: taken) }
    return taken.utf8.count == typed.utf8.count
  }

  /// The characters of a text that the line has room for.
  private func fitting(_ typed: String) -> String {
    // No text has more scalars than bytes, which are counted at once.
    guard text.utf8.count + typed.utf8.count > Self.longestLine else { return typed }
    var room = Self.longestLine - text.unicodeScalars.count
    return String(
      typed.prefix { character in
        room -= character.unicodeScalars.count
        return room >= 0
      })
  }

  /// Puts pasted text in at the cursor, as one line: a line break is a blank, and other control characters are none.
  /// - Returns: as ``insert(_:)``.
  package mutating func paste(_ pasted: String) -> Bool {
    var lines = pasted.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline).map(String.init)
    if lines.count > 1 { lines = lines.map(\.trimmed).filter { !$0.isEmpty } }
    var line = lines.joined(separator: " ")
    // Words before and after the cursor stay apart from those of other lines.
    if pasted.first?.isNewline == true, caret > 0 { line = " " + line }
    if pasted.last?.isNewline == true, caret < text.count { line += " " }
    let shown = line.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
      scalar == "\t" ? " " : scalar.properties.generalCategory == .control ? nil : scalar
    }
    return insert(String(String.UnicodeScalarView(shown)))
  }

  package mutating func deleteBackward() {
    guard caret > 0 else { return forgetChoice() }
    let start = text.index(before: index(ofByte: caretByte))
    replace(bytes: byte(of: start)..<caretByte, character: caret - 1, with: "")
  }

  package mutating func deleteForward() { replace(caret..<caret + 1, with: "") }
  package mutating func deleteWord() { replace(wordStart(before: caret)..<caret, with: "") }
  package mutating func deleteToStart() { replace(0..<caret, with: "") }
  package mutating func deleteToEnd() { replace(caret..<text.count, with: "") }

  private mutating func replace(_ characters: Range<Int>, with new: String) {
    let within = characters.clamped(to: 0..<text.count)
    let start = text.index(text.startIndex, offsetBy: within.lowerBound)
    let end = text.index(start, offsetBy: within.count)
    replace(bytes: byte(of: start)..<byte(of: end), character: within.lowerBound, with: new)
  }

  /// Replaces whole characters, the one way in which the line is edited, and puts the cursor behind what came in.
  ///
  /// Characters next to each other can become one (a letter and the accent typed after it, two halves of a flag), so
  /// the cursor's place is counted anew: behind every character that begins before the end of what came in. Only the
  /// character before the change can be another by it; those before that one are not counted again.
  /// - Parameter character: the number of the character that begins with the first byte.
  private mutating func replace(bytes: Range<Int>, character: Int, with new: String) {
    let start = index(ofByte: bytes.lowerBound)
    let known = character > 0 ? byte(of: text.index(before: start)) : bytes.lowerBound
    text.replaceSubrange(start..<index(ofByte: bytes.upperBound), with: new)
    var place = index(ofByte: known)
    let end = index(ofByte: bytes.lowerBound + new.utf8.count)
    caret = max(0, character - 1)
    while place < end {
      place = text.index(after: place)
      caret += 1
    }
    caretByte = byte(of: place)
    forgetChoice()
  }

  private func byte(of index: String.Index) -> Int { text.utf8.distance(from: text.startIndex, to: index) }
  private func index(ofByte byte: Int) -> String.Index { text.utf8.index(text.startIndex, offsetBy: byte) }

  private mutating func placeCaret(_ character: Int) {
    caret = min(text.count, max(0, character))
    caretByte = byte(of: text.index(text.startIndex, offsetBy: caret))
  }

  package mutating func move(by step: Int) { placeCaret(caret + step) }
  package mutating func moveToStart() { placeCaret(0) }
  package mutating func moveToEnd() { placeCaret(text.count) }
  package mutating func moveWordLeft() { placeCaret(wordStart(before: caret)) }

  package mutating func moveWordRight() {
    let rest = text.dropFirst(caret)
    let blanks = rest.prefix { $0 == " " }.count
    placeCaret(caret + blanks + rest.dropFirst(blanks).prefix { $0 != " " }.count)
  }

  private func wordStart(before place: Int) -> Int {
    let before = text.prefix(place)
    let word = before.reversed().drop { $0 == " " }.drop { $0 != " " }
    return word.count
  }

  private mutating func forgetChoice() {
    chosen = nil
    completions = []
  }

  // MARK: - Completion

  /// The words before the one at the cursor, and that word as far as it is typed.
  package var words: (before: [String], current: String) {
    let typed = String(text.prefix(caret))
    var parts = typed.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard let last = typed.last, last != " " else { return (parts, "") }
    let current = parts.removeLast()
    return (parts, current)
  }

  /// Puts in what all candidates share; from then on each call goes to the next one.
  /// - Parameter endsWord: whether a blank follows a word that is complete.
  package mutating func complete(with candidates: [String], endsWord: Bool) {
    if let chosen, !completions.isEmpty {
      let next = (chosen + 1) % completions.count
      replaceWord(completions[next])
      self.chosen = next
      return
    }
    guard let first = candidates.first else { return }
    if candidates.count == 1 {
      replaceWord(first + (endsWord ? " " : ""))
      forgetChoice()
      return
    }
    let common = candidates.dropFirst().reduce(first) { a, b in String(zip(a, b).prefix { $0 == $1 }.map(\.0)) }
    let isFurther = common.count > words.current.count
    replaceWord(isFurther ? common : first)
    completions = candidates
    chosen = isFurther ? nil : 0
    if isFurther, candidates.contains(common) { chosen = candidates.firstIndex(of: common) }
  }

  private mutating func replaceWord(_ word: String) {
    let choice = (chosen, completions)
    replace(caret - words.current.count..<caret, with: word)
    (chosen, completions) = choice
  }

  // MARK: - History

  /// Goes back (1) or forward (-1) in earlier lines, oldest first in `history`; what was typed comes back at the end.
  package mutating func recall(_ step: Int, in history: [String]) {
    let depth = min(history.count, max(0, historyDepth + step))
    guard depth != historyDepth else { return }
    if historyDepth == 0 { draft = text }
    historyDepth = depth
    text = depth == 0 ? draft : history[history.count - depth]
    moveToEnd()
    forgetChoice()
  }
}
