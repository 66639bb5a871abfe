import Pictures
import TestSupport
import Testing
import VolumeModel

@Suite struct DisagreementRegionTests {
  private static let grid = VoxelGrid(shape: SIMD3(8, 1, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  /// Eight voxels in a row, one for each set of rater 1 (1), rater 2 (2) and prediction (4).
  private func overlays() -> [DrawnOverlay] {
    let settings = OverlaySettings(isVisible: true, opacity: 0.5, style: .fill)
    func overlay(_ bit: Int, _ look: OverlayLook) -> DrawnOverlay {
      let mask = Mask(Volume<Float>(grid: Self.grid, scalars: (0..<8).map { $0 & bit == 0 ? 0 : 1 })) { $0 > 0.5 }
      return DrawnOverlay(.mask(mask), look: look, settings: settings)
    }
    return [overlay(1, .rater(0)), overlay(2, .rater(1)), overlay(4, .prediction)]
  }

  @Test func everyVoxelIsInItsRegion() throws {
    let geometry = SliceGeometry(plane: .axial, grid: Self.grid, convention: .neurological)
    let viewport = Viewport(
      geometry: geometry, crop: VoxelBox(lower: .zero, upper: Self.grid.shape), columns: 8, rows: 1, sampleAspect: 1,
      zoom: 1, centre: nil)
    let overlays = overlays()
    let slice = SampledSlice(
      image: Volume<Float>(grid: Self.grid, filledWith: 1), overlays: overlays, mapsRegions: true, viewport: viewport,
      slice: 0)
    let painted = SamplePainter(
      window: IntensityWindow(low: 0, high: 2), overlays: overlays, theme: try ExampleCase.theme("night"),
      mapsRegions: true
    ).paint(slice)
    for (voxel, sample) in painted.enumerated() {
      let region = DisagreementRegion(rawValue: UInt8(voxel))
      #expect(sample.texture == region.map { .region($0) } ?? .none, "voxel \(voxel)")
    }
  }
}
