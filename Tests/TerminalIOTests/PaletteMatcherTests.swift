import Foundation
import TerminalIO
import Testing

@Suite struct PaletteMatcherTests {
  /// Against ColorAide's L*a*b*: see Scripts/fixtures/palette_nearest.py.
  @Test func nearestOf256AgreesWithAnIndependentProgram() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/palette-nearest.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(rows.count > 150)
    var matcher = PaletteMatcher(.palette256)
    for row in rows {
      let fields = row.split(separator: ",")
      let color = try #require(RGB(hexadecimal: String(fields[0])))
      let number = matcher.number(nearestTo: color)
      let wanted = try #require(UInt8(fields[1]))
      // Colours that the palette holds twice are the same colour.
      #expect(PaletteMatcher.color(number) == PaletteMatcher.color(wanted), "\(row)")
    }
  }

  @Test(arguments: [("#56b4e9", 74), ("#e69f00", 214), ("#f0e442", 227), ("#cc79a7", 175), ("#d55e00", 166)])
  func overlayColoursStayApart(text: String, number: UInt8) throws {
    var matcher = PaletteMatcher(.palette256)
    #expect(matcher.number(nearestTo: try #require(RGB(hexadecimal: text))) == number)
  }

  @Test func theUsersOwnColoursAreNeverUsed() {
    var matcher = PaletteMatcher(.palette256)
    for number in UInt8.min...UInt8.max {
      let nearest = matcher.number(nearestTo: PaletteMatcher.color(number))
      #expect(nearest >= 16)
      if number >= 16 { #expect(PaletteMatcher.color(nearest) == PaletteMatcher.color(number)) }
    }
  }

  @Test func answersDoNotDependOnWhatWasAskedBefore() {
    var used = PaletteMatcher(.palette256)
    for red in stride(from: UInt8(0), to: 255, by: 5) {
      for blue in stride(from: UInt8(0), to: 255, by: 3) {
        let color = RGB(red: red, green: 99, blue: blue)
        _ = used.number(nearestTo: color)
      }
    }
    for red in stride(from: UInt8(0), to: 255, by: 25) {
      let color = RGB(red: red, green: 99, blue: 12)
      var fresh = PaletteMatcher(.palette256)
      #expect(used.number(nearestTo: color) == fresh.number(nearestTo: color))
    }
  }
}
