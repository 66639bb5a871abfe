/// A frame as lines of text, for pipes, files and logs.
package enum FrameText {
  /// Lines in the colours and glyphs asked for; no escape at all without colours and attributes.
  package static func lines(of frame: Frame, colors: ColorDepth, glyphs: GlyphSet) -> String {
    var resolver = CellResolver(depth: colors, glyphs: glyphs)
    var text = ""
    for y in 0..<frame.height {
      var last: String?
      for x in 0..<frame.width {
        let cell = frame.cells.withUnsafeBufferPointer {
          resolver.resolve($0.drawable(at: y * frame.width + x, width: frame.width))
        }
        if colors != .monochrome {
          let rendition = rendition(of: cell, colors: colors)
          if rendition != last { text += "\u{1B}[0;\(rendition)m" }
          last = rendition
        }
        text += (Unicode.Scalar(cell.glyph) ?? " ").shownText
      }
      if colors == .monochrome {
        while text.last == " " { text.removeLast() }
        text += "\n"
      } else {
        text += "\u{1B}[0m\n"
      }
    }
    return text
  }

  private static func rendition(of cell: ResolvedCell, colors: ColorDepth) -> String {
    var codes: [String] = []
    if cell.attributes.contains(.bold) { codes.append("1") }
    if cell.attributes.contains(.underline) { codes.append("4") }
    codes.append(color(cell.ink, colors, isPaper: false))
    codes.append(color(cell.paper, colors, isPaper: true))
    return codes.joined(separator: ";")
  }

  private static func color(_ code: UInt32, _ colors: ColorDepth, isPaper: Bool) -> String {
    let base = isPaper ? 40 : 30
    switch colors {
    case .trueColor: return "\(base + 8);2;\(code >> 16);\(code >> 8 & 0xff);\(code & 0xff)"
    case .palette256: return "\(base + 8);5;\(code)"
    default: return code < 8 ? "\(base + Int(code))" : "\(base + 60 + Int(code) - 8)"
    }
  }
}
