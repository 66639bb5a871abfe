/// Sends the pictures of frames in pixels, and takes away those that are gone.
///
/// kitty keeps pictures under numbers and shows parts of them, so that text over a picture costs a few numbers, and a new
/// picture replaces the old one at once. On sixel and iTerm2 terminals a picture takes the place of the text of its cells and text the place of the
/// picture, so only cells that changed are sent, and the text among them is written again.
struct PictureEncoder: Sendable {
  let way: PixelProtocol
  /// Width and height of a cell in pixels.
  let cell: SIMD2<Int>
  /// Colours that the terminal has at a time; for sixel.
  let registers: Int
  /// How hard pictures are compressed.
  var effort = QuickPNG.Effort.quick

  /// A picture that the terminal keeps under a number, and the parts of it that show.
  private struct Kept: Sendable {
    let id: UInt32
    let parts: [Rectangle]
  }

  /// Whether pictures go to the terminal around tmux.
  let isThroughTmux: Bool
  /// The pictures that characters show, by their area.
  var shownByCharacters: [Rectangle: Int] = [:]

  /// The pictures that the terminal keeps, by their area.
  private var kept: [Rectangle: Kept] = [:]
  private var lastNumber: UInt32 = 0
  /// Numbers that other programs are unlikely to use.
  private static let firstNumber: UInt32 = 7_340_032

  init(_ means: GraphicsMeans) {
    way = means.way
    cell = SIMD2(max(1, means.cellPixels.x), max(1, means.cellPixels.y))
    registers = means.registers
    isThroughTmux = means.isThroughTmux
  }

  /// What takes every picture off the screen, whatever state an unfinished one left the terminal in.
  static func removal(for evidence: TerminalEvidence) -> [UInt8] {
    Array("\u{1b}\\".utf8) + (evidence.isInTmux ? removalThroughTmux : KittyGraphics.deletionOfAll)
  }

  /// Whether a cell that shows a picture has to be cleared of its text first.
  var clearsCells: Bool { way == .kitty }

  /// Appends what turns the pictures of `known` into those of `next`.
  /// - Parameter known: what is on the screen; nil where that is unknown, or nothing.
  /// - Returns: the cells whose text has to be written again.
  mutating func encode(_ next: Frame, after known: Frame?, into output: inout [UInt8]) -> [Rectangle] {
    if isThroughTmux { return encodeCharacters(next, known, &output) }
    return way == .kitty ? encodeKept(next, known, &output) : encodePainted(next, known, &output)
  }

  // MARK: Pictures that the terminal keeps

  private mutating func encodeKept(_ next: Frame, _ known: Frame?, _ output: inout [UInt8]) -> [Rectangle] {
    if known == nil, !kept.isEmpty {
      output += KittyGraphics.deletionOfAll
      kept = [:]
    }
    var gone = kept
    for picture in next.pictures {
      let parts = next.visibleParts(of: picture)
      gone[picture.area] = nil
      if let old = kept[picture.area], known?.pictures.contains(picture) == true {
        guard old.parts != parts else { continue }
        KittyGraphics.append(hidingOf: old.id, to: &output)
        place(picture, id: old.id, parts, &output)
        continue
      }
      let grain = grain(of: picture)
      let (columns, rows) = pixels(of: picture, in: picture.area, perCell: grain)
      guard let file = try? QuickPNG.data(picture.raster, columns: columns, rows: rows, effort: effort) else {
        continue
      }
      lastNumber = (lastNumber + 1) % 4096
      let id = Self.firstNumber + lastNumber
      let old = kept[picture.area]?.id
      KittyGraphics.append(file, id: id, to: &output)
      place(picture, id: id, parts, &output)
      // The new one lies there before the old one goes, so that nothing flickers.
      if let old { KittyGraphics.append(deletionOf: old, to: &output) }
    }
    for (area, picture) in gone.sorted(by: { $0.value.id < $1.value.id }) {
      KittyGraphics.append(deletionOf: picture.id, to: &output)
      kept[area] = nil
    }
    return []
  }

  /// Shows the parts of a picture that no text hides.
  private mutating func place(_ picture: FramePicture, id: UInt32, _ parts: [Rectangle], _ output: inout [UInt8]) {
    let grain = grain(of: picture)
    for (index, part) in parts.enumerated() {
      Self.move(to: part, &output)
      KittyGraphics.append(
        placementOf: id, number: index + 1,
        source: Rectangle(
          x: (part.x - picture.area.x) * grain.x, y: (part.y - picture.area.y) * grain.y,
          width: part.width * grain.x, height: part.height * grain.y),
        columns: part.width, rows: part.height, to: &output)
    }
    kept[picture.area] = Kept(id: id, parts: parts)
  }

