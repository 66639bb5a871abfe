import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct GoldenScreenTests {
  @Test(arguments: [(80, 24), (100, 30), (120, 40), (200, 60)])
  func openingScreen(width: Int, height: Int) throws {
    let viewer = try ExampleCase.viewer(width: width, height: height)
    try expectGolden(viewer.frame().plain, "opening-\(width)x\(height)")
  }

  /// Every rung: what a screen of these colours and glyphs gets, without the colours themselves.
  @Test(arguments: ColorDepth.allCases, GlyphSet.allCases)
  func everyRung(colors: ColorDepth, glyphs: GlyphSet) throws {
    let viewer = try ExampleCase.viewer(
      width: 100, height: 30, display: DisplayProfile(colors: colors, glyphs: glyphs))
    try expectGolden(
      FrameText.lines(of: viewer.frame(), colors: .monochrome, glyphs: glyphs), "rung-\(colors.rawValue)-\(glyphs.rawValue)")
  }

  @Test(arguments: [(80, 24), (100, 30), (120, 40), (200, 60)], GlyphSet.allCases)
  func everyGlyphSetAtEverySize(size: (Int, Int), glyphs: GlyphSet) throws {
    let colors: ColorDepth = glyphs == .ascii ? .monochrome : .trueColor
    let viewer = try ExampleCase.viewer(
      width: size.0, height: size.1, display: DisplayProfile(colors: colors, glyphs: glyphs))
    try expectGolden(viewer.frame().plain, "size-\(size.0)x\(size.1)-\(glyphs.rawValue)")
  }

  @Test(arguments: ["c", "s", "Z", "?", "H", "m", "0", "w"])
  func afterOneKey(key: String) throws {
    var viewer = try ExampleCase.viewer()
    // Paths differ from machine to machine.
    viewer.scan.information = viewer.scan.information.filter { !$0.contains("/") }
    viewer.type(key)
    try expectGolden(viewer.frame().plain, "key-\(key == "?" ? "help" : key == "H" ? "information" : key)")
  }

  @Test func withPrediction() throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    try expectGolden(viewer.frame().plain, "prediction")
  }

  @Test(arguments: [(59, 24), (80, 19), (20, 5), (1, 1), (0, 0)])
  func tooSmallSaysSo(width: Int, height: Int) throws {
    let viewer = try ExampleCase.viewer(width: width, height: height)
    let frame = viewer.frame()
    #expect(frame.width == width && frame.height == height)
    if width >= 20 { #expect(frame.plain.contains("Too small")) }
  }

  @Test func everyBindingIsInTheHelp() throws {
    var viewer = try ExampleCase.viewer(width: 200, height: 120)
    viewer.type("?")
    let help = viewer.frame().plain
    for binding in viewer.interface.keyMap.bindings {
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
