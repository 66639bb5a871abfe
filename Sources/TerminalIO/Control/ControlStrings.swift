internal import CNCurses

/// The control strings of one terminal, as its terminfo entry gives them, without padding.
package struct ControlStrings: Sendable, Hashable {
  package enum CursorAddressing: Sendable, Hashable {
    /// ESC [ row ; column H, written without asking terminfo each time.
    case ansi
    /// A parameterised string to expand.
    case terminfo(String)
  }

  package var cursorAddress: CursorAddressing
  /// ESC [ n C is understood.
  package var movesRightByCount: Bool
  package var clearScreen: [UInt8]
  package var resetAttributes: [UInt8]
  package var bold: [UInt8]
  package var underline: [UInt8]
  package var reverse: [UInt8]
  /// Strings that set ink and paper by number; empty without colours.
  package var ink: [[UInt8]]
  package var paper: [[UInt8]]
  /// The cursor leaves the last column at once, so the last cell of the screen would scroll it.
  package var wrapsAtOnce: Bool

  /// What every terminal descended from the VT100 understands, with `colors` colours (0, 8, 16 or 256).
  package static func ansi(colors: Int) -> ControlStrings {
    func sgr(_ parameters: String) -> [UInt8] { Array("\u{1b}[\(parameters)m".utf8) }
    func number(_ color: Int, _ normal: Int, _ bright: Int) -> [UInt8] {
      switch color {
      case ..<8: sgr("\(normal + color)")
      case ..<16: sgr("\(bright + color - 8)")
      default: sgr("\(normal + 8);5;\(color)")
      }
    }
    return ControlStrings(
      cursorAddress: .ansi, movesRightByCount: true, clearScreen: Array("\u{1b}[H\u{1b}[2J".utf8),
      resetAttributes: sgr(""), bold: sgr("1"), underline: sgr("4"), reverse: sgr("7"),
      ink: (0..<colors).map { number($0, 30, 90) }, paper: (0..<colors).map { number($0, 40, 100) }, wrapsAtOnce: false)
  }
}

extension ControlStrings {
  /// The strings of the loaded terminfo entry; nil when it cannot address the cursor or clear the screen.
  ///
  /// Colours that the entry does not reach, because more were asked for, take their usual form.
  init?(loadedWith depth: ColorDepth) {
    guard let address = Terminfo.string("cup"), let clear = Terminfo.string("clear") else { return nil }
    let usual = ControlStrings.ansi(colors: depth.paletteSize)
    cursorAddress = address == "\u{1b}[%i%p1%d;%p2%dH" ? .ansi : .terminfo(address)
    movesRightByCount = Terminfo.string("cuf") == "\u{1b}[%p1%dC"
    clearScreen = Array(clear.utf8)
    resetAttributes = Terminfo.bytes("sgr0")
    bold = Terminfo.bytes("bold")
    underline = Terminfo.bytes("smul")
    reverse = Terminfo.bytes("rev")
    wrapsAtOnce = Terminfo.flag("am") && !Terminfo.flag("xenl")
    if depth.paletteSize > 0, Terminfo.number("colors") >= depth.paletteSize,
      let setInk = Terminfo.string("setaf"), let setPaper = Terminfo.string("setab")
    {
      ink = (0..<depth.paletteSize).map { Terminfo.expand(setInk, $0) }
      paper = (0..<depth.paletteSize).map { Terminfo.expand(setPaper, $0) }
    } else {
      ink = usual.ink
      paper = usual.paper
    }
    // An entry that cannot take attributes back must not be given any.
    if resetAttributes.isEmpty {
      if depth == .monochrome {
        (bold, underline, reverse) = ([], [], [])
      } else {
        resetAttributes = usual.resetAttributes
      }
    }
  }
}

extension ColorDepth {
  /// How many numbered colours are used.
  package var paletteSize: Int {
    switch self {
    case .trueColor, .monochrome: 0
    case .palette256: 256
    case .palette16: 16
    case .palette8: 8
    }
  }
}
