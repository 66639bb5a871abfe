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

  package init(_ way: PixelProtocol, cellPixels: SIMD2<Int>, registers: Int = SixelPalette.most) {
    self.way = way
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
    case .kitty where evidence.isInTmux: return Decision(nil, "kitty's pictures do not reach through tmux")
    case .kitty: return forced(.kitty, evidence)
    case .sixel: return forced(.sixel, evidence)
    case .iterm2: return forced(.iterm2, evidence)
    case .auto: break
    }
    guard colors == .trueColor || colors == .palette256 else { return Decision(nil, "few colours are wanted") }
    guard let answers = evidence.answers, answers.isComplete else {
      return Decision(nil, evidence.answers == nil ? "the terminal was not asked" : "the terminal does not answer")
    }
    guard let (way, reason) = offered(answers, evidence) else { return Decision(nil, absence(evidence)) }
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

  private static func absence(_ evidence: TerminalEvidence) -> String {
    if evidence.isInTmux {
      return "tmux offers no sixel here; outside of it the terminal may have pixels"
    }
    return "the terminal names no protocol for pixels"
  }
}
