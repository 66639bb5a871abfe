import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import VolumeModel

@Suite struct CellPainterTests {
  /// The standard's own names say which sixths of a cell a sextant inks: BLOCK SEXTANT-135 inks 1, 3 and 5.
  @Test func sextantsAreTheOnesTheirNamesSay() throws {
    for pattern in 1..<63 where pattern != 0b010101 && pattern != 0b101010 {
      let name = try #require(BlockPattern.glyph(pattern, in: .sextants).properties.name)
      let inked: [Int] = (0..<6).filter { pattern >> $0 & 1 == 1 }
      let places: String = inked.map { String($0 + 1) }.joined()
      #expect(name == "BLOCK SEXTANT-\(places)")
    }
    #expect(BlockPattern.glyph(0b010101, in: .sextants).properties.name == "LEFT HALF BLOCK")
    #expect(BlockPattern.glyph(0b101010, in: .sextants).properties.name == "RIGHT HALF BLOCK")
  }

  /// BLOCK OCTANT-1235 inks the eighths 1, 2, 3 and 5, counted row by row; other blocks are known by other names.
  @Test func octantsAreTheOnesTheirNamesSay() throws {
    var glyphs: Set<Unicode.Scalar> = []
    for pattern in 0..<256 {
      let glyph = BlockPattern.glyph(pattern, in: .octants)
      glyphs.insert(glyph)
      let inked = try #require(TerminalEmulator.inked(glyph), "\(String(glyph.value, radix: 16))")
      for place in inked.indices {
        #expect(inked[place] == (pattern >> (place / 6 * 2 + place % 2) & 1 == 1), "\(pattern): \(glyph)")
      }
      let other = BlockPattern.complement(of: glyph.value)
      let expected = BlockPattern.glyph(255 - pattern, in: .octants).value
      #expect(other == ([0, 255].contains(pattern) ? nil : expected))
    }
    #expect(glyphs.count == 256)
  }

  @Test(
    arguments: zip(
      [1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14],
      [
        "QUADRANT UPPER LEFT", "QUADRANT UPPER RIGHT", "UPPER HALF BLOCK", "QUADRANT LOWER LEFT",
        "QUADRANT UPPER RIGHT AND LOWER LEFT", "QUADRANT UPPER LEFT AND UPPER RIGHT AND LOWER LEFT",
        "QUADRANT LOWER RIGHT", "QUADRANT UPPER LEFT AND LOWER RIGHT",
        "QUADRANT UPPER LEFT AND UPPER RIGHT AND LOWER RIGHT", "LOWER HALF BLOCK",
        "QUADRANT UPPER LEFT AND LOWER LEFT AND LOWER RIGHT", "QUADRANT UPPER RIGHT AND LOWER LEFT AND LOWER RIGHT",
      ]))
  func quadrantsAreTheOnesTheirNamesSay(pattern: Int, name: String) {
    #expect(BlockPattern.glyph(pattern, in: .quadrants).properties.name == name)
  }

  /// No other glyph of the set cuts the samples better: all glyphs tried one by one, each part in its mean.
  @Test(arguments: [GlyphSet.octants, .sextants, .quadrants, .halfBlocks])
  func theCutIsTheBestOfAll(glyphs: GlyphSet) throws {
    let size = glyphs.samplesPerCell
    let count = size.x * size.y
    let sets: [GlyphSet] = glyphs == .sextants ? [.sextants, .quadrants] : [glyphs]
    let all: [Unicode.Scalar] = sets.flatMap { set in
      (0..<(1 << (BlockPattern.pieces(set).x * BlockPattern.pieces(set).y))).map { BlockPattern.glyph($0, in: set) }
        + (set == .halfBlocks ? ["▌"] : [])
    }
    for round in 0..<200 {
      let greys: [Int] = (0..<count).map { place in (round * 7919 + place * 104_729 + round * place * 31) % 256 }
      let cell = try painted(greys.map { Self.sample($0) }, DisplayProfile(colors: .trueColor, glyphs: glyphs))
      func error(_ glyph: Unicode.Scalar) throws -> Double {
        let inked = try #require(TerminalEmulator.inked(glyph))
        var sum = 0.0
        for part in [true, false] {
          let members: [Int] = (0..<count).filter { place in
            let column = place % size.x * 2 / size.x
            let row = place / size.x * 12 / size.y
            return inked[row * 2 + column] == part
          }
          let mean = Double(members.reduce(0) { $0 + greys[$1] }) / Double(max(1, members.count))
          for place in members { sum += (Double(greys[place]) - mean) * (Double(greys[place]) - mean) }
        }
        return sum
      }
      let best = try all.map(error).min() ?? 0
      // A cut that nobody sees is not made: 4 squared steps of grey a sample.
      #expect(try error(cell.glyph) <= best + Double(4 * count) + 0.5, "\(greys)")
    }
  }

