import Foundation
import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing

@Suite struct PNGEncoderTests {
  private static let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("Fixtures/png")

  /// The pixels of the files that Pillow wrote (Scripts/fixtures/make-png.py).
  private static func formula(grey: Bool) -> Raster {
    var raster = Raster(width: 37, height: 23)
    for y in 0..<23 {
      for x in 0..<37 {
        let red = UInt8((x * 7 + y * y) % 256)
        raster[x, y] = RGB(
          red: red,
          green: grey ? red : UInt8((x * x + y * 3) % 256),
          blue: grey ? red : UInt8((x * y + 11) % 256))
      }
    }
    return raster
  }

  @Test(arguments: [("colour.png", false), ("grey.png", true)])
  func theReaderOfTheseTestsReadsPillow(name: String, grey: Bool) throws {
    let bytes = try [UInt8](Data(contentsOf: Self.fixtures.appendingPathComponent(name)))
    #expect(try PNGReader(bytes).raster == Self.formula(grey: grey))
  }

  @Test(arguments: [(false, 3), (true, 1)])
  func theSamePixelsComeBack(grey: Bool, channels: Int) throws {
    let read = try PNGReader(pngData(Self.formula(grey: grey)))
    #expect(read.raster == Self.formula(grey: grey))
    #expect(read.channels == channels)
  }

  @Test(arguments: 0..<24)
  func anyPictureComesBack(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) &* 7919 &+ 1)
    var raster = Raster(width: .random(in: 1...60, using: &random), height: .random(in: 1...40, using: &random))
    // From smooth to noisy, for the choice of row filters depends on it.
    let noise = Int(seed % 4) * 40
    for y in 0..<raster.height {
      for x in 0..<raster.width {
        func sample(_ base: Int) -> UInt8 { UInt8((base + .random(in: 0...noise, using: &random)) % 256) }
        raster[x, y] = RGB(red: sample(x * 5), green: sample(y * 9), blue: sample(x + y))
      }
    }
    #expect(try PNGReader(pngData(raster)).raster == raster)
  }

  @Test func filtersMakeAGradientSmall() throws {
    var raster = Raster(width: 256, height: 256)
    for y in 0..<256 { for x in 0..<256 { raster[x, y] = RGB(red: UInt8(x), green: UInt8(y), blue: 0) } }
    let bytes = try pngData(raster)
    #expect(try PNGReader(bytes).filtersUsed != [0])
    #expect(bytes.count < 4000)
  }

  @Test func anEmptyPictureIsRefused() {
    #expect(throws: PNGError.size(width: 0, height: 5)) { try pngData(Raster(width: 0, height: 5)) }
    #expect(throws: PNGError.size(width: 3, height: 0)) { try pngData(Raster(width: 3, height: -2)) }
  }

  @Test func writesOutsideThePictureAreIgnored() {
    var raster = Raster(width: 3, height: 2, filledWith: .white)
    raster[-1, 0] = .black
    raster[3, 1] = .black
    raster.fill(x: 5, y: 5, width: 4, height: 4, with: .black)
    raster.fill(x: -9, y: 0, width: 4, height: 4, with: .black)
    #expect(raster == Raster(width: 3, height: 2, filledWith: .white))
    raster.fill(x: 2, y: -1, width: 9, height: 2, with: .black)
    #expect(raster.pixels.map { $0 == .black } == [false, false, true, false, false, false])
  }
}
