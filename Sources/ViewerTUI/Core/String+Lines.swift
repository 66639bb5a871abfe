extension String {
  /// The text as lines of at most so many characters, broken at blanks; a word that is longer is broken anywhere, so that
  /// nothing of a path is lost.
  func lines(ofWidth width: Int) -> [String] {
    guard count > width, width > 0 else { return [self] }
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " \(word)"
        continue
      }
      var rest = word
      while rest.count > width {
        lines.append(String(rest.prefix(width)))
        rest = rest.dropFirst(width)
      }
      if !rest.isEmpty { lines.append(String(rest)) }
    }
    return lines
  }
}
