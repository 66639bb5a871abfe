/// Finds commands by a part of their names.
enum CommandSearch {
  /// The commands that begin with a word; where none does, those that contain it, then those that have its letters in
  /// their order, the shortest first.
  static func names(matching word: String, among names: [String] = TypedCommand.names) -> [String] {
    let beginning = names.filter { $0.hasPrefix(word) }
    guard beginning.isEmpty, !word.isEmpty else { return beginning }
    let word = word.lowercased()
    let containing = names.filter { $0.contains(word) }
    let scattered = names.filter { !containing.contains($0) && hasLetters(of: word, $0) }
      .sorted { ($0.count, $0) < ($1.count, $1) }
    return containing + scattered
  }

  /// Whether the letters of a word stand in a name in their order, the first one first.
  private static func hasLetters(of word: String, _ name: String) -> Bool {
    guard word.first == name.first else { return false }
    var rest = name[...]
    for letter in word {
      guard let place = rest.firstIndex(of: letter) else { return false }
      rest = rest[rest.index(after: place)...]
    }
    return true
  }
}
