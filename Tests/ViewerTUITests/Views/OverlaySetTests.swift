import Pictures
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

  @Test func whatSomebodyArrangedStays() throws {
    var viewer = try ExampleCase.viewer()
    viewer.type("3")
    _ = viewer.update(.prediction(try ExampleCase.prediction()))
    #expect(Self.styles(viewer) == [.auto, .auto, nil, .outline])
  }
}
