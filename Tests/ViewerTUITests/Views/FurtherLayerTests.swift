import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct FurtherLayerTests {
  @Test func consensusOfTheRatersFollowsItsKey() throws {
    var session = try ExampleCase.session()
    let (first, second) = (session.raters[0].mask, session.raters[1].mask)
    session.type("7")
    #expect(session.layers.isShown(.further) && session.furtherMask == first.union(second))
    session.type("8")
    #expect(session.furtherMask == first.intersection(second))
    session.type("8")
    #expect(session.furtherContent == .mean)
    session.type("8")
    #expect(session.furtherContent == .union)
  }

  @Test func furtherMasksJoinWhenTheyArrive() throws {
    var session = try ExampleCase.session()
    let third = RaterMask(
      name: "rater3", mask: session.raters[0].mask.dilated(.faces), isSimulated: false, path: "third.nii", notes: [])
    _ = session.update(.furtherMask(third))
    _ = session.run(commandLine: "further rater3")
    #expect(session.furtherMask == third.mask)
    _ = session.run(commandLine: "further nobody")
    #expect(session.message?.isWarning == true && session.furtherMask == third.mask)
  }

  /// The row of the consensus against the prediction is there exactly while the layer is shown.
  @Test func agreementFollowsTheLayer() throws {
    var session = try ExampleCase.session(width: 160, height: 48)
    _ = session.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    #expect(session.readings.predictionAgainstFurther == nil)
    session.type("7")
    let mask = try #require(session.furtherMask)
    let expected = OverlapCounts(reference: mask, candidate: try #require(session.prediction).mask)
    #expect(session.readings.predictionAgainstFurther == expected)
    session.type("7")
    #expect(session.readings.predictionAgainstFurther == nil)
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