  /// Half blocks follow upright edges as well as level ones.
  @Test(
    arguments: zip([[10, 200, 10, 200], [10, 10, 200, 200]], [["▌", "▐"], ["▀", "▄"]] as [[Unicode.Scalar]]))
  func halfBlocksFollowBothEdges(greys: [Int], glyphs: [Unicode.Scalar]) throws {
    let cell = try painted(greys.map { Self.sample($0) }, DisplayProfile(colors: .trueColor, glyphs: .halfBlocks))
    #expect(glyphs.contains(cell.glyph), "\(cell.glyph)")
  }

  /// The noise of air, which nobody sees, costs no bytes.
  @Test(arguments: [GlyphSet.octants, .sextants, .quadrants, .halfBlocks])
  func whatIsAllButBlackIsBlack(glyphs: GlyphSet) throws {
    let count = glyphs.samplesPerCell.x * glyphs.samplesPerCell.y
    let cell = try painted(
      (0..<count).map { Self.sample($0 % 3) }, DisplayProfile(colors: .trueColor, glyphs: glyphs))
    #expect(cell.glyph == " " && cell.paper == .black)
  }

  /// One marked sample among unmarked ones that look alike keeps its colour, wherever it is.
  @Test(arguments: DisplayProfile.rungs.filter { $0.colors != .monochrome })
  func oneMarkedSampleShows(display: DisplayProfile) throws {
    let theme = try ExampleCase.theme("night")
    let count = display.samplesPerCell.x * display.samplesPerCell.y
    for grey in [0, 70, 128, 200, 255] {
      for place in 0..<count {
        var samples = [PaintedSample](repeating: Self.sample(grey), count: count)
        samples[place].blend(theme.both, 0.27)
        samples[place].texture = .bothRaters
        let cell = try painted(samples, display)
        #expect(cell.paper.isHued || cell.glyph != " " && cell.ink.isHued, "grey \(grey), sample \(place): \(cell)")
      }
    }
  }

  /// Two kinds of marks in a cell stay apart, wherever they are.
  @Test(
    arguments: [GlyphSet.octants, .sextants, .quadrants, .halfBlocks], [ColorDepth.trueColor, .palette256, .palette16])
  func twoKindsOfMarksStayApart(glyphs: GlyphSet, colors: ColorDepth) throws {
    let theme = try ExampleCase.theme("night")
    let count = glyphs.samplesPerCell.x * glyphs.samplesPerCell.y
    for (first, second) in (0..<count).flatMap({ first in (0..<count).map { (first, $0) } }) where first != second {
      var samples = [PaintedSample](repeating: Self.sample(120), count: count)
      samples[first].blend(theme.rater1, 0.45)
      samples[first].texture = .overlay(0)
      samples[second].blend(theme.rater2, 0.45)
      samples[second].texture = .overlay(1)
      let cell = try painted(samples, DisplayProfile(colors: colors, glyphs: glyphs))
      #expect(cell.ink.isHued && cell.paper.isHued && cell.ink != cell.paper, "samples \(first) and \(second)")
    }
  }

  /// Without colours more brightness never means less ink, and on a light ground it means less.
  @Test(arguments: [GlyphSet.octants, .sextants, .quadrants, .halfBlocks], [true, false])
  func inkFollowsBrightness(glyphs: GlyphSet, isDark: Bool) throws {
    let display = DisplayProfile(colors: .monochrome, glyphs: glyphs, hasDarkBackground: isDark)
    let count = glyphs.samplesPerCell.x * glyphs.samplesPerCell.y
    let order = Array(" ░▒▓█")
    var last = isDark ? 0 : order.count - 1
    for grey in stride(from: 0, through: 255, by: 5) {
      let cell = try painted([PaintedSample](repeating: Self.sample(grey), count: count), display)
      let place = try #require(order.firstIndex(of: Character(cell.glyph)))
      #expect(isDark ? place >= last : place <= last)
      last = place
    }
    #expect(last == (isDark ? order.count - 1 : 0))
  }

