import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct FurtherLayerTests {
  @Test func consensusOfTheRatersFollowsItsKey() throws {
    var viewer = try ExampleCase.viewer()
    let (first, second) = (viewer.scan.raters[0].mask, viewer.scan.raters[1].mask)
    viewer.type("7")
    #expect(viewer.view.layers.isShown(.further) && viewer.scan.consensusMask == first.union(second))
    viewer.type("8")
    #expect(viewer.scan.consensusMask == first.intersection(second))
    viewer.type("8")
    #expect(viewer.scan.consensusChoice == .mean)
    viewer.type("8")
    #expect(viewer.scan.consensusChoice == .union)
  }

  @Test func furtherMasksJoinWhenTheyArrive() throws {
    var viewer = try ExampleCase.viewer()
    let third = RaterMask(
      name: "rater3", mask: viewer.scan.raters[0].mask.dilated(.faces), isSimulated: false, path: "third.nii", notes: [])
    _ = viewer.update(.furtherMask(third))
    _ = viewer.run(commandLine: "further rater3")
    #expect(viewer.scan.consensusMask == third.mask)
    _ = viewer.run(commandLine: "further nobody")
    #expect(viewer.interface.message?.isWarning == true && viewer.scan.consensusMask == third.mask)
  }

  /// The row of the consensus against the prediction is there exactly while the layer is shown.
  @Test func agreementFollowsTheLayer() throws {
    var viewer = try ExampleCase.viewer(width: 160, height: 48)
    _ = viewer.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    #expect(viewer.scan.readings.predictionAgainstFurther == nil)
    viewer.type("7")
    let mask = try #require(viewer.scan.consensusMask)
    let expected = OverlapCounts(reference: mask, candidate: try #require(viewer.scan.prediction).mask)
    #expect(viewer.scan.readings.predictionAgainstFurther == expected)
    viewer.type("7")
    #expect(viewer.scan.readings.predictionAgainstFurther == nil)
  }

  @Test func theMeanIsHalfAsStrongWhereOneDrew() throws {
    let grid = VoxelGrid(shape: SIMD3(4, 1, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    func mask(_ voxels: Int...) -> Mask {
      var mask = Mask(grid: grid)
      for voxel in voxels { mask[SIMD3(voxel, 0, 0)] = true }
      return mask
    }
    var masks = MarkedMasks()
    masks.further = mask(1, 2)
    masks.furtherHalf = mask(2)
    let geometry = SliceGeometry(plane: .axial, grid: grid, convention: .neurological)
    let viewport = Viewport(
      geometry: geometry, crop: VoxelBox(lower: .zero, upper: grid.shape), columns: 4, rows: 1, sampleAspect: 1,
      zoom: 1, centre: nil)
    var layers = LayerStack()
    layers.show(only: .further)
    layers[.further].style = .fill
    let window = IntensityWindow(low: 0, high: 1)
    let slice = SampledSlice(
      image: Volume<Float>(grid: grid, filledWith: 0), masks: masks, viewport: viewport, slice: 0)
    let painted = SamplePainter(
      window: window, layers: layers, theme: try ExampleCase.theme("night"), softLabel: 0
    ).paint(slice)
    let brightness = painted.map { Int($0.colour.red) }
    #expect(brightness[0] == 0 && brightness[3] == 0)
    #expect(abs(brightness[1] - 2 * brightness[2]) <= 2)
  }
}
