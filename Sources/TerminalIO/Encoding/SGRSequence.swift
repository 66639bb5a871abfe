/// A control string that sets one rendition, such as a colour.
struct Rendition: Sendable {
  /// What stands between ESC [ and m, when the string has that form: such strings can share one sequence.
  let parameters: [UInt8]
  /// The string itself, when it has another form.
  let whole: [UInt8]

  init(_ string: [UInt8]) {
    let isSGR =
      string.count > 3 && string[0] == 0x1b && string[1] == 0x5b && string.last == 0x6d
      && string[2..<string.count - 1].allSatisfy { $0 >= 0x30 && $0 <= 0x3b }
    parameters = isSGR ? Array(string[2..<string.count - 1]) : []
    whole = isSGR ? [] : string
  }
}

/// Several renditions written as one sequence: ESC [ 1 ; 38 ; 5 ; 74 m.
struct SGRSequence {
  private var isOpen = false

  mutating func add(_ rendition: Rendition, to output: inout [UInt8]) {
    if rendition.parameters.isEmpty {
      close(&output)
      output.append(contentsOf: rendition.whole)
    } else {
      open(&output)
      output.append(contentsOf: rendition.parameters)
    }
  }

  /// Begins a sequence, or separates the next parameters from the last.
  mutating func open(_ output: inout [UInt8]) {
    if isOpen {
      output.append(0x3b)
    } else {
      output.append(0x1b)
      output.append(0x5b)
      isOpen = true
    }
  }

  mutating func close(_ output: inout [UInt8]) {
    if isOpen { output.append(0x6d) }
    isOpen = false
  }
}
