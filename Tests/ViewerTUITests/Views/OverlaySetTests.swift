import Pictures
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport

@Suite struct OverlaySetTests {
  private static func styles(_ viewer: Viewer) -> [OverlayStyle?] {
    [OverlayID.rater(0), .rater(1), .softMask, .prediction].map {
      viewer.view.overlays.isShown($0) ? viewer.view.overlays[$0].style : nil
    }
  }

  @Test func aKeyWalksTheSetsThatTheCaseHas() throws {
    var viewer = try ExampleCase.viewer()
    #expect(Self.styles(viewer) == [.auto, .auto, .auto, .outline])
    viewer.type("Q")
    // Without a prediction the difference of the raters comes next.
    #expect(viewer.view.mapsDisagreement)
    viewer.type("Q")
    #expect(!viewer.view.mapsDisagreement)
    #expect(Self.styles(viewer) == [.auto, .auto, .auto, .outline])
  }

  @Test func theFirstPredictionIsFilledWithinTheRatersOutlines() throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.update(.prediction(try ExampleCase.prediction()))
    #expect(Self.styles(viewer) == [.outline, .outline, nil, .fill])
    // One more prediction leaves what somebody has chosen since.
    viewer.type("QQ")
    #expect(Self.styles(viewer) == [.auto, .auto, .auto, .outline])
    _ = viewer.update(.prediction(try ExampleCase.prediction(threshold: 0.6)))
    #expect(Self.styles(viewer) == [.auto, .auto, .auto, .outline])
  }

  /// A prediction's entropy has a scale with numbers, in colours and in letters.
  @Test(arguments: [ColorDepth.trueColor, .monochrome])
  func theEntropyHasAScale(colors: ColorDepth) throws {
    var viewer = try ExampleCase.viewer(
      width: 120, height: 40,
      display: DisplayProfile(colors: colors, glyphs: colors == .monochrome ? .ascii : .halfBlocks))
    _ = viewer.update(.prediction(try ExampleCase.prediction()))
    #expect(!viewer.frame().plain.contains("1 bit"))
    viewer.type("6")
    let text = viewer.frame().plain
    #expect(text.contains("entropy of the prediction"))
    #expect(text.contains(colors == .monochrome ? "u above 0.5 of 0 to 1 bit" : " 1 bit"))
  }

  @Test func whatSomebodyArrangedStays() throws {
    var viewer = try ExampleCase.viewer()
    viewer.type("3")
    _ = viewer.update(.prediction(try ExampleCase.prediction()))
    #expect(Self.styles(viewer) == [.auto, .auto, nil, .outline])
  }
}
