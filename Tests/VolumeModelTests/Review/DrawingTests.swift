import Testing
import VolumeModel

/// What `editing_oracle.py` wrote: holes and shapes between slices by SciPy.
private struct EditingFixture: Decodable {
  let holes: [Holes]
  let between: [Between]

  struct Holes: Decodable {
    let shape: [Int]
    let mask: [Int]
    let holes: [Int]
    let slices: [Slice]

    struct Slice: Decodable {
      let axis: Int
      let index: Int
      let holes: [Int]
    }
  }

  struct Between: Decodable {
    let shape: [Int]
    let spacing_mm: [Double]
    let axis: Int
    let first: Int
    let last: Int
    let mask: [Int]
    let between: [Int]
  }
}

/// Tools that draw voxels, against SciPy and closed forms.
@Suite struct DrawingTests {
  private func fixture() throws -> EditingFixture { try Fixture.load("editing.json") }

  @Test func holesAreThoseOfSciPy() throws {
    for holes in try fixture().holes {
      let grid = VoxelGrid(shape: holes.shape)
      let region = VoxelRegion(Mask(grid: grid, linearIndices: holes.mask))
      #expect(region.holes(on: grid).indices == holes.holes)
      for slice in holes.slices {
        #expect(region.holes(onSlice: (slice.index, slice.axis), on: grid).indices == slice.holes)
      }
    }
    #expect(VoxelRegion().holes(on: .test(3, 3, 3)).isEmpty)
  }

