import Testing
import VolumeModel

/// Ways of cutting lesions, against scikit-image, SciPy and closed forms.
@Suite struct LesionCutterTests {
  /// Labels renamed in the order in which they come first, so that two partitions can be compared.
  private func renamed(_ labels: [Int32]) -> [Int] {
    var names: [Int32: Int] = [:]
    return labels.map { label in
      let name = names[label] ?? names.count
      names[label] = name
      return name
    }
  }

  @Test func watershedsAreThoseOfScikitImage() throws {
    for flooded in try DivisionFixture.load().watersheds {
      let lattice = VoxelLattice(flooded.mask, on: VoxelGrid(shape: flooded.shape), connectivity: .edges)
      let watershed = Watershed(flooded.relief, on: lattice)
      for flood in flooded.floods {
        let count = watershed.partCount(depth: flood.depth)
        #expect(count == flood.parts, "depth \(flood.depth)")
        #expect(renamed(watershed.labels(parts: count)) == renamed(flood.labels), "depth \(flood.depth)")
      }
    }
  }

  @Test func voxelsGoToTheComponentThatIsNearestThroughTheLesion() throws {
    for nearest in try DivisionFixture.load().nearest {
      let grid = VoxelGrid(shape: nearest.shape, spacingMM: nearest.spacing_mm)
      let drawn = Mask(grid: grid, linearIndices: nearest.drawn)
      let pieces = LesionCutter(VoxelRegion(Mask(grid: grid, linearIndices: nearest.mask)), on: grid)
        .pieces(around: drawn)
      let owners = Dictionary(uniqueKeysWithValues: zip(nearest.mask, nearest.owners))
      #expect(pieces.count == Set(nearest.owners.filter { $0 > 0 }).count)
      for piece in pieces {
        // What is equally near to two may go to either.
        #expect(Set(piece.indices.compactMap { owners[$0] }.filter { $0 > 0 }).count == 1)
        #expect(Lesions(of: Mask(piece, on: grid).intersection(drawn), connectivity: .edges).count == 1)
      }
    }
  }

  @Test func planesLeaveTheConnectedPartsOfBothSides() throws {
    let halves = try DivisionFixture.load().halves
    let grid = VoxelGrid(shape: halves.shape, spacingMM: halves.spacing_mm)
    #expect(grid.voxelVolumeMM3 > LesionCutter.fragmentMM3, "a voxel is no fragment here")
    let cutter = LesionCutter(VoxelRegion(Mask(grid: grid, linearIndices: halves.mask)), on: grid)
    for cut in halves.cuts {
      let pieces = cutter.pieces(acrossVoxelAxis: cut.axis, at: cut.index)
      #expect(Set(pieces.map(\.indices)) == Set(cut.pieces), "axis \(cut.axis)")
      #expect(pieces.map(\.voxelCount) == pieces.map(\.voxelCount).sorted(by: >))
    }
  }

  @Test func fragmentsOfAPlaneGoToThePieceThatTheyTouch() {
    let grid = VoxelGrid.test(30, 30, 10)
    // A bar with a foot of one voxel: cut above the foot, it would be a piece by itself.
    let bar = VoxelRegion(.boxes(on: grid, (5...20, 5...9, 4...8), (5...5, 5...5, 3...3), (18...20, 5...9, 1...3)))
    let pieces = LesionCutter(bar, on: grid).pieces(acrossVoxelAxis: 2, at: 4)
    #expect(pieces.map(\.voxelCount) == [16 * 5 * 5 + 1, 3 * 5 * 3])
    #expect(LesionCutter(bar, on: grid).pieces(acrossVoxelAxis: 2, at: 0) == [bar], "beside the lesion nothing is cut")
  }

