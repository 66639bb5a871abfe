import TerminalIO
import TestSupport
import Testing

/// Frames with pictures, sent one after the other and drawn again as terminals do.
@Suite struct PictureEncoderTests {
  private static let cell = SIMD2(5, 11)

  private static func encoder(_ way: PixelProtocol, isThroughTmux: Bool = false) -> FrameEncoder {
    FrameEncoder(
      strings: .ansi(colors: 0), depth: .trueColor, glyphs: .sextants, synchronised: true,
      graphics: GraphicsMeans(way, cellPixels: cell, isThroughTmux: isThroughTmux))
  }

  /// A picture whose pixels are larger than the screen's by any factor, in colours that sixel has exactly.
  private static func picture(_ area: Rectangle, _ random: inout SeededGenerator) -> FramePicture {
    let enlargement = SIMD2(Double.random(in: 1...4, using: &random), Double.random(in: 1...4, using: &random))
    func size(_ pixels: Int, _ enlargement: Double) -> Int { Int((Double(pixels) / enlargement).rounded(.up)) }
    var raster = Raster(
      width: size(area.width * cell.x, enlargement.x), height: size(area.height * cell.y, enlargement.y))
    for y in 0..<raster.height {
      for x in 0..<raster.width {
        let grey = UInt8(Int.random(in: 0...5, using: &random) * 51)
        raster[x, y] = RGB(red: grey, green: grey, blue: x % 3 == 0 ? 255 : grey)
      }
    }
    return FramePicture(area: area, raster: raster, enlargement: enlargement)
  }

