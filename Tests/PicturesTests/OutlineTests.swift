import Pictures
import TerminalIO
import TestSupport
import Testing
import VolumeModel

/// Masks as outlines where a lesion is looked at closely, and as marks where it is smaller than a sample.
@Suite struct OutlineTests {
  private static let grid = VoxelGrid(shape: SIMD3(16, 16, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  private static func box(_ columns: Range<Int>, _ rows: Range<Int>) -> Mask {
    var mask = Mask(grid: grid)
    for x in columns { for y in rows { mask[SIMD3(x, y, 0)] = true } }
    return mask
  }

  /// The painted samples of raters' masks on tissue of an even grey, `columns` a row.
  private static func painted(
    _ masks: [Mask], style: OverlayStyle, zoom: Double, columns: Int
  ) throws -> [PaintedSample] {
    let overlays = masks.enumerated().map { index, mask in
      DrawnOverlay(
        .mask(mask), look: .rater(index), settings: OverlaySettings(isVisible: true, opacity: 0.5, style: style))
    }
    var scene = SliceScene(
      grid: grid, crop: VoxelBox(lower: .zero, upper: grid.shape),
      image: Volume<Float>(grid: grid, filledWith: 0.5), window: IntensityWindow(low: 0, high: 1), overlays: overlays,
      theme: try ExampleCase.theme("night"))
    scene.isZoomed = zoom > 1
    scene.convention = .neurological
    let viewport = Viewport(
      geometry: scene.geometry(of: .axial), crop: scene.crop, columns: columns, rows: columns, sampleAspect: 1,
      zoom: zoom, centre: nil)
    return scene.paintedSamples(viewport, slice: 0)
  }

  private static func isMarked(_ sample: PaintedSample) -> Bool { sample.texture != .none }

  /// A box of 4 voxels a side, a voxel 6 samples wide: a line one sample wide around 24 x 24 of them.
  @Test func anOutlineIsOneSampleWide() throws {
    let samples = try Self.painted([Self.box(6..<10, 6..<10)], style: .auto, zoom: 2, columns: 48)
    let marked = samples.indices.filter { Self.isMarked(samples[$0]) }
    #expect(marked.count == 4 * 24 - 4)
    let columns = marked.map { $0 % 48 }
    #expect(columns.min() == 12 && columns.max() == 35)
  }

  /// Asked for, a fill stays one, and lets more of the anatomy through the larger the voxels are.
  @Test func aFillIsMoreTransparentTheLargerTheVoxels() throws {
    func tint(_ zoom: Double, _ columns: Int) throws -> Int {
      let samples = try Self.painted([Self.box(4..<12, 4..<12)], style: .fill, zoom: zoom, columns: columns)
      let middle = samples[samples.count / 2 + columns / 2].colour
      return Int(middle.blue) - Int(middle.red)
    }
    let (whole, near, close) = (try tint(1, 16), try tint(1.5, 24), try tint(2, 64))
    #expect(whole > near && near > close && close > 10)
  }

  /// Where one rater drew within what the other drew, each line has the colour of its rater.
  @Test func everyOutlineIsInTheColourOfItsRater() throws {
    let samples = try Self.painted(
      [Self.box(5..<11, 5..<11), Self.box(7..<9, 7..<9)], style: .auto, zoom: 2, columns: 32)
    let textures = Set(samples.map(\.texture))
    #expect(textures == [.none, .overlay(0), .overlay(1)])
  }

  /// A lesion of one voxel where a sample covers 4 x 4 has nearly its own colour, and a large one its tint.
  @Test func aLesionSmallerThanASampleStandsOut() throws {
    let theme = try ExampleCase.theme("night")
    func distance(_ mask: Mask) throws -> Int {
      let samples = try Self.painted([mask], style: .auto, zoom: 1, columns: 4)
      return try #require(
        samples.filter(Self.isMarked).map { abs(Int($0.colour.red) - Int(theme.rater1.red)) }.min())
    }
    #expect(try distance(Self.box(5..<6, 5..<6)) < 10)
    #expect(try distance(Self.box(4..<12, 4..<12)) > 15)
  }
}