  /// Without colours letters are a scale of densities, whatever the shapes within a cell.
  @Test func lettersAreACalmScale() throws {
    let display = DisplayProfile(colors: .monochrome, glyphs: .ascii)
    func glyph(_ greys: [Int]) throws -> Unicode.Scalar { try painted(greys.map { Self.sample($0) }, display).glyph }
    var last: Float = 0
    for grey in stride(from: 0, through: 255, by: 5) {
      let even = try glyph([Int](repeating: grey, count: 12))
      // Darker and brighter the scale ends.
      if (70...160).contains(grey) { #expect(try glyph((0..<12).map { $0 < 6 ? grey - 16 : grey + 16 }) == even) }
      let density = try #require(Self.densities[even])
      #expect(density >= last)
      last = density
    }
    #expect(last == Self.densities["@"])
  }

  /// Ink that the letters of the scale have, from its measured table.
  private static let densities: [Unicode.Scalar: Float] = [
    " ": 0, ".": 24, ":": 43, "+": 88, "x": 134, "o": 161, "#": 216, "@": 265,
  ]

  /// In 16 colours an even grey that no pair of greys has comes out right on average, and no mark moves it; in 8 it is the
  /// nearest tone.
  @Test(arguments: [GlyphSet.octants, .sextants, .quadrants, .halfBlocks], [ColorDepth.palette16, .palette8])
  func fewGreysMeetTheMean(glyphs: GlyphSet, colors: ColorDepth) throws {
    let display = DisplayProfile(colors: colors, glyphs: glyphs)
    let size = display.samplesPerCell
    let area = Rectangle(x: 0, y: 0, width: 24, height: 12)
    let painter = CellPainter(display: display, looks: MarkLooks(Self.raters, theme: try ExampleCase.theme("night")))
    for grey in stride(from: 10, through: 220, by: 30) {
      var samples = [PaintedSample](repeating: Self.sample(grey), count: area.width * size.x * area.height * size.y)
      var frame = Frame(width: area.width, height: area.height)
      painter.draw(samples, columns: area.width * size.x, in: area, of: &frame)
      let means = try frame.cells.map { cell -> Double in
        let ink = try Self.fractionInked(cell.glyph)
        return ink * Double(cell.ink.red) + (1 - ink) * Double(cell.paper.red)
      }
      let mean = means.reduce(0, +) / Double(means.count)
      // Of 8 colours tones are 57 apart, and one grey looks more even than a shade of two that is a little nearer.
      #expect(abs(mean - Double(grey)) < (colors == .palette16 ? 8 : 35), "grey \(grey): \(mean)")

      samples[0].blend(RGB(red: 255, green: 0, blue: 0), 0.5)
      samples[0].texture = .overlay(0)
      var marked = Frame(width: area.width, height: area.height)
      painter.draw(samples, columns: area.width * size.x, in: area, of: &marked)
      #expect(marked.cells.dropFirst() == frame.cells.dropFirst())
    }
  }

  private static func fractionInked(_ glyph: Unicode.Scalar) throws -> Double {
    if let shade = ["░", "▒", "▓"].firstIndex(of: Character(glyph)) { return Double(shade + 1) / 4 }
    let inked = try #require(TerminalEmulator.inked(glyph))
    return Double(inked.count { $0 }) / Double(inked.count)
  }

  /// Letters follow edges where asked to: ink is where the brightness is.
  @Test func lettersFollowEdges() throws {
    var display = DisplayProfile(colors: .monochrome, glyphs: .ascii)
    display.lettersFollowEdges = true
    func glyph(_ greys: [Int]) throws -> Unicode.Scalar { try painted(greys.map { Self.sample($0) }, display).glyph }
    #expect(try glyph([Int](repeating: 0, count: 12)) == " ")
    #expect(try ["\"", "'", "`", "^"].contains(glyph([0, 0, 145, 145] + [Int](repeating: 0, count: 8))))
    #expect(try glyph([Int](repeating: 0, count: 10) + [153, 153]) == "_")
    let left = try glyph([145, 0, 145, 0, 145, 0, 145, 0, 145, 0, 145, 0])
    let right = try glyph([0, 145, 0, 145, 0, 145, 0, 145, 0, 145, 0, 145])
    #expect(left == "[" && right == "]", "\(left) \(right)")
  }

  /// Two raters' overlays, for their looks alone.
  private static let raters: [DrawnOverlay] = [0, 1].map { index in
    let grid = VoxelGrid(shape: SIMD3(1, 1, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    return DrawnOverlay(
      .mask(Mask(grid: grid)), look: .rater(index),
      settings: OverlaySettings(isVisible: true, opacity: 0.45, style: .fill))
  }

  private static func sample(_ grey: Int) -> PaintedSample {
    let value = UInt8(grey)
    return PaintedSample(colour: RGB(red: value, green: value, blue: value), brightness: Float(grey) / 255)
  }

  private func painted(_ samples: [PaintedSample], _ display: DisplayProfile) throws -> Cell {
    var frame = Frame(width: 1, height: 1)
    CellPainter(display: display, looks: MarkLooks(Self.raters, theme: try ExampleCase.theme("night")))
      .draw(
        samples, columns: display.samplesPerCell.x, in: Rectangle(x: 0, y: 0, width: 1, height: 1), of: &frame)
    return frame[0, 0]
  }
}

extension RGB {
  fileprivate var isHued: Bool { max(red, green, blue) - min(red, green, blue) > 8 }
}
