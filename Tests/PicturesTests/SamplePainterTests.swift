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
