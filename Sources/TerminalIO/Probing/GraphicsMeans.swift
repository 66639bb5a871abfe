/// How pictures are to be drawn: in pixels, by whichever protocol, or in glyphs.
package enum GraphicsChoice: String, CaseIterable, Sendable, Hashable {
  /// In pixels where the terminal says that it can.
  case auto
  case kitty
  case sixel
  case iterm2
  case glyphs
}

/// By what a terminal draws pictures in pixels.
package struct GraphicsMeans: Hashable, Sendable {
  package let way: PixelProtocol
  /// Width and height of a cell in pixels.
  package var cellPixels: SIMD2<Int>
  /// Colours that the terminal has at a time; for sixel.
  package let registers: Int
  /// Whether the terminal is around tmux, through which kitty's pictures go by characters.
  package let isThroughTmux: Bool

  package init(
    _ way: PixelProtocol, cellPixels: SIMD2<Int>, registers: Int = SixelPalette.most, isThroughTmux: Bool = false
  ) {
    self.way = way
    self.isThroughTmux = isThroughTmux
    self.cellPixels = cellPixels
    self.registers = registers
  }

  /// What a cell is taken for where pixels are asked for and the terminal does not tell.
  private static let usualCell = SIMD2(8, 16)

  typealias Decision = TerminalProfile.Decision<GraphicsMeans?>

  /// What a terminal draws pictures with, and why; nil is glyphs.
  static func decide(_ evidence: TerminalEvidence, _ choice: GraphicsChoice, colors: ColorDepth) -> Decision {
    switch choice {
    case .glyphs: return Decision(nil, "asked for")
    case .kitty where evidence.isInTmux: return throughTmux(evidence, isForced: true)
    case .kitty: return forced(.kitty, evidence)
    case .sixel: return forced(.sixel, evidence)
    case .iterm2: return forced(.iterm2, evidence)
    case .auto: break
    }
    guard colors == .trueColor || colors == .palette256 else { return Decision(nil, "few colours are wanted") }
    guard let answers = evidence.answers, answers.isComplete else {
      return Decision(nil, evidence.answers == nil ? "the terminal was not asked" : "the terminal does not answer")
    }
    let kitty = evidence.isInTmux ? throughTmux(evidence, isForced: false) : nil
    if let kitty, kitty.value != nil { return kitty }
    guard let (way, reason) = offered(answers, evidence) else {
      return Decision(
        nil, kitty.map { "tmux offers no sixel; \($0.reason)" } ?? "the terminal names no protocol for pixels")
    }
    guard let cell = evidence.cellPixels else {
      return Decision(nil, "the terminal has \(way.rawValue), but does not tell the size of its cells in pixels")
    }
    return Decision(GraphicsMeans(way, cellPixels: cell, registers: evidence.registers), reason)
  }

  private static func forced(_ way: PixelProtocol, _ evidence: TerminalEvidence) -> Decision {
    let cell = evidence.cellPixels
    let doubt = cell == nil ? ", cells taken for \(usualCell.x) x \(usualCell.y) pixels" : ""
    let means = GraphicsMeans(way, cellPixels: cell ?? usualCell, registers: evidence.registers)
    return Decision(means, "asked for\(doubt)")
  }

  /// The protocol that a terminal says it has, the one with the least bytes first.
  private static func offered(_ answers: ProbeAnswers, _ evidence: TerminalEvidence) -> (PixelProtocol, String)? {
    if answers.hasKittyGraphics { return (.kitty, "the terminal answered the question for kitty's graphics") }
    if let brand = answers.brand, brand.hasPrefix("iTerm2") { return (.iterm2, "the terminal is \(brand)") }
    if answers.hasSixel { return (.sixel, "the terminal's attributes name sixel") }
    return nil
  }

  /// kitty's pictures as characters within tmux, where everything between allows it.
  private static func throughTmux(_ evidence: TerminalEvidence, isForced: Bool) -> Decision {
    guard let tmux = evidence.tmux else { return Decision(nil, "tmux does not tell which terminal is around it") }
    let names = [tmux.brand, tmux.term].filter { !$0.isEmpty }
    let name = names.first ?? "unknown"
    guard let known = names.first(where: { name in placeholderTerminals.contains { name.lowercased().contains($0) } })
    else { return Decision(nil, "the terminal around tmux, \(name), has none of kitty's pictures") }
    if known.lowercased().contains("kitty"), !isForced {
      // Older ones would show the characters.
      guard TerminalVersion.isIn(tmux.brand, from: [0, 28]) == true else {
        return Decision(nil, "kitty's pictures go through tmux from version 0.28 on; around it is \(name)")
      }
    }
    guard tmux.passesStrings else {
      return Decision(nil, "tmux keeps kitty's pictures back; 'tmux set -g allow-passthrough on' lets them through")
    }
    guard let cell = evidence.cellPixels ?? (isForced ? usualCell : nil) else {
      return Decision(nil, "tmux does not tell the size of its cells in pixels")
    }
    return Decision(
      GraphicsMeans(.kitty, cellPixels: cell, isThroughTmux: true),
      isForced ? "asked for" : "\(name) is around tmux, which lets its pictures through")
  }

  /// Terminals that show pictures by characters.
  private static let placeholderTerminals = ["kitty", "ghostty"]
}