  /// The next frame of a session: the picture moves, changes in part or as a whole, is hidden by text, or is gone.
  private static func next(after frame: Frame, _ random: inout SeededGenerator) -> Frame {
    var next = Frame(width: frame.width, height: frame.height)
    var pictures = frame.pictures
    switch Int.random(in: 0..<6, using: &random) {
    case 0: pictures = [picture(Rectangle(x: 1, y: 1, width: 13, height: 5), &random)]
    case 1:
      pictures = [
        picture(Rectangle(x: 0, y: 0, width: 8, height: 6), &random),
        picture(Rectangle(x: 9, y: 1, width: 6, height: 4), &random),
      ]
    case 2: pictures = []
    case 3:
      pictures = pictures.map { old in
        var raster = old.raster
        raster[raster.width / 2, raster.height / 3] = .white
        raster[raster.width - 1, raster.height / 2] = RGB(red: 255, green: 0, blue: 0)
        return FramePicture(area: old.area, raster: raster, enlargement: old.enlargement)
      }
    default: break
    }
    for picture in pictures { next.place(picture) }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let box = Rectangle(
        x: Int.random(in: 0...12, using: &random), y: Int.random(in: 0...6, using: &random), width: 4, height: 2)
      next.fill(box, Pen(.white, on: .black), glyph: "x")
    }
    return next
  }

  private static func check(_ screen: PixelScreen, shows frame: Frame, _ way: PixelProtocol) {
    var wrong: [String] = []
    for y in 0..<frame.height * cell.y {
      for x in 0..<frame.width * cell.x {
        let (column, row) = (x / cell.x, y / cell.y)
        let shown = screen.pixel(x: x, y: y)
        guard frame[column, row] == .picture else {
          if shown != nil { wrong.append("a picture over the text of cell \(column), \(row)") }
          continue
        }
        guard let picture = frame.pictures.last(where: { $0.area.contains(column: column, row: row) }) else { continue }
        let place = SIMD2(Double(x - picture.area.x * cell.x), Double(y - picture.area.y * cell.y)) + 0.5
        // kitty gets two pixels for one of the raster, so that an edge may lie a quarter of one off. By sixel an edge
        // between rows may lie a pixel of the screen off.
        let offsets = way == .kitty ? [-0.26, 0, 0.26] : [0]
        let pixelDown = 1 / picture.enlargement.y
        let downOffsets = way == .sixel ? [-pixelDown, 0, pixelDown] : offsets
        let nearby = downOffsets.flatMap { dy in
          offsets.map { dx in
            let at = place / picture.enlargement + SIMD2(dx, dy)
            return SixelPalette.percent(
              picture.raster[
                max(0, min(picture.raster.width - 1, Int(at.x))), max(0, min(picture.raster.height - 1, Int(at.y)))])
          }
        }
        // Greys are rounded for sixel.
        let tolerance = way == .sixel ? SixelPalette.liveGreyStep / 2 : 0
        let isShown = nearby.contains { colour in
          guard let shown else { return false }
          let distance = SIMD3<Int>(truncatingIfNeeded: colour) &- SIMD3<Int>(truncatingIfNeeded: shown)
          return max(distance.max(), -distance.min()) <= tolerance
        }
        if !isShown { wrong.append("pixel \(x), \(y)") }
      }
    }
    for y in 0..<frame.height {
      for x in 0..<frame.width where frame[x, y] != .picture {
        if screen.text[y * frame.width + x] != frame[x, y].glyph { wrong.append("the text of cell \(x), \(y)") }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3)) of \(wrong.count)")
  }

  @Test(arguments: PixelProtocol.allCases, 0..<4 as Range<UInt64>)
  func whatIsSentShowsEveryFrame(way: PixelProtocol, seed: UInt64) throws {
    try Self.session(way, seed: seed, isThroughTmux: false)
  }

  /// kitty's pictures as characters, which tmux keeps, of pictures that go past it.
  @Test(arguments: 10..<16 as Range<UInt64>)
  func whatGoesThroughTmuxShowsEveryFrame(seed: UInt64) throws {
    try Self.session(.kitty, seed: seed, isThroughTmux: true)
  }

  private static func session(_ way: PixelProtocol, seed: UInt64, isThroughTmux: Bool) throws {
    var random = SeededGenerator(seed: seed)
    var encoder = encoder(way, isThroughTmux: isThroughTmux)
    var screen = PixelScreen(width: 16, height: 8, cell: cell)
    var shown: Frame?
    var frame = Frame(width: 16, height: 8)
    for step in 0..<24 {
      frame = next(after: frame, &random)
      // Now and then the screen is lost, as after a stop.
      if step % 9 == 8 { shown = nil }
      encoder.isLineSlow = step % 2 == 1
      var bytes: [UInt8] = []
      encoder.encode(frame, after: shown, into: &bytes)
      try screen.take(bytes)
      shown = frame
      check(screen, shows: frame, way)
      if way == .kitty { #expect(screen.keptCount == frame.pictures.count) }
    }
  }

  /// A step within tmux sends the picture alone: the characters stay as they are.
  @Test func throughTmuxTheCharactersStay() throws {
    var random = SeededGenerator(seed: 5)
    var encoder = Self.encoder(.kitty, isThroughTmux: true)
    var frame = Frame(width: 16, height: 8)
    frame.place(Self.picture(Rectangle(x: 1, y: 1, width: 13, height: 6), &random))
    var bytes: [UInt8] = []
    encoder.encode(frame, after: nil, into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self).unicodeScalars.contains { $0.value == 0x10eeee })
    var next = Frame(width: 16, height: 8)
    next.place(Self.picture(Rectangle(x: 1, y: 1, width: 13, height: 6), &random))
    bytes = []
    encoder.encode(next, after: frame, into: &bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\u{1b}Ptmux;\u{1b}\u{1b}_G"))
    #expect(!text.unicodeScalars.contains { $0.value == 0x10eeee })
  }

  @Test(arguments: PixelProtocol.allCases)
  func theSamePictureIsNotSentAgain(way: PixelProtocol) {
    var random = SeededGenerator(seed: 1)
    var encoder = Self.encoder(way)
    var frame = Frame(width: 16, height: 8)
    frame.place(Self.picture(Rectangle(x: 1, y: 1, width: 13, height: 6), &random))
    var bytes: [UInt8] = []
    let whole = encoder.encode(frame, after: nil, into: &bytes)
    var next = frame
    next.write("text below", x: 0, y: 7, Pen(.white, on: .black))
    #expect(encoder.encode(next, after: frame, into: &bytes) < 80)
    #expect(encoder.encode(next, after: next, into: &bytes) == 0)
    #expect(whole > 400)
  }

  @Test(arguments: [PixelProtocol.kitty, .iterm2])
  func aSlowLineGetsFewerBytes(way: PixelProtocol) {
    var raster = Raster(width: 80, height: 77)
    for y in 0..<77 {
      for x in 0..<80 {
        let grey = UInt8((x / 2 * 5 + y / 3 * 7) % 31 * 8)
        raster[x, y] = RGB(red: grey, green: grey, blue: grey)
      }
    }
    var frame = Frame(width: 16, height: 8)
    frame.place(FramePicture(area: Rectangle(x: 0, y: 0, width: 16, height: 7), raster: raster))
    func bytes(isLineSlow: Bool) -> Int {
      var encoder = Self.encoder(way)
      encoder.isLineSlow = isLineSlow
      var bytes: [UInt8] = []
      return encoder.encode(frame, after: nil, into: &bytes)
    }
    #expect(bytes(isLineSlow: true) < bytes(isLineSlow: false))
  }

  @Test(
    "a picture that waits for the line is compressed for longer",
    arguments: [
      (44_000, 12, false), (44_000, 350, true), (900, 350, false),
    ])
  func howFastALineIs(bytes: Int, milliseconds: Int, isSlow: Bool) {
    var line = LineSpeed()
    #expect(!line.isSlow)
    line.note(bytes: bytes, delay: .milliseconds(milliseconds))
    #expect(line.isSlow == isSlow)
    // A small frame tells nothing of the line.
    line.note(bytes: 500, delay: .milliseconds(200))
    #expect(line.isSlow == isSlow)
  }

  @Test func textOverAPictureOfKittySendsNoPixels() {
    var random = SeededGenerator(seed: 2)
    var encoder = Self.encoder(.kitty)
    var frame = Frame(width: 16, height: 8)
    frame.place(Self.picture(Rectangle(x: 0, y: 0, width: 16, height: 7), &random))
    var bytes: [UInt8] = []
    encoder.encode(frame, after: nil, into: &bytes)
    var next = frame
    next.fill(Rectangle(x: 4, y: 2, width: 5, height: 3), Pen(.white, on: .black), glyph: "h")
    bytes = []
    encoder.encode(next, after: frame, into: &bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.contains("a=t"))
    // Above, left, right and below.
    #expect(text.ranges(of: "a=p").count == 4)
  }

  @Test func aSmallChangeOfASixelPictureSendsAFewCells() {
    var random = SeededGenerator(seed: 3)
    var encoder = Self.encoder(.sixel)
    var frame = Frame(width: 16, height: 8)
    let picture = Self.picture(Rectangle(x: 0, y: 0, width: 16, height: 7), &random)
    frame.place(picture)
    var bytes: [UInt8] = []
    let whole = encoder.encode(frame, after: nil, into: &bytes)
    var raster = picture.raster
    raster[4, 4] = RGB(red: 255, green: 0, blue: 0)
    var next = Frame(width: 16, height: 8)
    next.place(FramePicture(area: picture.area, raster: raster, enlargement: picture.enlargement))
    #expect(encoder.encode(next, after: frame, into: &bytes) < whole / 5)
  }

  @Test func withoutPixelsNothingIsSentOfAPicture() {
    var random = SeededGenerator(seed: 4)
    var encoder = FrameEncoder(
      strings: .ansi(colors: 0), depth: .trueColor, glyphs: .sextants, synchronised: false)
    var frame = Frame(width: 16, height: 8)
    frame.place(Self.picture(Rectangle(x: 0, y: 0, width: 16, height: 8), &random))
    var bytes: [UInt8] = []
    encoder.encode(frame, after: nil, into: &bytes)
    #expect(bytes.allSatisfy { $0 < 0x80 } && !bytes.contains(UInt8(ascii: "_")))
  }
}
