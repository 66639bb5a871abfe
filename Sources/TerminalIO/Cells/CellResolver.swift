/// A cell as a terminal of limited means shows it; equal values look the same.
struct ResolvedCell: Equatable {
  var glyph: UInt32
  /// 0xRRGGBB, or a palette number, or 0 without colours.
  var ink: UInt32
  var paper: UInt32
  var attributes: Cell.Attributes

  static let upperHalf: UInt32 = 0x2580
  static let fullBlock: UInt32 = 0x2588
  static let space: UInt32 = 0x20
  static let secondHalf: UInt32 = Cell.secondHalf.value

  /// A cell that a picture in pixels covers.
  static let picture = ResolvedCell(glyph: Cell.picture.glyph.value, ink: 0, paper: 0, attributes: [])

  /// Whether the ink shows anywhere.
  var showsInk: Bool { glyph != Self.space || attributes.contains(.underline) }

  /// Whether the cell to the right belongs to the glyph too.
  var isWide: Bool {
    guard let scalar = Unicode.Scalar(glyph), !scalar.isSurelyNarrow, glyph != Self.secondHalf else { return false }
    return scalar.cellWidth == .wide
  }

  /// The same picture with ink and paper exchanged, for glyphs made of blocks; an underline would change its colour.
  var turned: ResolvedCell? {
    guard !attributes.contains(.underline), let other = BlockPattern.complement(of: glyph) else { return nil }
    return ResolvedCell(glyph: other, ink: paper, paper: ink, attributes: attributes)
  }
}

/// Brings cells down to the colours and glyphs of a terminal, in one normal form.
struct CellResolver: Sendable {
  let depth: ColorDepth
  let glyphs: GlyphSet
  private var matcher: PaletteMatcher

  init(depth: ColorDepth, glyphs: GlyphSet) {
    self.depth = depth
    self.glyphs = glyphs
    matcher = PaletteMatcher(depth)
  }

  mutating func resolve(_ cell: Cell) -> ResolvedCell {
    if cell.glyph == Cell.picture.glyph { return .picture }
    let value = cell.glyph.value
    let glyph =
      value >= 0x20 && value < 0x7f || value == ResolvedCell.upperHalf && glyphs != .ascii
      ? value : GlyphSubstitution.shown(cell.glyph, in: glyphs).value
    if depth == .monochrome {
      return ResolvedCell(glyph: glyph, ink: 0, paper: 0, attributes: cell.attributes)
    }
    var resolved = ResolvedCell(
      glyph: glyph, ink: code(cell.ink), paper: code(cell.paper), attributes: cell.attributes)
    if resolved.ink == resolved.paper, cell.ink != cell.paper, carriesMeaning(glyph) {
      resolved.ink = legibleInk(cell.ink, on: cell.paper, paperCode: resolved.paper)
    }
    // With colours, reverse is an exchange: one state less to switch.
    if resolved.attributes.contains(.reverse) {
      swap(&resolved.ink, &resolved.paper)
      resolved.attributes.remove(.reverse)
    }
    if isLight(resolved.paper) {
      // Below the blocks and the squares of keys to colours, which have to be of their hue, there are letters and lines.
      if glyph > ResolvedCell.space, glyph < ResolvedCell.upperHalf, isLost(resolved.ink, on: resolved.paper) {
        (resolved.ink, resolved.paper) = (0, resolved.ink)
      }
      // Many terminals draw bold letters in the bright one of two colours: black ones in grey.
      if resolved.ink < 8 { resolved.attributes.remove(.bold) }
    }
    if glyph == ResolvedCell.fullBlock, !resolved.attributes.contains(.underline) {
      resolved.glyph = ResolvedCell.space
      resolved.paper = resolved.ink
    } else if resolved.ink == resolved.paper, resolved.turned != nil {
      resolved.glyph = ResolvedCell.space
    }
    if !resolved.showsInk {
      resolved.ink = resolved.paper
      resolved.attributes.remove(.bold)
    }
    // Of the two forms of a block, always the same one.
    if let turned = resolved.turned, turned.glyph < resolved.glyph { resolved = turned }
    return resolved
  }

  private mutating func code(_ color: RGB) -> UInt32 {
    switch depth {
    case .trueColor: UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
    default: UInt32(matcher.number(nearestTo: color))
    }
  }

  /// Letters and lines, as opposed to pieces of a picture, where two colours may well become one.
  private func carriesMeaning(_ glyph: UInt32) -> Bool {
    glyph > 0x20 && !(0x2580...0x259f).contains(glyph) && !(0x2800...0x28ff).contains(glyph) && glyph < 0x1fb00
      && !(0x1cd00...0x1ceaf).contains(glyph)
  }

  /// Of few colours yellow is all but white: on light paper such letters are black on their hue instead.
  private func isLost(_ ink: UInt32, on paper: UInt32) -> Bool {
    let (ink, paper) = (PaletteMatcher.color(UInt8(ink)), PaletteMatcher.color(UInt8(paper)))
    let isGrey = ink.red == ink.green && ink.green == ink.blue
    return !isGrey && abs(paper.luminance - ink.luminance) < 0.25
  }

  /// Whether one of few colours is white, or nearly so.
  private func isLight(_ paper: UInt32) -> Bool {
    (depth == .palette16 || depth == .palette8) && PaletteMatcher.color(UInt8(paper)).luminance > 0.85
  }

  /// Few colours make some ink vanish on its paper: take the next grey on the side where the ink was.
  private func legibleInk(_ ink: RGB, on paper: RGB, paperCode: UInt32) -> UInt32 {
    let isLighter = ink.luminance > paper.luminance
    let greys: [UInt32] =
      switch depth {
      case .palette8: [0, 7]
      case .palette16: [0, 8, 7, 15]
      default: (232...255).map { UInt32($0) }
      }
    guard let place = greys.firstIndex(of: paperCode) else {
      return isLighter ? greys[greys.count - 1] : greys[0]
    }
    // Of the ramp's 24 greys, neighbours are not told apart: go six on.
    let step = greys.count > 4 ? 6 : 1
    let wanted = isLighter ? place + step : place - step
    return greys.indices.contains(wanted) ? greys[wanted] : greys[isLighter ? place - step : place + step]
  }
}
