import Testing
import VolumeModel

@Suite struct ISBI2015CompositeTests {
  private static let grid = VoxelGrid(shape: SIMD3(12, 12, 6), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  private func box(_ size: Int) -> Mask {
    var mask = Mask(grid: Self.grid)
    for z in 1..<3 { for y in 2..<2 + size { for x in 2..<2 + size { mask[SIMD3(x, y, z)] = true } } }
    return mask
  }

  /// Perfect predictions have Dice, precision and both lesion terms of 1 and volumes in proportion: 1/8 + 1/8 + 1/4 + 1/4 + 1/4.
  @Test func perfectPredictions() throws {
    let scans = [3, 4, 6].map { ISBI2015Composite.Scan(prediction: box($0), raters: [box($0), box($0)]) }
    let composite = ISBI2015Composite(scans)
    #expect(composite.scanCount == 3)
    #expect(abs(try #require(composite.composite) - 1) < 1e-12)
    #expect(abs(try #require(composite.interRater) - 1) < 1e-12)
    for correlation in composite.correlations { #expect(abs(try #require(correlation) - 1) < 1e-12) }
    // Raters who agree in everything leave no scale.
    #expect(composite.score == nil)
  }

  /// A prediction that is rater 2's mask is as good against rater 1 as the raters are against each other, which is 90.
  @Test func asGoodAsTheRaters() throws {
    let scans = [3, 4, 6].map { size in
      ISBI2015Composite.Scan(prediction: box(size + 1), raters: [box(size), box(size)])
    }
    let between = [3, 4, 6].map { ISBI2015Composite.Scan(prediction: box($0), raters: [box($0), box($0 + 1)]) }
    let candidate = try #require(ISBI2015Composite(scans).composite)
    let raters = ISBI2015Composite(between)
    let (first, second) = (candidate, try #require(raters.interRater))
    // Against the smaller mask precision is below 1, against the larger one Dice alone is.
    #expect(first < second && second < 1)
    #expect(abs(try #require(raters.score) - (100 - 10 * (1 - (try #require(raters.composite))) / (1 - second))) < 1e-9)
  }

  @Test func whatIsNotDefinedIsNil() {
    let one = ISBI2015Composite([ISBI2015Composite.Scan(prediction: box(3), raters: [box(3)])])
    #expect(one.composite == nil && one.interRater == nil && one.score == nil)
    // Any two volumes lie on a line.
    let two = ISBI2015Composite([3, 4].map { ISBI2015Composite.Scan(prediction: box($0), raters: [box($0)]) })
    #expect(two.composite == nil && two.correlations == [nil])
    let none = ISBI2015Composite([])
    #expect(none.scanCount == 0 && none.composite == nil && none.correlations.isEmpty)
  }
}
