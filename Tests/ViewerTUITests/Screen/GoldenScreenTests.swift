import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct GoldenScreenTests {
  @Test(arguments: [(80, 24), (100, 30), (120, 40), (200, 60)])
  func openingScreen(width: Int, height: Int) throws {
    let session = try ExampleCase.session(width: width, height: height)
    try expectGolden(session.view().plain, "opening-\(width)x\(height)")
  }

  /// Every rung: what a screen of these colours and glyphs gets, without the colours themselves.
  @Test(arguments: ColorDepth.allCases, GlyphSet.allCases)
  func everyRung(colors: ColorDepth, glyphs: GlyphSet) throws {
    let session = try ExampleCase.session(
      width: 100, height: 30, display: DisplayProfile(colors: colors, glyphs: glyphs))
    try expectGolden(
      FrameText.lines(of: session.view(), colors: .monochrome, glyphs: glyphs), "rung-\(colors.rawValue)-\(glyphs.rawValue)")
  }

  @Test(arguments: [(80, 24), (100, 30), (120, 40), (200, 60)], GlyphSet.allCases)
  func everyGlyphSetAtEverySize(size: (Int, Int), glyphs: GlyphSet) throws {
    let colors: ColorDepth = glyphs == .ascii ? .monochrome : .trueColor
    let session = try ExampleCase.session(
      width: size.0, height: size.1, display: DisplayProfile(colors: colors, glyphs: glyphs))
    try expectGolden(session.view().plain, "size-\(size.0)x\(size.1)-\(glyphs.rawValue)")
  }

  @Test(arguments: ["c", "s", "Z", "?", "H", "m", "0", "w"])
  func afterOneKey(key: String) throws {
    var session = try ExampleCase.session()
    // Paths differ from machine to machine.
    session.information = session.information.filter { !$0.contains("/") }
    session.type(key)
    try expectGolden(session.view().plain, "key-\(key == "?" ? "help" : key == "H" ? "information" : key)")
  }

  @Test func withPrediction() throws {
    var session = try ExampleCase.session()
    _ = session.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    try expectGolden(session.view().plain, "prediction")
  }

  @Test(arguments: [(59, 24), (80, 19), (20, 5), (1, 1), (0, 0)])
  func tooSmallSaysSo(width: Int, height: Int) throws {
    let session = try ExampleCase.session(width: width, height: height)
    let frame = session.view()
    #expect(frame.width == width && frame.height == height)
    if width >= 20 { #expect(frame.plain.contains("Too small")) }
  }

  @Test func everyBindingIsInTheHelp() throws {
    var session = try ExampleCase.session(width: 200, height: 120)
    session.type("?")
    let help = session.view().plain
    for binding in session.keyMap.bindings {
      #expect(help.contains(binding.keys.label), "\(binding.keys.label) is not in the help")
    }
  }

  @Test func unknownOrientationNamesNoSide() throws {
    let review = try ExampleCase.review()
    let grid = VoxelGrid(shape: SIMD3(20, 20, 6), affine: Affine(spacingMM: SIMD3(1, 1, 1)), orientationKnown: false)
    let geometry = SliceGeometry(plane: .axial, grid: grid, convention: .radiological)
    #expect(geometry.edges == nil)
    #expect(SliceGeometry(plane: .axial, grid: review.grid, convention: .radiological).edges?.left == .right)
  }
}
