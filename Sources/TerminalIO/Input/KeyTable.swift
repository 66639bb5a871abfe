internal import CNCurses

/// Key codes of ncurses as keys.
///
/// Keys with modifiers have no fixed codes: terminfo's extended names are looked up once the screen is set up.
struct KeyTable {
  private var keys: [Int32: Key]

  init() {
    keys = Self.fixed
    for (name, code) in Self.extendedNames {
      for number in 2...8 {
        // kUP is not the plain key but the one with shift.
        for spelling in number == 2 ? [name, "\(name)2"] : ["\(name)\(number)"] {
          guard let string = nc_terminfo_string(spelling) else { continue }
          let keyCode = key_defined(string)
          if keyCode > 0 { keys[keyCode] = Key(code, InputDecoder.modifiers(xtermNumber: number)) }
        }
      }
    }
  }

  subscript(code: Int32) -> Key? {
    if let key = keys[code] { return key }
    let function = Int(code - KEY_F0)
    guard (1...60).contains(function) else { return nil }
    let modifiers: [Key.Modifiers] = [[], .shift, .control, [.shift, .control], .alt]
    return Key(.function((function - 1) % 12 + 1), modifiers[(function - 1) / 12])
  }

  private static let extendedNames: [(String, Key.Code)] = [
    ("kUP", .up), ("kDN", .down), ("kLFT", .left), ("kRIT", .right), ("kHOM", .home), ("kEND", .end),
    ("kPRV", .pageUp), ("kNXT", .pageDown), ("kDC", .delete), ("kIC", .insert),
  ]

  private static let fixed: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown,
    KEY_HOME: .home, KEY_END: .end, KEY_ENTER: .enter, KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_IC: .insert,
    KEY_BTAB: .backTab, KEY_SR: .shift(.up), KEY_SF: .shift(.down), KEY_SLEFT: .shift(.left),
    KEY_SRIGHT: .shift(.right), KEY_SHOME: .shift(.home), KEY_SEND: .shift(.end), KEY_SPREVIOUS: .shift(.pageUp),
    KEY_SNEXT: .shift(.pageDown), KEY_SDC: .shift(.delete), KEY_SIC: .shift(.insert),
    // The keypad's corners, where Num Lock is off.
    KEY_A1: .home, KEY_A3: .pageUp, KEY_C1: .end, KEY_C3: .pageDown,
  ]
}
