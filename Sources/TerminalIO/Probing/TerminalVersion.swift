/// Versions in what terminals call themselves.
enum TerminalVersion {
  /// The first numbers of a text with points between them, as 0, 40, 1 of "kitty(0.40.1)"; nil where there are none.
  static func numbers(in text: String) -> [Int]? {
    let digits = text.drop { !$0.isASCII || !$0.isNumber }.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let numbers = digits.split(separator: ".").compactMap { Int($0) }
    return numbers.isEmpty ? nil : numbers
  }

  /// Whether a text names a version from another one on; nil where it names none.
  static func isIn(_ text: String, from first: [Int]) -> Bool? {
    numbers(in: text).map { !$0.lexicographicallyPrecedes(first) }
  }
}
