/// Reads filter expressions by recursive descent.
struct LesionFilterParser {
  private let characters: [Character]
  private var place = 0
  private var depth = 0
  /// More brackets or negations than this nobody writes, and each costs stack.
  private static let deepest = 100

  init(_ text: String) { characters = Array(text) }

  mutating func filter() throws(LesionFilterError) -> LesionFilter.Node {
    let node = try expression()
    skipBlanks()
    guard place == characters.count else {
      throw problem(
        characters[place] == ")"
          ? "no bracket is open here" : "'\(characters[place])' is not expected here; join with & or |")
    }
    return node
  }

  private mutating func expression() throws(LesionFilterError) -> LesionFilter.Node {
    var node = try term()
    while take("|") { node = .or(node, try term()) }
    return node
  }

  private mutating func term() throws(LesionFilterError) -> LesionFilter.Node {
    var node = try factor()
    while take("&") { node = .and(node, try factor()) }
    return node
  }

  private mutating func factor() throws(LesionFilterError) -> LesionFilter.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw problem("brackets too deep") }
    if take("!") { return .not(try factor()) }
    let start = place
    guard take("(") else { return try comparison() }
    let node = try expression()
    guard take(")") else {
      skipBlanks()
      throw problem("the bracket of character \(start + 1) is not closed")
    }
    return node
  }

  private mutating func comparison() throws(LesionFilterError) -> LesionFilter.Node {
    skipBlanks()
    let start = place
    let name = word()
    guard !name.isEmpty else {
      throw problem(
        place == characters.count ? "a field is missing, as vol or r2" : "a field, as vol or r2, is expected")
    }
    guard let field = LesionField(rawValue: name.lowercased()) else {
      let known = LesionField.allCases.map(\.rawValue).joined(separator: " ")
      throw LesionFilterError(position: start + 1, problem: "no field '\(name)'; there are \(known)")
    }
    guard let comparison = takeComparison() else { return .isSet(field) }
    skipBlanks()
    let operandStart = place
    let operand = try operand()
    switch operand {
    case .number where field.isText, .word where !field.isText:
      throw LesionFilterError(
        position: operandStart + 1, problem: "\(field.rawValue) is compared with a \(field.isText ? "word" : "number")")
    case .word where comparison != .equal && comparison != .notEqual:
      throw LesionFilterError(position: operandStart + 1, problem: "words are compared with = or !=")
    case .number, .word: return .compare(field, comparison, operand)
    }
  }

  private mutating func operand() throws(LesionFilterError) -> LesionFilter.Operand {
    if take("\"") {
      let start = place
      while place < characters.count, characters[place] != "\"" { place += 1 }
      guard place < characters.count else {
        throw LesionFilterError(position: start, problem: "the quotation mark is not closed")
      }
      defer { place += 1 }
      return .word(String(characters[start..<place]))
    }
    let text = word()
    guard !text.isEmpty else { throw problem("a value is missing") }
    if let number = Double(text), number.isFinite { return .number(number) }
    return .word(text)
  }

  // MARK: Characters

  private mutating func word() -> String {
    let start = place
    while place < characters.count,
      characters[place].isLetter || characters[place].isNumber || "._-+,".contains(characters[place])
    {
      place += 1
    }
    return String(characters[start..<place])
  }

  private mutating func takeComparison() -> LesionFilter.Comparison? {
    skipBlanks()
    for comparison in LesionFilter.Comparison.allCases where characters[place...].starts(with: comparison.rawValue) {
      place += comparison.rawValue.count
      // "==" is meant as "=" by those who program.
      if comparison == .equal, place < characters.count, characters[place] == "=" { place += 1 }
      return comparison
    }
    return nil
  }

  /// Takes a sign; "&&" and "||" as their single ones.
  private mutating func take(_ sign: Character) -> Bool {
    skipBlanks()
    guard place < characters.count, characters[place] == sign else { return false }
    place += 1
    if sign == "&" || sign == "|", place < characters.count, characters[place] == sign { place += 1 }
    return true
  }

  private mutating func skipBlanks() {
    while place < characters.count, characters[place].isWhitespace { place += 1 }
  }

  private func problem(_ problem: String) -> LesionFilterError {
    LesionFilterError(position: place + 1, problem: problem)
  }
}
