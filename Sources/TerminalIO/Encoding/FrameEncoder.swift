/// Turns a frame into the bytes that show it, given the frame that is on the screen.
///
/// Only changed cells are sent, with the fewest bytes the terminal understands. Every encoded frame starts and ends
/// with attributes reset, so frames do not depend on each other's colours.
package struct FrameEncoder: Sendable {
  private let strings: ControlStrings
  private let isSynchronised: Bool
  private var resolver: CellResolver
  private let ink: [Rendition]
  private let paper: [Rendition]
  private let bold: Rendition
  private let underline: Rendition
  private let reverse: Rendition
  /// Nil where there are no pixels.
  private var pictures: PictureEncoder?

  /// - Parameters:
  ///   - synchronised: wrap each frame in the brackets of mode 2026, so that it appears at once.
  ///   - graphics: how the pictures of frames are sent; nil leaves their cells blank.
  package init(
    strings: ControlStrings, depth: ColorDepth, glyphs: GlyphSet, synchronised: Bool, graphics: GraphicsMeans? = nil
  ) {
    self.strings = strings
    pictures = graphics.map(PictureEncoder.init)
    isSynchronised = synchronised
    resolver = CellResolver(depth: depth, glyphs: glyphs)
    ink = strings.ink.map(Rendition.init)
    paper = strings.paper.map(Rendition.init)
    bold = Rendition(strings.bold)
    underline = Rendition(strings.underline)
    reverse = Rendition(strings.reverse)
  }

  /// Whether the line is slower than compressing, so that smaller pictures are there earlier.
  package var isLineSlow: Bool {
    get { pictures?.effort == .small }
    set { pictures?.effort = newValue ? .small : .quick }
  }

  /// Appends the bytes that turn `previous` into `next`; without a previous frame, or with one of another size, the
  /// screen is cleared first. Nothing is appended when nothing changed.
  ///
  /// - Returns: how many bytes were appended.
  @discardableResult
  package mutating func encode(_ next: Frame, after previous: Frame?, into output: inout [UInt8]) -> Int {
    let start = output.count
    let known = previous.flatMap { $0.width == next.width && $0.height == next.height ? $0 : nil }
    if let known, known == next { return 0 }
    if isSynchronised { output.append(contentsOf: Self.openUpdate) }
    output.append(contentsOf: strings.resetAttributes)
    if known == nil { output.append(contentsOf: strings.clearScreen) }
    let bodyStart = output.count

    let rewritten = pictures?.encode(next, after: known, into: &output) ?? []
    var pen = Brush()
    next.cells.withUnsafeBufferPointer { cells in
      if let known {
        known.cells.withUnsafeBufferPointer { old in
          send(
            cells, over: old, rewriting: rewritten, width: next.width, height: next.height, pen: &pen, to: &output)
        }
      } else {
        send(cells, over: nil, rewriting: [], width: next.width, height: next.height, pen: &pen, to: &output)
      }
    }

    if known != nil, output.count == bodyStart {
      // Different colours that this terminal shows alike.
      output.removeLast(output.count - start)
      return 0
    }
    if pen.isSet { output.append(contentsOf: strings.resetAttributes) }
    if isSynchronised { output.append(contentsOf: Self.closeUpdate) }
    return output.count - start
  }

  package static let openUpdate = Array("\u{1b}[?2026h".utf8)
  package static let closeUpdate = Array("\u{1b}[?2026l".utf8)

  /// What the terminal writes with now, and where.
  private struct Brush {
    var ink: UInt32?
    var paper: UInt32?
    var attributes: Cell.Attributes = []
    /// The picture whose number is the ink, where characters show pictures.
    var picture: Int?
    /// Negative when unknown, as after the last column.
    var x = -1
    var y = -1

    var isSet: Bool { ink != nil || paper != nil || !attributes.isEmpty || picture != nil }

    func writes(_ cell: ResolvedCell) -> Bool {
      picture == nil && (paper == cell.paper) && (ink == cell.ink || !cell.showsInk) && attributes == cell.attributes
    }
  }

  private mutating func send(
    _ cells: UnsafeBufferPointer<Cell>, over old: UnsafeBufferPointer<Cell>?, rewriting rewritten: [Rectangle],
    width: Int, height: Int, pen: inout Brush, to output: inout [UInt8]
  ) {
    let hasColors = resolver.depth != .monochrome
    for y in 0..<height {
      let row = y * width
      for x in 0..<width {
        let cell = cells.drawable(at: row + x, width: width)
        let before = old?.drawable(at: row + x, width: width)
        // What a picture took the place of is written again.
        let isLost = !rewritten.isEmpty && rewritten.contains { $0.contains(column: x, row: y) }
        if before == cell, !isLost { continue }
        let resolved = resolver.resolve(cell)
        // What is sent of a picture takes the place of text by itself, or is to be seen through a cleared cell.
        if resolved == .picture, pictures?.clearsCells != true { continue }
        if let before, !isLost, resolver.resolve(before) == resolved { continue }
        // The first half brought it.
        if resolved.glyph == ResolvedCell.secondHalf { continue }
        let next = x + (resolved.isWide ? 2 : 1)
        if strings.wrapsAtOnce, next >= width, y == height - 1 { continue }
        if pen.x != x || pen.y != y { move(to: x, y, in: cells, width: width, pen: &pen, output: &output) }
        if resolved == .picture {
          writePicture(atColumn: x, row: y, pen: &pen, to: &output)
        } else {
          write(resolved, hasColors: hasColors, pen: &pen, to: &output)
        }
        pen.x = next >= width ? -1 : next
      }
    }
  }

  // MARK: Cursor

  private mutating func move(
    to x: Int, _ y: Int, in cells: UnsafeBufferPointer<Cell>, width: Int, pen: inout Brush, output: inout [UInt8]
  ) {
    if pen.y == y, pen.x >= 0, pen.x < x {
      let gap = x - pen.x
      // Up to the price of moving, writing what is there already is cheaper.
      if gap <= 5 {
        let mark = output.count
        var written = 0
        for skipped in pen.x..<x {
          guard cells[y * width + skipped].glyph.isSurelyNarrow else { break }
          let cell = resolver.resolve(cells[y * width + skipped])
          guard cell != .picture, pen.writes(cell) else { break }
          Self.append(glyph: cell.glyph, to: &output)
          written += 1
        }
        if written == gap, output.count - mark <= 5 {
          pen.x = x
          return
        }
        output.removeLast(output.count - mark)
      }
      if strings.movesRightByCount {
        output.append(0x1b)
        output.append(0x5b)
        if gap > 1 { Self.append(number: gap, to: &output) }
        output.append(0x43)
        pen.x = x
        return
      }
    }
    switch strings.cursorAddress {
    case .ansi:
      output.append(0x1b)
      output.append(0x5b)
      if y > 0 { Self.append(number: y + 1, to: &output) }
      if x > 0 {
        output.append(0x3b)
        Self.append(number: x + 1, to: &output)
      }
      output.append(0x48)
    case .terminfo(let template):
      output.append(contentsOf: Terminfo.expand(template, y, x))
    }
    (pen.x, pen.y) = (x, y)
  }

  // MARK: Cells

  private func write(_ cell: ResolvedCell, hasColors: Bool, pen: inout Brush, to output: inout [UInt8]) {
    var cell = cell
    if pen.picture != nil { reset(&pen, to: &output) }
    if !pen.writes(cell) {
      if hasColors, let turned = cell.turned, changes(turned, pen) < changes(cell, pen) { cell = turned }
      if !pen.writes(cell) { set(cell, hasColors: hasColors, pen: &pen, to: &output) }
    }
    Self.append(glyph: cell.glyph, to: &output)
  }

  private func reset(_ pen: inout Brush, to output: inout [UInt8]) {
    if pen.isSet { output.append(contentsOf: strings.resetAttributes) }
    (pen.ink, pen.paper, pen.attributes, pen.picture) = (nil, nil, [], nil)
  }

  /// A cell that a picture shows through: the terminal's own background, or the character that stands for a piece of it.
  private func writePicture(atColumn x: Int, row y: Int, pen: inout Brush, to output: inout [UInt8]) {
    guard let place = pictures?.character(atColumn: x, row: y) else {
      if pen.isSet { reset(&pen, to: &output) }
      output.append(UInt8(ascii: " "))
      return
    }
    if pen.picture != place.number {
      reset(&pen, to: &output)
      KittyPlaceholder.append(inkOf: place.number, to: &output)
      pen.picture = place.number
    }
    if !KittyPlaceholder.append(row: place.row, column: place.column, to: &output) { output.append(UInt8(ascii: " ")) }
  }

  private func changes(_ cell: ResolvedCell, _ pen: Brush) -> Int {
    (pen.ink == cell.ink ? 0 : 1) + (pen.paper == cell.paper ? 0 : 1)
  }

  private func set(_ cell: ResolvedCell, hasColors: Bool, pen: inout Brush, to output: inout [UInt8]) {
    if !pen.attributes.subtracting(cell.attributes).isEmpty {
      output.append(contentsOf: strings.resetAttributes)
      pen.ink = nil
      pen.paper = nil
      pen.attributes = []
    }
    var sequence = SGRSequence()
    let gained = cell.attributes.subtracting(pen.attributes)
    if !gained.isEmpty {
      if gained.contains(.bold) { sequence.add(bold, to: &output) }
      if gained.contains(.underline) { sequence.add(underline, to: &output) }
      if gained.contains(.reverse) { sequence.add(reverse, to: &output) }
      pen.attributes = cell.attributes
    }
    if hasColors {
      if cell.showsInk, pen.ink != cell.ink {
        add(cell.ink, from: ink, introducer: 0x33, &sequence, &output)
        pen.ink = cell.ink
      }
      if pen.paper != cell.paper {
        add(cell.paper, from: paper, introducer: 0x34, &sequence, &output)
        pen.paper = cell.paper
      }
    } else {
      (pen.ink, pen.paper) = (0, 0)
    }
    sequence.close(&output)
  }

  /// `introducer`: the digit 3 for ink, 4 for paper, as in 38;2 and 48;2.
  private func add(
    _ color: UInt32, from palette: [Rendition], introducer: UInt8, _ sequence: inout SGRSequence,
    _ output: inout [UInt8]
  ) {
    guard resolver.depth == .trueColor else {
      if palette.indices.contains(Int(color)) { sequence.add(palette[Int(color)], to: &output) }
      return
    }
    sequence.open(&output)
    output.append(introducer)
    output.append(0x38)
    output.append(0x3b)
    output.append(0x32)
    for shift: UInt32 in [16, 8, 0] {
      output.append(0x3b)
      Self.append(number: Int(color >> shift & 0xff), to: &output)
    }
  }

  // MARK: Bytes

  @inline(__always)
  private static func append(number: Int, to output: inout [UInt8]) {
    if number >= 1000 { output.append(0x30 + UInt8(number / 1000 % 10)) }
    if number >= 100 { output.append(0x30 + UInt8(number / 100 % 10)) }
    if number >= 10 { output.append(0x30 + UInt8(number / 10 % 10)) }
    output.append(0x30 + UInt8(number % 10))
  }

  @inline(__always)
  private static func append(glyph: UInt32, to output: inout [UInt8]) {
    if glyph < 0x80 {
      output.append(UInt8(glyph))
    } else if glyph < 0x800 {
      output.append(UInt8(0xc0 | glyph >> 6))
      output.append(UInt8(0x80 | glyph & 0x3f))
    } else if glyph < 0x10000 {
      output.append(UInt8(0xe0 | glyph >> 12))
      output.append(UInt8(0x80 | glyph >> 6 & 0x3f))
      output.append(UInt8(0x80 | glyph & 0x3f))
    } else if let scalar = Unicode.Scalar(glyph), let cluster = GlyphCluster.text(of: scalar) {
      output.append(contentsOf: cluster.utf8)
    } else {
      output.append(UInt8(0xf0 | glyph >> 18))
      output.append(UInt8(0x80 | glyph >> 12 & 0x3f))
      output.append(UInt8(0x80 | glyph >> 6 & 0x3f))
      output.append(UInt8(0x80 | glyph & 0x3f))
    }
  }
}