  @Test func shapesBetweenSlicesAreThoseOfSciPysDistances() throws {
    for between in try fixture().between {
      let grid = VoxelGrid(shape: between.shape, spacingMM: between.spacing_mm)
      let region = VoxelRegion(Mask(grid: grid, linearIndices: between.mask))
      let found = region.interpolated(
        between: between.first, and: between.last, acrossVoxelAxis: between.axis, on: grid)
      #expect(found.indices == between.between, "axis \(between.axis)")
      #expect(
        region.interpolated(between: between.first, and: between.first + 1, acrossVoxelAxis: between.axis, on: grid)
          .isEmpty)
    }
  }

  /// Between two discs of one centre the radius runs in a straight line from one to the other.
  @Test func aConeIsInterpolatedBetweenItsEnds() {
    let grid = VoxelGrid.test(60, 60, 12)
    let centre = SIMD2(30, 30)
    let ends = [(1, 8.0), (9, 24.0)].map { slice, radius in
      VoxelRegion.disc(at: SIMD3(centre.x, centre.y, slice), radiusMM: radius, acrossVoxelAxis: 2, on: grid)
    }
    let cone = ends[0].union(ends[1]).interpolated(between: 1, and: 9, acrossVoxelAxis: 2, on: grid)
    #expect(cone.slices(acrossVoxelAxis: 2, on: grid) == Array(2...8))
    for slice in 2...8 {
      let radius = 8 + 2 * Double(slice - 1)
      for index in cone.part(onSlice: slice, acrossVoxelAxis: 2, on: grid).indices {
        let voxel = grid.voxel(atLinearIndex: index)
        let d = SIMD2(Double(voxel.x - centre.x), Double(voxel.y - centre.y))
        #expect((d * d).sum().squareRoot() <= radius + 1)
      }
      let inner = VoxelRegion.disc(
        at: SIMD3(centre.x, centre.y, slice), radiusMM: radius - 1, acrossVoxelAxis: 2, on: grid)
      #expect(inner.subtracting(cone).isEmpty)
    }
  }

  /// Points of the lattice inside a polygon and on its sides: A + B / 2 + 1 (Pick 1899), A being the area and B the number
  /// of points on the sides.
  @Test(
    arguments: 0..<3,
    [
      [SIMD2(2, 2), SIMD2(20, 5), SIMD2(9, 17)], [SIMD2(3, 3), SIMD2(3, 18), SIMD2(12, 18), SIMD2(12, 3)],
      [SIMD2(1, 1), SIMD2(20, 2), SIMD2(11, 6), SIMD2(19, 19), SIMD2(6, 9), SIMD2(2, 18)], [SIMD2(4, 4), SIMD2(9, 14)],
    ])
  func aPolygonHasThePointsOfPicksTheorem(axis: Int, corners: [SIMD2<Int>]) {
    let grid = VoxelGrid.test(22, 23, 24)
    let (u, v) = ((axis + 1) % 3, (axis + 2) % 3)
    let voxels = corners.map { corner in
      var voxel = SIMD3(7, 7, 7)
      (voxel[u], voxel[v]) = (corner.x, corner.y)
      return voxel
    }
    func greatestDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? abs(a) : greatestDivisor(b, a % b) }
    var (doubled, onSides) = (0, 0)
    for (a, b) in zip(corners, corners.dropFirst() + corners.prefix(1)) {
      doubled += a.x * b.y - b.x * a.y
      onSides += greatestDivisor(b.x - a.x, b.y - a.y)
    }
    let expected = corners.count > 2 ? (abs(doubled) + onSides) / 2 + 1 : onSides / 2 + 1
    let region = VoxelRegion.polygon(voxels, acrossVoxelAxis: axis, on: grid)
    #expect(region.voxelCount == expected)
    #expect(region.slices(acrossVoxelAxis: axis, on: grid) == [7])
    #expect(VoxelRegion.polygon(voxels.reversed(), acrossVoxelAxis: axis, on: grid) == region)
  }

  @Test(arguments: [Float(4), 9, 20]) func theFloodIsTheComponentOfLikeVoxels(tolerance: Float) throws {
    let grid = VoxelGrid.test(20, 18, 14, spacingMM: SIMD3(1, 1, 2))
    var generator = SeededGenerator(seed: 5)
    let image = Volume(grid: grid, scalars: (0..<grid.voxelCount).map { _ in Float(generator.uniform() * 60) })
    let limits = Mask.random(on: grid, density: 0.95, seed: 3)
    let start = SIMD3(10, 9, 7)
    let alike = Mask(image) { abs($0 - image[start]) <= tolerance }.intersection(limits)
      .union(Mask(VoxelRegion(ascending: [grid.linearIndex(start)]), on: grid))
    let component = try #require(Lesions(of: alike, connectivity: .faces).lesion(at: start))
    let flood = VoxelRegion.similar(to: start, in: image, tolerance: tolerance, inside: limits, reachMM: 1000)
    #expect(flood.region == VoxelRegion(component, on: grid) && !flood.isLimited)
    let near = VoxelRegion.similar(to: start, in: image, tolerance: 100, inside: limits, reachMM: 5)
    #expect(near.isLimited)
    #expect(near.region.subtracting(.ball(at: start, radiusMM: 5, on: grid)).isEmpty)
  }

  @Test func aLineLeavesNoGapAndEndsWhereItShould() {
    let (start, end) = (SIMD3(2, 9, 4), SIMD3(13, 3, 5))
    let line = VoxelRegion.voxels(from: start, to: end)
    #expect(line.first == start && line.last == end && line.count == 12)
    for (a, b) in zip(line, line.dropFirst()) {
      let step = b &- a
      #expect(max(abs(step.x), abs(step.y), abs(step.z)) == 1)
    }
    #expect(VoxelRegion.voxels(from: start, to: start) == [start])
  }

  @Test func theBrightVoxelsOfARegionAndItsCopyOnTheNextSlice() {
    let grid = VoxelGrid.test(8, 8, 4)
    let image = Volume(grid: grid, scalars: (0..<grid.voxelCount).map { $0 % 3 == 0 ? .nan : Float($0) })
    let region = VoxelRegion(.boxes(on: grid, (1...5, 2...4, 1...1)))
    let bright = region.brighter(than: 90, in: image)
    #expect(bright.indices == region.indices.filter { $0 >= 90 && $0 % 3 != 0 })
    #expect(region.moved(by: SIMD3(0, 0, 1), on: grid) == VoxelRegion(.boxes(on: grid, (1...5, 2...4, 2...2))))
    #expect(region.moved(by: SIMD3(4, 0, 0), on: grid).voxelCount == 3 * 3, "what leaves the grid is left out")
    #expect(region.moved(by: SIMD3(0, 0, 4), on: grid).isEmpty)
  }
}