  /// How many pixels of a picture are sent for a cell: two for each pixel of the raster, up to as many as the cell has.
  /// The terminal enlarges them, so that edges lie a quarter of a pixel of the raster off at most.
  private func grain(of picture: FramePicture) -> SIMD2<Int> {
    func grain(_ pixels: Int, _ enlargement: Double) -> Int {
      max(1, min(pixels, Int((2 * Double(pixels) / enlargement).rounded(.up))))
    }
    return SIMD2(grain(cell.x, picture.enlargement.x), grain(cell.y, picture.enlargement.y))
  }

  // MARK: Pictures in place of text

  private func encodePainted(_ next: Frame, _ known: Frame?, _ output: inout [UInt8]) -> [Rectangle] {
    var sent: [Rectangle] = []
    for picture in next.pictures {
      var part = changed(picture, in: next, after: known)
      guard part.width > 0, part.height > 0 else { continue }
      if way == .sixel { part = startingWithABand(part, of: picture) }
      let (columns, rows) = pixels(of: picture, in: part, perCell: cell)
      Self.move(to: part, &output)
      switch way {
      case .kitty: continue
      case .sixel:
        SixelGraphics.append(
          picture.raster, columns: columns, rows: rows, registers: registers, greyStep: SixelPalette.liveGreyStep,
          to: &output)
      case .iterm2:
        guard let file = try? QuickPNG.data(picture.raster, columns: columns, rows: rows, effort: effort) else {
          continue
        }
        ITerm2Graphics.append(placed: file, columns: part.width, rows: part.height, to: &output)
      }
      sent.append(part)
    }
    return sent
  }

  /// The smallest rectangle of cells that holds all that has to be sent of a picture.
  private func changed(_ picture: FramePicture, in next: Frame, after known: Frame?) -> Rectangle {
    let earlier = known?.pictures.first { $0.isCongruent(picture) }
    guard let known, let earlier else { return picture.area }
    var part = picture.changedCells(from: earlier, cell: cell)
    // Cells that showed text so far.
    for y in picture.area.y..<picture.area.bottom {
      for x in picture.area.x..<picture.area.right
      where next[x, y].glyph == Cell.picture.glyph && known[x, y].glyph != Cell.picture.glyph {
        part = part.width == 0 || part.height == 0 ? Rectangle(x: x, y: y, width: 1, height: 1) : part.including(x, y)
      }
    }
    return part
  }

  /// A large part of a picture that starts where one of the picture's bands does, for the edges that lie on them.
  private func startingWithABand(_ part: Rectangle, of picture: FramePicture) -> Rectangle {
    guard part.height > SixelBand.height else { return part }
    var top = part.y
    while top > picture.area.y, (top - picture.area.y) * cell.y % SixelBand.height != 0 { top -= 1 }
    return Rectangle(x: part.x, y: top, width: part.width, height: part.bottom - top)
  }

  // MARK: Pixels

  /// For each pixel of some cells of a picture, the column and the row of its raster.
  /// - Parameter grain: pixels that a cell is drawn with.
  func pixels(
    of picture: FramePicture, in part: Rectangle, perCell grain: SIMD2<Int>
  ) -> (columns: [Int], rows: [Int]) {
    let enlargement = picture.enlargement * SIMD2<Double>(grain) / SIMD2<Double>(cell)
    func places(_ start: Int, _ count: Int, _ enlargement: Double, _ most: Int) -> [Int] {
      (start..<start + count).map { max(0, min(most - 1, Int((Double($0) + 0.5) / enlargement))) }
    }
    let columns = places(
      (part.x - picture.area.x) * grain.x, part.width * grain.x, enlargement.x, picture.raster.width)
    let first = (part.y - picture.area.y) * grain.y
    guard way == .sixel else {
      return (columns, places(first, part.height * grain.y, enlargement.y, picture.raster.height))
    }
    // All rows of the picture, so that its parts fit together.
    let rows = places(0, picture.area.height * grain.y, enlargement.y, picture.raster.height)
    let aligned = SixelBand.aligned(rows, of: picture.raster)
    return (columns, Array(aligned[first..<min(aligned.count, first + part.height * grain.y)]))
  }

  private static func move(to area: Rectangle, _ output: inout [UInt8]) {
    output += Array("\u{1b}[\(area.y + 1);\(area.x + 1)H".utf8)
  }
}

extension Rectangle {
  fileprivate func including(_ column: Int, _ row: Int) -> Rectangle {
    let (left, top) = (min(x, column), min(y, row))
    return Rectangle(x: left, y: top, width: max(right, column + 1) - left, height: max(bottom, row + 1) - top)
  }
}
