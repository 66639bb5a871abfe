import Pictures
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport

/// The picture at every size, in every view and on every rung, in the default theme.
@Suite struct GoldenPictureTests {
  private func picture(_ viewer: Viewer) throws -> String {
    FrameRecord.text(of: viewer.frame(), in: try #require(viewer.layout).picture, theme: viewer.interface.theme)
  }

  @Test(arguments: [(80, 24), (100, 30), (120, 40), (200, 60)])
  func everySize(width: Int, height: Int) throws {
    try expectGolden(try picture(try ExampleCase.viewer(width: width, height: height)), "picture-\(width)x\(height)")
  }

  /// Two panes, three and many need more room than the smallest screen has.
  @Test(arguments: ["o", "|", "M", "MM", "e", "b", "bb", "B", "6"])
  func everyView(keys: String) throws {
    let isDivided = ["o", "|", "M", "MM"].contains(keys)
    var viewer = try ExampleCase.viewer(width: isDivided ? 120 : 80, height: isDivided ? 40 : 24)
    _ = viewer.update(.prediction(try ExampleCase.prediction()))
    viewer.type(keys)
    try expectGolden(try picture(viewer), "view-\(keys.replacing("|", with: "split"))")
  }

  @Test(arguments: ["c", "s", "Z", "0"])
  func afterOneKey(key: String) throws {
    var viewer = try ExampleCase.viewer(width: 80, height: 24)
    viewer.type(key)
    try expectGolden(try picture(viewer), "key-\(key)")
  }

  /// What terminals of few colours or none show, colours and all; those of many show what is recorded above.
  @Test(arguments: GlyphSet.allCases)
  func everyRung(glyphs: GlyphSet) throws {
    var parts: [(String, String)] = []
    for colors in ColorDepth.allCases {
      let viewer = try ExampleCase.viewer(
        width: 40, height: 16, display: DisplayProfile(colors: colors, glyphs: glyphs))
      let frame = viewer.pictureFrame()
      parts.append(
        (
          "colours \(colors.rawValue)",
          colors == .trueColor
            ? FrameRecord.text(of: frame, theme: viewer.interface.theme)
            : FrameRecord.text(of: frame, colors: colors, glyphs: glyphs)
        ))
    }
    try expectGolden(parts, "rungs-\(glyphs.rawValue)")
  }
}
