import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct DisagreementMapTests {
  /// Without colour each region still has a glyph of its own.
  @Test(arguments: [GlyphSet.ascii, .halfBlocks], [ColorDepth.monochrome, .trueColor])
  func regionsDifferByGlyph(glyphs: GlyphSet, colors: ColorDepth) throws {
    var viewer = try ExampleCase.viewer(
      width: 120, height: 40, display: DisplayProfile(colors: colors, glyphs: glyphs))
    _ = viewer.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    viewer.type("e")
    let legend = viewer.frame().plain.split(separator: "\n").filter { line in
      ["only r1", "only r2", "r1 and r2", "only pred", "r1 and pred", "r2 and pred", "all three"].contains { title in
        line.dropFirst(3).hasPrefix(" " + title)
      }
    }
    let keys = legend.map { String($0.dropFirst().prefix(2)) }
    #expect(keys.count == 7)
    #expect(Set(keys).count == 7)
  }

  @Test func aMapNeedsTwoMasks() throws {
    let review = try ExampleCase.review()
    var files = review.files
    files.raters = Array(files.raters.prefix(1))
    files.prediction = nil
    let alone = try ReviewCase.load(files, withImages: false)
    var viewer = try ExampleCase.viewer(of: alone)
    viewer.type("e")
    #expect(!viewer.view.mapsDisagreement)
    #expect(viewer.interface.message != nil)
  }
}
