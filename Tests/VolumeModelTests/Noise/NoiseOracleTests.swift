import Testing
import VolumeModel

/// The parts of the noise against SciPy, NumPy and scikit-image.
@Suite struct NoiseOracleTests {
  struct Answers: Decodable {
    let radii: [Radius]
    let polygons: [Polygon]
    let curves: [Curve]
    let elastic: [Elastic]
  }

  struct Radius: Decodable {
    let shape: [Int]
    let spacing: [Double]
    let mask: [Int]
    let radius: Double
    let dilated: [Int]
    let eroded: [Int]
    let dilated_slices: [Int]
    let eroded_slices: [Int]
  }

  struct Polygon: Decodable {
    let polygon: [[Double]]
    let width: Int
    let height: Int
    let mask: [Int]
  }

  struct Curve: Decodable {
    let harmonics: Int
    let points: [[Double]]
    let smooth: [[Double]]
  }

  struct Elastic: Decodable {
    let shape: [Int]
    let spacing: [Double]
    let scale: Double
    let angle: Double
    let shift: [Double]
    let columns: [Double]
    let rows: [Double]
    let mask: [Int]
    let warped: [Int]
  }

  private let answers: Answers

  init() throws { answers = try Fixture.load("noise.json") }

  @Test func radiiAreThoseOfSciPysDistances() {
    for item in answers.radii {
      let grid = VoxelGrid(shape: item.shape, spacingMM: item.spacing)
      let mask = Mask(grid: grid, linearIndices: item.mask)
      func noisy(_ kind: NoiseKind, _ extent: AnnotationNoise.Extent) -> [Int] {
        AnnotationNoise(kind, strength: item.radius, extent: extent).apply(to: mask, seed: 1).mask.linearIndices
      }
      let what = "radius \(item.radius) on \(item.spacing)"
      #expect(noisy(.dilate, .volume) == item.dilated, "\(what)")
      #expect(noisy(.erode, .volume) == item.eroded, "\(what)")
      #expect(noisy(.dilate, .slices) == item.dilated_slices, "\(what)")
      #expect(noisy(.erode, .slices) == item.eroded_slices, "\(what)")
    }
  }

  @Test func polygonsAreFilledAsScikitImageDoes() {
    for item in answers.polygons {
      let grid = VoxelGrid.test(item.width, item.height, 1)
      var mask = Mask(grid: grid)
      PixelPatch(inside: item.polygon.map { SIMD2($0[0], $0[1]) }).insert(into: &mask)
      #expect(mask.linearIndices == item.mask, "\(item.polygon.count) corners")
    }
  }

  @Test func curvesAreThoseOfTheFFT() {
    for item in answers.curves {
      let smooth = FourierOutline.smoothed(item.points.map { SIMD2($0[0], $0[1]) }, harmonics: item.harmonics)
      #expect(smooth.count == item.smooth.count)
      let largest = zip(smooth, item.smooth).map { max(abs($0.x - $1[0]), abs($0.y - $1[1])) }.max() ?? .infinity
      #expect(largest < 1e-10, "\(item.harmonics) harmonics")
    }
  }

  @Test func elasticDeformationIsThatOfSciPy() {
    for item in answers.elastic {
      let grid = VoxelGrid(shape: item.shape + [1], spacingMM: item.spacing + [1])
      let mask = Mask(grid: grid, linearIndices: item.mask)
      let draw = ElasticDeformation.Draw(
        columns: ControlGrid(side: 3, values: item.columns), rows: ControlGrid(side: 3, values: item.rows),
        angle: item.angle, shiftMM: SIMD2(item.shift[0], item.shift[1]), rimMM: 0)
      let elastic = ElasticDeformation(scale: item.scale, spacingMM: SIMD2(item.spacing[0], item.spacing[1]))
      var warped = Mask(grid: grid)
      elastic.apply(draw, to: PixelPatch(mask, margin: 0)).insert(into: &warped)
      #expect(warped.linearIndices == item.warped, "scale \(item.scale)")
    }
  }
}
