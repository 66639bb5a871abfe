import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct OtherMasksTests {
  @Test func consensusOfTheRatersFollowsItsKey() throws {
    var viewer = try ExampleCase.viewer()
    let (first, second) = (viewer.scan.raters[0].mask, viewer.scan.raters[1].mask)
    viewer.type("7")
    #expect(viewer.view.overlays.isShown(.other) && viewer.scan.consensus.mask == first.union(second))
    viewer.type("8")
    #expect(viewer.scan.consensus.mask == first.intersection(second))
    viewer.type("8")
    #expect(viewer.overlay(.other).id == .mean)
    viewer.type("8")
    #expect(viewer.overlay(.other).id == .other)
  }

  @Test func otherMasksJoinWhenTheyArrive() throws {
    var viewer = try ExampleCase.viewer()
    let third = RaterMask(
      name: "rater3", mask: viewer.scan.raters[0].mask.dilated(.faces), isSimulated: false, path: "third.nii", notes: []
    )
    _ = viewer.update(.otherMask(third))
    _ = viewer.run(commandLine: "other-mask rater3")
    #expect(viewer.scan.consensus.mask == third.mask)
    _ = viewer.run(commandLine: "further nobody")
    #expect(viewer.interface.message?.isWarning == true && viewer.scan.consensus.mask == third.mask)
  }

  /// The row of the consensus against the prediction is there exactly while the layer is shown.
  @Test func agreementFollowsTheLayer() throws {
    var viewer = try ExampleCase.viewer(width: 160, height: 48)
    _ = viewer.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    #expect(viewer.scan.readings.predictionAgainstOther == nil)
    viewer.type("7")
    let mask = try #require(viewer.scan.consensus.mask)
    let expected = OverlapCounts(reference: mask, candidate: try #require(viewer.scan.prediction).mask)
    #expect(viewer.scan.readings.predictionAgainstOther == expected)
    viewer.type("7")
    #expect(viewer.scan.readings.predictionAgainstOther == nil)
  }
}
