import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct DisagreementMapTests {
  private static let grid = VoxelGrid(shape: SIMD3(8, 1, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  /// Eight voxels in a row, one for each set of rater 1 (1), rater 2 (2) and prediction (4).
  private func masks() -> MarkedMasks {
    func mask(_ bit: Int) -> Mask {
      Mask(Volume<Float>(grid: Self.grid, scalars: (0..<8).map { $0 & bit == 0 ? 0 : 1 })) { $0 > 0.5 }
    }
    var masks = MarkedMasks(rater1: mask(1), rater2: mask(2), prediction: mask(4))
    masks.mapsRegions = true
    return masks
  }

  @Test func everyVoxelIsInItsRegion() throws {
    let geometry = SliceGeometry(plane: .axial, grid: Self.grid, convention: .neurological)
    let viewport = Viewport(
      geometry: geometry, crop: VoxelBox(lower: .zero, upper: Self.grid.shape), columns: 8, rows: 1, sampleAspect: 1,
      zoom: 1, centre: nil)
    let slice = SampledSlice(
      image: Volume<Float>(grid: Self.grid, filledWith: 1), masks: masks(), viewport: viewport, slice: 0)
    for (voxel, marks) in slice.marks.enumerated() {
      for region in DisagreementRegion.allCases {
        #expect(marks.contains(.region(region)) == (Int(region.rawValue) == voxel))
      }
    }
  }

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
    var viewer = Viewer(review: alone, display: DisplayProfile(), theme: try ExampleCase.theme("night"))
    viewer.type("e")
    #expect(!viewer.mapsDisagreement)
    #expect(viewer.message != nil)
  }

  @Test(arguments: [(Float(0.5), Float(1)), (0, 0), (1, 0), (0.25, 0.8112781), (0.75, 0.8112781)])
  func entropyInBits(p: Float, bits: Float) {
    #expect(abs(Entropy.bits(p) - bits) < 1e-6)
  }

  @Test(arguments: [Float.nan, -0.1, 1.1])
  func noProbabilityHasNoEntropy(p: Float) {
    #expect(Entropy.bits(p).isNaN)
    #expect(Entropy.drawnBits(p).isNaN)
  }

  @Test func theDrawnEntropyIsCloseToTheExactOne() {
    for step in 0...10_007 {
      let p = Float(step) / 10_007
      #expect(abs(Entropy.drawnBits(p) - Entropy.bits(p)) < 0.002)
    }
  }
}
