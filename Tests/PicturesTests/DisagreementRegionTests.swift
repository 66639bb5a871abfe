import Pictures
import Testing
import VolumeModel

@Suite struct DisagreementRegionTests {
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
}
