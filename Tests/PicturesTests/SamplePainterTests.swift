import Pictures
import TerminalIO
import TestSupport
import Testing
import VolumeModel

@Suite struct SamplePainterTests {
  @Test func theMeanIsHalfAsStrongWhereOneDrew() throws {
    let grid = VoxelGrid(shape: SIMD3(4, 1, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    func mask(_ voxels: Int...) -> Mask {
      var mask = Mask(grid: grid)
      for voxel in voxels { mask[SIMD3(voxel, 0, 0)] = true }
      return mask
    }
    let overlay = DrawnOverlay(
      .mask(mask(1, 2), half: mask(2)), look: OverlayLook(.other, letter: "c", hatch: "=", part: .below),
      settings: OverlaySettings(isVisible: true, opacity: 0.8, style: .fill))
    let geometry = SliceGeometry(plane: .axial, grid: grid, convention: .neurological)
    let viewport = Viewport(
      geometry: geometry, crop: VoxelBox(lower: .zero, upper: grid.shape), columns: 4, rows: 1, sampleAspect: 1,
      zoom: 1, centre: nil)
    let window = IntensityWindow(low: 0, high: 1)
    let slice = SampledSlice(
      image: Volume<Float>(grid: grid, filledWith: 0), overlays: [overlay], viewport: viewport, slice: 0)
    let painted = SamplePainter(window: window, overlays: [overlay], theme: try ExampleCase.theme("night")).paint(slice)
    let brightness = painted.map { Int($0.colour.red) }
    #expect(brightness[0] == 0 && brightness[3] == 0)
    #expect(abs(brightness[1] - 2 * brightness[2]) <= 2)
  }
}
