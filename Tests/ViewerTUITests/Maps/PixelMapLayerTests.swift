import Pictures
import Segmenter
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct PixelMapLayerTests {
  /// Weights of 1 in the brain but 0.2 in the first lesion; losses of 0 but 2 there.
  private static func maps(epoch: Int? = 3) throws -> PixelMaps {
    let review = try ExampleCase.review()
    let lesion = try ExampleCase.lesion()
    var weight = Volume<Float>(grid: review.grid, filledWith: .nan)
    var loss = weight
    weight.withMutableScalars { scalars in review.brain.forEachLinearIndex { scalars[$0] = 1 } }
    loss.withMutableScalars { scalars in review.brain.forEachLinearIndex { scalars[$0] = 0 } }
    lesion.forEachVoxel { voxel in
      weight[voxel] = 0.2
      loss[voxel] = 2
    }
    return PixelMaps(
      caseName: review.name, epoch: epoch, maps: [PixelMap(.weight, volume: weight), PixelMap(.loss, volume: loss)])
  }

  private static func viewer(display: DisplayProfile = DisplayProfile(), width: Int = 120) throws -> Viewer {
    var viewer = try ExampleCase.viewer(width: width, height: 40, display: display)
    viewer.look(at: try ExampleCase.lesion().voxelOnLargestSlice(alongVoxelAxis: 2))
    return viewer
  }

  @Test func withoutATrainingThereIsNothingToShow() throws {
    var viewer = try Self.viewer()
    #expect(viewer.run(commandLine: "map loss").isEmpty)
    #expect(viewer.interface.message?.isWarning == true)
    #expect(!viewer.view.overlays.isShown(.uncertainty))
    #expect(viewer.run(commandLine: "map elephants").isEmpty)
    #expect(viewer.interface.message?.text.contains("map weight | uncertainty | loss | off") == true)
  }

  @Test func mapsOfARunAreShownAsSoonAsTheyAreThere() throws {
    var viewer = try Self.viewer()
    let effects = viewer.run(commandLine: "maps some/run")
    guard case .loadMaps(let run)? = effects.first else {
      Issue.record("nothing is read")
      return
    }
    #expect(run == "some/run")
    let plain = viewer.frame()
    _ = viewer.update(.pixelMaps(try Self.maps()))
    let shown = viewer.frame()
    #expect(shown != plain)
    #expect(shown.plain.contains("pixel weight, epoch 3"))
    #expect(shown.plain.contains("weight 0.20"), "the value under the crosshair")
    viewer.type("9")
    #expect(viewer.frame().plain.contains("pixel loss, epoch 3") && viewer.frame().plain.contains("loss 2.00"))
    viewer.type("9")
    #expect(!viewer.view.overlays.isShown(.uncertainty))
    _ = viewer.run(commandLine: "map uncertainty")
    #expect(viewer.interface.message?.text.contains("weight, loss") == true, "what there is instead is said")
  }

  /// While a training runs a map that is looked at is asked for again each time it came.
  @Test func mapsFollowARunningTraining() throws {
    var viewer = try Self.viewer()
    viewer.type("t")
    func asks(_ effects: [Effect]) -> Bool {
      effects.contains { if case .requestMaps = $0 { true } else { false } }
    }
    #expect(asks(viewer.run(commandLine: "map loss")))
    #expect(asks(viewer.update(.pixelMaps(try Self.maps(epoch: 4)))))
    #expect(viewer.frame().plain.contains("pixel loss, epoch 4"))
    viewer.type("6")
    #expect(!asks(viewer.update(.pixelMaps(try Self.maps(epoch: 5)))), "nobody looks")
    #expect(asks(viewer.press(.character("6"))))
    _ = viewer.update(.trainingEnded(.model(runFolder: nil)))
    #expect(!asks(viewer.update(.pixelMaps(try Self.maps(epoch: 6)))))
  }

  @Test func mapsOfAnotherCaseAreDropped() throws {
    var viewer = try Self.viewer()
    var maps = try Self.maps()
    maps.caseName = "another"
    _ = viewer.update(.pixelMaps(maps))
    #expect(viewer.scan.pixelMaps == nil)
  }

  @Test func aMapHidesNoMaskAndNoMaskTheMap() throws {
    var viewer = try Self.viewer()
    _ = viewer.update(.pixelMaps(try Self.maps()))
    let frame = viewer.raster(width: 400, height: 400)
    _ = viewer.run(commandLine: "map off")
    let without = viewer.raster(width: 400, height: 400)
    #expect(frame != without)
    #expect(viewer.view.overlays[.rater(0)].style == .auto, "the reviewer's settings stay")
  }

  /// Without colours letters say what stands out; the legend says what they mean.
  @Test func lettersSayItWithoutColours() throws {
    var viewer = try Self.viewer(display: DisplayProfile(colors: .monochrome, glyphs: .ascii))
    _ = viewer.update(.pixelMaps(try Self.maps()))
    viewer.look(["layers": "6"])
    let frame = viewer.frame()
    #expect(frame.plain.contains("m below 0.60, M below 0.40 of 0.20 to 1"))
    let marked = frame.cells.count { $0.glyph == "M" && $0.attributes.contains(.bold) }
    #expect(marked > 1)
    _ = viewer.run(commandLine: "map loss")
    #expect(viewer.frame().plain.contains("m from 1.15, M from 1.73 of 0 to 2.30"))
  }

  @Test func aBlindReviewKeepsThemBack() throws {
    var viewer = try ExampleCase.viewer(of: try ExampleCase.review().blinded(.asGiven))
    _ = viewer.update(.pixelMaps(try Self.maps()))
    #expect(!viewer.view.overlays.isShown(.uncertainty) && viewer.interface.message?.text.contains("blind") == true)
  }
}
