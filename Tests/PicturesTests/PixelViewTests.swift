import Pictures
import TestSupport
import Testing
import VolumeModel

/// Where samples lie on a screen of pixels.
@Suite struct PixelViewTests {
  private struct Screen {
    let geometry: SliceGeometry
    let crop: VoxelBox
    let width: Int
    let height: Int
    let zoom: Double
    let centre: SIMD2<Double>

    init(_ random: inout SeededGenerator) {
      func spacing() -> Double { Double.random(in: 0.4...4, using: &random) }
      let shape = SIMD3(
        Int.random(in: 10...200, using: &random), Int.random(in: 10...200, using: &random),
        Int.random(in: 5...60, using: &random))
      let grid = VoxelGrid(shape: shape, affine: Affine(spacingMM: SIMD3(spacing(), spacing(), spacing())))
      geometry = SliceGeometry(
        plane: Plane.allCases.randomElement(using: &random) ?? .axial, grid: grid, convention: .radiological)
      crop = VoxelBox(lower: .zero, upper: shape)
      width = Int.random(in: 200...1600, using: &random)
      height = Int.random(in: 150...1200, using: &random)
      zoom = Double.random(in: 0.5...16, using: &random)
      centre = SIMD2(Double(geometry.right.count) / 2, Double(geometry.down.count) / 3)
    }

    func view(isInterpolated: Bool = false, coarseness: Int = 1) -> PixelView {
      PixelView(
        geometry: geometry, crop: crop, width: width, height: height, zoom: zoom, centre: centre,
        isInterpolated: isInterpolated, coarseness: coarseness)
    }
  }

  private static func screens() -> [Screen] {
    var random = SeededGenerator(seed: 5)
    return (0..<60).map { _ in Screen(&random) }
  }

  @Test(arguments: [(false, 1), (true, 1), (false, 2)])
  func aMillimetreIsAsLongInBothDirections(isInterpolated: Bool, coarseness: Int) {
    for screen in Self.screens() {
      let view = screen.view(isInterpolated: isInterpolated, coarseness: coarseness)
      let across = view.enlargement.x / view.viewport.sampleWidthMM
      let down = view.enlargement.y / view.viewport.sampleHeightMM
      #expect(abs(across / down - 1) < 1e-9)
      #expect(Double(view.viewport.columns) * view.enlargement.x >= Double(screen.width) - 1e-6)
      #expect(Double(view.viewport.rows) * view.enlargement.y >= Double(screen.height) - 1e-6)
    }
  }

  @Test func magnifiedVoxelsKeepTheirEdges() {
    var magnified = 0
    for screen in Self.screens() {
      let view = screen.view()
      let perVoxel = SIMD2(1, 1) / view.viewport.voxelsPerSample
      guard (view.enlargement * perVoxel).min() >= 2 else { continue }
      magnified += 1
      for axis in 0..<2 {
        #expect(abs(perVoxel[axis] - perVoxel[axis].rounded()) < 1e-9)
        #expect(view.enlargement[axis] <= 6 + 1e-9)
      }
      #expect(view.viewport.originColumn == view.viewport.originColumn.rounded())
      #expect(view.viewport.originRow == view.viewport.originRow.rounded())
    }
    #expect(magnified > 20)
  }

  @Test func theMiddleStaysWithinHalfAVoxel() {
    for screen in Self.screens() {
      for isInterpolated in [false, true] {
        let view = screen.view(isInterpolated: isInterpolated)
        let middle = SIMD2(Double(screen.width), Double(screen.height)) / 2 / view.enlargement
        let place = view.viewport.planePosition(sampleColumn: middle.x, sampleRow: middle.y)
        #expect(abs(place.x - screen.centre.x) <= 0.5 + 1e-9 && abs(place.y - screen.centre.y) <= 0.5 + 1e-9)
      }
    }
  }

  @Test func interpolatedPicturesStaySmall() {
    for screen in Self.screens() {
      let viewport = screen.view(isInterpolated: true).viewport
      #expect(viewport.columns * viewport.rows <= 303_000)
    }
  }
}