  /// Two balls of one radius that overlap: the neck is a disc half way between their centres, of the radius that
  /// Pythagoras gives.
  @Test(arguments: [SIMD3(1.0, 1, 1), SIMD3(0.8, 1.1, 0.9)])
  func twoBallsAreCutHalfWayBetweenThem(spacing: SIMD3<Double>) throws {
    let grid = VoxelGrid.test(60, 40, 40, spacingMM: spacing)
    let (radius, distance) = (10.0, 16.0)
    let first = SIMD3(18, 20, 20)
    let step = Int((distance / spacing.x).rounded())
    let second = first &+ SIMD3(step, 0, 0)
    let balls = VoxelRegion.ball(at: first, radiusMM: radius, on: grid)
      .union(.ball(at: second, radiusMM: radius, on: grid))
    let cutter = LesionCutter(balls, on: grid)
    let watershed = cutter.watershed()
    let half = Double(step) * spacing.x / 2
    let depth = try #require(watershed.depths.first)
    #expect(abs(depth - (radius - (radius * radius - half * half).squareRoot())) < spacing.max())
    #expect(watershed.depths.count == 1 || watershed.depths[1] < 1, "one neck")
    let pieces = cutter.pieces(watershed, parts: 2)
    try #require(pieces.count == 2)
    for piece in pieces {
      let isFirst = piece.indices.contains(grid.linearIndex(first))
      for index in piece.indices {
        let across = Double(grid.voxel(atLinearIndex: index).x - first.x) * spacing.x
        // The voxels half way belong to either.
        if abs(across - half) > spacing.x { #expect((across < half) == isFirst) }
      }
    }
  }

  @Test(arguments: 0..<12) func everyWayGivesEachVoxelToOnePiece(seed: Int) {
    let grid = VoxelGrid.test(24, 18, 12, spacingMM: SIMD3(1, 1.3, 2))
    let masks = [0, 1].map { Mask.random(on: grid, density: 0.25, seed: UInt64(seed * 7 + $0)).dilated(.faces) }
    let region = VoxelRegion(masks[0])
    let cutter = LesionCutter(region, on: grid)
    let watershed = cutter.watershed()
    let ways =
      [1, 2, 3, 7, 10_000].map { cutter.pieces(watershed, parts: $0) }
      + (0..<3).map { cutter.pieces(acrossVoxelAxis: $0, at: 5) } + [cutter.pieces(around: masks[1])]
    for pieces in ways {
      #expect(pieces.reduce(VoxelRegion()) { $0.union($1) } == region)
      #expect(pieces.reduce(0) { $0 + $1.voxelCount } == region.voxelCount)
      let numbers = cutter.contrastingNumbers(of: pieces)
      for (a, b) in zip(pieces, numbers).flatMap({ one in zip(pieces, numbers).map { (one, $0) } }) {
        guard a.0 != b.0, a.1 == b.1 else { continue }
        let touches = !Mask(a.0, on: grid).dilated(.edges).intersection(Mask(b.0, on: grid)).isEmpty
        #expect(!touches, "pieces that touch look different")
      }
    }
    let fewer = watershed.depths.indices.map { cutter.pieces(watershed, parts: $0 + 1).count }
    #expect(fewer == watershed.depths.indices.map { $0 + 1 })
  }

  @Test func whatLiesBeyondGoesToTheNearestPiece() {
    let grid = VoxelGrid.test(20, 10, 5)
    let pieces: [VoxelRegion] = [
      VoxelRegion(.boxes(on: grid, (2...6, 4...5, 2...2))), VoxelRegion(.boxes(on: grid, (10...14, 4...5, 2...2))),
    ]
    let beyond = VoxelRegion(.boxes(on: grid, (0...1, 4...5, 2...2), (15...16, 4...5, 2...2)))
    let parts = LesionCutter.distribute(beyond, among: pieces, on: grid)
    #expect(parts[0] == VoxelRegion(.boxes(on: grid, (0...1, 4...5, 2...2))))
    #expect(parts[1] == VoxelRegion(.boxes(on: grid, (15...16, 4...5, 2...2))))
  }
}
