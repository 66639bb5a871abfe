internal import CNCurses

/// The terminfo entry that is loaded; ncurses keeps one a process.
enum Terminfo {
  /// Loads the entry of `term`; says why not.
  static func load(_ term: String, descriptor: Int32) throws(TerminalError) {
    switch nc_terminfo_load(term, descriptor) {
    case 1: return
    case -1: throw .noTerminfo
    default: throw .unknownTerminal(term)
    }
  }

  /// Frees the entry; only where no screen of ncurses uses it.
  static func release() { nc_terminfo_release() }

  /// A string without its padding marks: `$<5>` and the like are for terminals of copper and steel.
  static func string(_ capability: String) -> String? {
    guard let value = nc_terminfo_string(capability) else { return nil }
    let text = withoutPadding(String(cString: value))
    return text.isEmpty ? nil : text
  }

  static func bytes(_ capability: String) -> [UInt8] { Array((string(capability) ?? "").utf8) }

  static func number(_ capability: String) -> Int { Int(nc_terminfo_number(capability)) }

  static func flag(_ capability: String) -> Bool { nc_terminfo_flag(capability) != 0 }

  static func expand(_ parameterised: String, _ first: Int, _ second: Int = 0) -> [UInt8] {
    guard let value = nc_expand(parameterised, Int32(first), Int32(second)) else { return [] }
    return Array(withoutPadding(String(cString: value)).utf8)
  }

  private static func withoutPadding(_ text: String) -> String {
    var kept = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "$<"), let end = rest[start.upperBound...].firstIndex(of: ">") {
      kept += rest[..<start.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    return kept + rest
  }
}
