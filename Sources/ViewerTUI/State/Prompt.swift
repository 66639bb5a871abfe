/// The line that is typed after `:` or `g`, with its cursor, completions and place in the history.
package struct Prompt: Sendable, Hashable {
  package enum Purpose: Sendable, Hashable {
    case command, position, filter, comment

    /// What stands before the typed text.
    package var lead: String {
      switch self {
      case .command: ":"
      case .position: "go to slice, x,y,z or mm x y z: "
      case .filter: "lesions with (as vol<10 & !r2): "
      case .comment: "comment: "
      }
    }
  }

  package var purpose: Purpose = .command
  package private(set) var text = ""
  /// Characters before the cursor.
  package private(set) var caret = 0
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
    caret = text.count
  }

  // MARK: - Editing

  package mutating func insert(_ typed: String) {
    let place = text.index(text.startIndex, offsetBy: caret)
    text.insert(contentsOf: typed, at: place)
    caret += typed.count
    forgetChoice()
  }

  package mutating func deleteBackward() {
    guard caret > 0 else { return }
    caret -= 1
    text.remove(at: text.index(text.startIndex, offsetBy: caret))
    forgetChoice()
  }

  package mutating func deleteForward() {
    guard caret < text.count else { return }
    text.remove(at: text.index(text.startIndex, offsetBy: caret))
    forgetChoice()
  }

  package mutating func deleteWord() {
    let start = wordStart(before: caret)
    text.removeSubrange(range(start, caret))
    caret = start
    forgetChoice()
  }

  package mutating func deleteToStart() {
    text.removeSubrange(range(0, caret))
    caret = 0
    forgetChoice()
  }

  package mutating func deleteToEnd() {
    text.removeSubrange(range(caret, text.count))
    forgetChoice()
  }

  package mutating func move(by step: Int) { caret = min(text.count, max(0, caret + step)) }
  package mutating func moveToStart() { caret = 0 }
  package mutating func moveToEnd() { caret = text.count }
  package mutating func moveWordLeft() { caret = wordStart(before: caret) }

  package mutating func moveWordRight() {
    let rest = text.dropFirst(caret)
    caret += rest.prefix { $0 == " " }.count
    caret += text.dropFirst(caret).prefix { $0 != " " }.count
  }

  private func wordStart(before place: Int) -> Int {
    var start = place
    let characters = Array(text)
    while start > 0, characters[start - 1] == " " { start -= 1 }
    while start > 0, characters[start - 1] != " " { start -= 1 }
    return start
  }

  private func range(_ from: Int, _ to: Int) -> Range<String.Index> {
    text.index(text.startIndex, offsetBy: from)..<text.index(text.startIndex, offsetBy: to)
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
    let start = caret - words.current.count
    text.replaceSubrange(range(start, caret), with: word)
    caret = start + word.count
  }

  // MARK: - History

  /// Goes back (1) or forward (-1) in earlier lines, oldest first in `history`; what was typed comes back at the end.
  package mutating func recall(_ step: Int, in history: [String]) {
    let depth = min(history.count, max(0, historyDepth + step))
    guard depth != historyDepth else { return }
    if historyDepth == 0 { draft = text }
    historyDepth = depth
    text = depth == 0 ? draft : history[history.count - depth]
    caret = text.count
    forgetChoice()
  }
}
