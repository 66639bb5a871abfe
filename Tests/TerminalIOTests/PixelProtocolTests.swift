import TerminalIO
import TestSupport
import Testing

/// What is sent in pixels, drawn again as the terminal would.
@Suite struct PixelProtocolTests {
  /// Pictures like those of slices: a background, greys, and patches of tinted greys.
  private static func slice(seed: UInt64) -> Raster {
    var random = SeededGenerator(seed: seed)
    let (width, height) = (Int.random(in: 1...90, using: &random), Int.random(in: 1...50, using: &random))
    let tints = (0..<Int.random(in: 0...6, using: &random)).map { _ in colour(&random) }
    var raster = Raster(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width where (x + y) % 17 > 3 {
        let grey = UInt8.random(in: 0...255, using: &random)
        var pixel = RGB(red: grey, green: grey, blue: grey)
        if !tints.isEmpty, x / 9 % 3 == 1 { pixel = pixel.mixed(with: tints[x / 9 % tints.count], amount: 0.4) }
        raster[x, y] = pixel
      }
    }
    return raster
  }

  /// More colours than any palette has.
  private static func noise(seed: UInt64) -> Raster {
    var random = SeededGenerator(seed: seed)
    var raster = Raster(width: 64, height: 40)
    for y in 0..<40 { for x in 0..<64 { raster[x, y] = colour(&random) } }
    return raster
  }

  private static func colour(_ random: inout SeededGenerator) -> RGB {
    func channel() -> UInt8 { UInt8.random(in: 0...255, using: &random) }
    return RGB(red: channel(), green: channel(), blue: channel())
  }

  private static let pictures = (0..<12).map { slice(seed: $0) } + (0..<3).map { noise(seed: $0) }

  @Test(arguments: pictures)
  func kittyGetsEveryPixel(_ raster: Raster) throws {
    #expect(try PixelReader.kitty(PixelProtocol.kitty.bytes(of: raster)) == raster)
  }

  @Test(arguments: pictures)
  func iTerm2GetsEveryPixel(_ raster: Raster) throws {
    #expect(try PixelReader.iTerm2(PixelProtocol.iterm2.bytes(of: raster)) == raster)
  }

  @Test(arguments: pictures)
  func sixelDrawsEveryPixelWithinItsPalette(_ raster: Raster) throws {
    let read = try SixelReader(PixelProtocol.sixel.bytes(of: raster))
    #expect(read.width == raster.width && read.height == raster.height)
    let step = SixelPalette(raster).hueStep
    for (pixel, drawn) in zip(raster.pixels, read.pixels) {
      let sent = SixelPalette.percent(pixel)
      let drawn = try #require(drawn)
      let isGrey = sent.x == sent.y && sent.y == sent.z
      for channel in 0..<3 {
        let error = abs(Int(drawn[channel]) - Int(sent[channel]))
        #expect(error <= (isGrey ? 0 : step / 2))
      }
    }
  }

  @Test func aPictureOfFewColoursKeepsThemAll() {
    for seed in 0..<12 as Range<UInt64> {
      var raster = Self.slice(seed: seed)
      raster.fill(x: 0, y: 0, width: raster.width, height: raster.height, with: .white)
      #expect(SixelPalette(raster).colours == [SIMD3(100, 100, 100)])
      #expect(SixelPalette(raster).hueStep == 1)
    }
  }

  @Test(arguments: pictures)
  func aPaletteHasAtMost256Registers(_ raster: Raster) {
    #expect((1...256).contains(SixelPalette(raster).colours.count))
  }

  @Test(arguments: PixelProtocol.allCases)
  func onlyASCIIIsSent(_ way: PixelProtocol) throws {
    #expect(try way.bytes(of: Self.slice(seed: 3)).allSatisfy { $0 < 0x80 })
  }

  @Test func anEmptyPictureIsRefusedByKitty() {
    #expect(throws: PNGError.size(width: 0, height: 4)) {
      try PixelProtocol.kitty.bytes(of: Raster(width: 0, height: 4))
    }
  }
}
