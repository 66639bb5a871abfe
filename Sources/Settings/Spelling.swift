/// Finds what somebody may have meant.
package enum Spelling {
  /// The known word nearest to `word`, when it is near enough to be a slip.
  package static func suggestion(for word: String, among known: some Sequence<String>) -> String? {
    let most = max(1, word.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in known {
      // As many letters must be put in as one word is longer.
      guard candidate.hasPrefix(word) || abs(candidate.count - word.count) <= most else { continue }
      let distance = candidate.hasPrefix(word) && word.count >= 2 ? 1 : Self.distance(word, candidate)
      if distance <= most, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// "; did you mean 'theme'?" or "".
  package static func question(for word: String, among known: some Sequence<String>) -> String {
    suggestion(for: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// Insertions, removals, replacements and swaps of neighbours from one word to the other (optimal string alignment).
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var rows = [Array(0...b.count)]
    for i in 1..<(a.count + 1) {
      var row = [i]
      for j in 1..<(b.count + 1) {
        var least = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { least = min(least, rows[i - 2][j - 2] + 1) }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
