import Testing
import VolumeModel

@Suite struct AnnotationNoiseTests {
  /// (x - 29.5)^2 + (y - 29.5)^2 <= 400 on 60 x 60 pixels.
  private static let disc = Mask(indexed: VoxelGrid.test(60, 60, 1)) { voxel in
    let d = SIMD2(Double(voxel.x) - 29.5, Double(voxel.y) - 29.5)
    return (d * d).sum() <= 400
  }

  /// Lesions of many sizes in three dimensions, some of them single voxels, some at the edges.
  private static let lesions: Mask = {
    let grid = VoxelGrid.test(70, 60, 12, spacingMM: SIMD3(0.9, 0.9, 2.5))
    return Mask.boxes(
      on: grid, (0...6, 3...8, 0...2), (20...33, 10...21, 2...6), (40...40, 40...40, 5...5), (60...69, 50...59, 9...11),
      (50...53, 20...24, 4...8), (10...11, 40...45, 7...8), (25...25, 50...51, 3...3), (45...47, 5...7, 10...10))
  }()

  // MARK: - Outlines of a disc

  @Test(arguments: [(3, 0.503), (4, 0.804), (5, 0.846), (7, 0.923), (10, 0.974)])
  func polygonOfADisc(corners: Int, dice: Double) {
    let noisy = AnnotationNoise(.polygon, strength: Double(corners)).apply(to: Self.disc, seed: 1)
    #expect(abs(noisy.dice - dice) < 0.01, "\(noisy.dice)")
    #expect(PixelContour(PixelPatch(Self.disc, margin: 0)).simplified(to: corners).count == corners)
  }

  /// A regular polygon inside a circle of radius 1 has the area k / 2 sin(2 pi / k). Corners of pixels lie a little
  /// outside the circle, and steps along them are a little uneven.
  @Test(arguments: [(3, 0.585), (4, 0.778), (5, 0.862), (7, 0.931), (10, 0.967)])
  func equalArcPolygonIsNearlyTheRegularOne(corners: Int, best: Double) {
    for seed in 1...5 as ClosedRange<UInt64> {
      let noise = AnnotationNoise(.polygon, strength: Double(corners), corners: .equalArc)
      let dice = noise.apply(to: Self.disc, seed: seed).dice
      #expect(dice < best + 0.03 && dice > best - 0.05, "\(dice)")
    }
  }

  @Test(arguments: [(1, 0.997), (3, 0.994)])
  func smoothCurveOfADisc(harmonics: Int, dice: Double) {
    let noisy = AnnotationNoise(.smooth, strength: Double(harmonics)).apply(to: Self.disc, seed: 1)
    #expect(abs(noisy.dice - dice) < 0.01, "\(noisy.dice)")
  }

  @Test func contourFollowsPixelsThatMeetAtCorners() {
    let grid = VoxelGrid.test(8, 8, 1)
    // A ring whose upper right pixel hangs on by a corner; the hole is not followed.
    let mask = Mask.boxes(on: grid, (1...3, 1...3, 0...0), (4...4, 4...4, 0...0)).subtracting(
      Mask.boxes(on: grid, (2...2, 2...2, 0...0)))
    let contour = PixelContour(PixelPatch(mask, margin: 0))
    #expect(
      contour.corners == [
        SIMD2(1, 1), SIMD2(4, 1), SIMD2(4, 4), SIMD2(5, 4), SIMD2(5, 5), SIMD2(4, 5), SIMD2(4, 4), SIMD2(1, 4),
      ])
    let points = contour.points(16, spacingMM: SIMD2(1, 1))
    #expect(points.count == 16 && points[4] == SIMD2(4, 2))
    // Enough corners leave everything but holes as it is.
    let same = AnnotationNoise(.polygon, strength: 100).apply(to: mask, seed: 1).mask
    #expect(same == Mask.boxes(on: grid, (1...3, 1...3, 0...0), (4...4, 4...4, 0...0)))
  }

  // MARK: - Every kind

  @Test(arguments: NoiseKind.allCases) func seedsRepeatAndDiffer(kind: NoiseKind) {
    let bright = kind.needsFlair ? Self.brightTissue : nil
    func noisy(_ seed: UInt64) -> Mask {
      let strength: Double? = kind == .drop || kind == .add ? 0.5 : kind == .polygon ? 3 : nil
      return AnnotationNoise(kind, strength: strength).apply(to: Self.lesions, seed: seed, bright: bright).mask
    }
    let isRepeated = noisy(3) == noisy(3)
    #expect(isRepeated)
    let isChanged = noisy(3) != Self.lesions
    #expect(isChanged)
    let draws: [NoiseKind] = [.dilate, .erode, .elastic, .drop, .add, .markov]
    #expect((Set((1...6).map { noisy($0) }).count > 1) == draws.contains(kind))
  }

  /// What happens to a lesion does not depend on other lesions or slices.
  @Test(arguments: [NoiseKind.elastic, .polygon, .smooth, .drop]) func lesionsHaveTheirOwnStreams(kind: NoiseKind) {
    let noise = AnnotationNoise(kind, strength: kind == .drop ? 0.5 : nil)
    let noisy = noise.apply(to: Self.lesions, seed: 9).mask
    var joined = Mask(grid: Self.lesions.grid)
    for lesion in Lesions(of: Self.lesions, connectivity: .corners).lesions {
      var alone = Mask(grid: Self.lesions.grid)
      lesion.forEachVoxel { alone[$0] = true }
      joined = joined.union(noise.apply(to: alone, seed: 9).mask)
    }
    let isSame = joined == noisy
    #expect(isSame)
  }

  @Test(arguments: NoiseKind.allCases) func emptyMaskStaysEmpty(kind: NoiseKind) {
    let empty = Mask(grid: Self.lesions.grid)
    let noisy = AnnotationNoise(kind).apply(to: empty, seed: 1)
    #expect(noisy.mask.isEmpty && noisy.dice == 1 && noisy.volumeRatio == nil)
    #expect(AnnotationNoise(kind).tuned(toDice: 0.5, mask: empty, seed: 1).mask.isEmpty)
  }

  @Test(arguments: [NoiseKind.polygon, .smooth]) func redrawnLesionsDoNotVanish(kind: NoiseKind) {
    let noisy = AnnotationNoise(kind, strength: kind.strengths.lowerBound).apply(to: Self.lesions, seed: 1).mask
    for lesion in Lesions(of: Self.lesions, connectivity: .corners).lesions { #expect(lesion.overlaps(noisy)) }
    // A lesion of one voxel is that voxel.
    #expect(noisy[SIMD3(40, 40, 5)])
  }

  @Test(arguments: [NoiseKind.elastic, .drop, .add, .markov]) func noStrengthIsNoNoise(kind: NoiseKind) {
    let noisy = AnnotationNoise(kind, strength: 0).apply(to: Self.lesions, seed: 5, bright: Self.brightTissue)
    #expect(noisy.mask == Self.lesions && noisy.dice == 1)
  }

  /// Drawn anew in every slice, parts of lesions drift apart; bent as a whole none is lost and few part.
  @Test func lesionsBentAsAWholeStayWhole() {
    let before = Lesions(of: Self.lesions, connectivity: .corners)
    var pieces = (volume: 0, slices: 0)
    for seed in 1...20 as ClosedRange<UInt64> {
      let noisy = AnnotationNoise(.elastic).apply(to: Self.lesions, seed: seed)
      pieces.volume += Lesions(of: noisy.mask, connectivity: .corners).count
      pieces.slices +=
        Lesions(
          of: AnnotationNoise(.elastic, extent: .slices).apply(to: Self.lesions, seed: seed).mask,
          connectivity: .corners
        ).count
      // A lesion's voxels stay near it: none is lost.
      for lesion in before.lesions {
        #expect(lesion.overlaps(noisy.mask.dilated(.corners)), "lesion \(lesion.id)")
      }
      #expect(noisy.dice > 0.4 && noisy.dice < 1)
    }
    #expect(Double(pieces.volume) <= 1.2 * Double(20 * before.count) && pieces.volume < pieces.slices)
  }

  /// A lesion of one voxel seldom moves; one of 20 mm is bent by 2 mm and more.
  @Test func elasticNoiseIsScaledToTheLesion() {
    let grid = VoxelGrid.test(80, 80, 40)
    let point = Mask.boxes(on: grid, (10...10, 10...10, 5...5))
    let large = Mask.boxes(on: grid, (30...50, 30...50, 10...30))
    func meanDice(_ mask: Mask) -> Double {
      (1...20).reduce(0) { $0 + AnnotationNoise(.elastic).apply(to: mask, seed: $1).dice } / 20
    }
    #expect(meanDice(point) > 0.85)
    #expect(meanDice(large) > 0.6 && meanDice(large) < 0.95)
  }

  @Test func radiusIsDrawnWhereNoneIsGiven() {
    let radii = Set((1...40).map { AnnotationNoise(.dilate).strength(seed: $0) })
    #expect(radii == [1, 2, 3])
  }

  @Test func slicesLieAcrossTheBodyWhateverTheAxisOrder() {
    // The third axis of the first grid is the first of the second.
    let shape = SIMD3(20, 24, 6)
    let turned = VoxelGrid(
      shape: SIMD3(6, 20, 24),
      affine: Affine(columns: (SIMD3(0, 0, 3), SIMD3(1, 0, 0), SIMD3(0, 1, 0)), origin: .zero))
    let straight = VoxelGrid.test(shape.x, shape.y, shape.z, spacingMM: SIMD3(1, 1, 3))
    let a = Mask.boxes(on: straight, (4...12, 5...15, 1...3))
    let b = Mask.boxes(on: turned, (1...3, 4...12, 5...15))
    let noise = AnnotationNoise(.dilate, strength: 2)
    let wide = noise.apply(to: a, seed: 1).mask
    #expect(wide.boundingBox == VoxelBox(lower: SIMD3(2, 3, 1), upper: SIMD3(15, 18, 4)))
    let turnedBack = Set(noise.apply(to: b, seed: 1).mask.voxels.map { SIMD3($0.y, $0.z, $0.x) })
    #expect(turnedBack == Set(wide.voxels))
  }

  @Test func onlyChosenSlicesChange() {
    let slices: Set<Int> = [3, 10]
    for kind in [NoiseKind.dilate, .drop] {
      let noise = AnnotationNoise(kind, strength: 1)
      let part = noise.apply(to: Self.lesions, seed: 2, slices: slices).mask
      let whole = noise.apply(to: Self.lesions, seed: 2).mask
      for z in 0..<12 {
        let expected = slices.contains(z) ? whole : Self.lesions
        #expect(part.voxels.filter { $0.z == z } == expected.voxels.filter { $0.z == z })
      }
    }
    #expect(AxialSlices(Self.lesions.grid).occupied(by: Self.lesions) == Array(0...11))
  }

  // MARK: - Missed and false lesions

  @Test func missedLesionsGrowWithTheProbability() {
    let count = Lesions(of: Self.lesions, connectivity: .edges).count
    var before = Self.lesions
    for probability in [0.2, 0.5, 0.8, 1] {
      let mask = AnnotationNoise(.drop, strength: probability).apply(to: Self.lesions, seed: 4).mask
      #expect(mask.subtracting(before).isEmpty)
      before = mask
    }
    #expect(before.isEmpty)
    // Over many seeds the share missed is the probability.
    let missed = (1...300).reduce(0) { sum, seed in
      let mask = AnnotationNoise(.drop, strength: 0.3).apply(to: Self.lesions, seed: UInt64(seed)).mask
      return sum + count - Lesions(of: mask, connectivity: .edges).count
    }
    #expect(abs(Double(missed) / Double(300 * count) - 0.3) < 0.04)
  }

  private static let flair: Volume<Float> = {
    var generator = SeededGenerator(seed: 8)
    let grid = lesions.grid
    return Volume(grid: grid, scalars: (0..<grid.voxelCount).map { _ in Float(100 + 20 * generator.uniform()) })
  }()
  private static let brightTissue = BrightTissue(flair: flair, brain: Mask(brainOf: flair), awayFrom: lesions)

  @Test func falseLesionsAreBrightAndAwayFromTrueOnes() {
    let statistics = BrainStatistics(of: Self.flair, in: Mask(brainOf: Self.flair))
    let noise = AnnotationNoise(.add, strength: 3)
    let added = noise.apply(to: Self.lesions, seed: 1, bright: Self.brightTissue).mask.subtracting(Self.lesions)
    let distance = DistanceMap(to: Self.lesions, in: VoxelBox(Self.lesions.grid))
    for voxel in added.voxels {
      #expect(Double(Self.flair[voxel]) >= statistics.mean + statistics.standardDeviation - 1e-3)
      #expect(distance[voxel] > 3)
    }
    // Three for each lesion; spots may meet.
    let count = Lesions(of: Self.lesions, connectivity: .edges).count
    let spots = Lesions(of: added, connectivity: .faces).count
    #expect(spots > 2 * count && spots <= 3 * count)
    let more = AnnotationNoise(.add, strength: 4).apply(to: Self.lesions, seed: 1, bright: Self.brightTissue).mask
    #expect(added.subtracting(more).isEmpty)
  }

  @Test func nothingIsAddedWhereNothingIsBright() {
    let flat = Volume<Float>(grid: Self.lesions.grid, filledWith: 7)
    let all = BrightTissue(flair: flat, brain: Self.lesions, awayFrom: Self.lesions)
    #expect(all.isEmpty)
    #expect(AnnotationNoise(.add, strength: 5).apply(to: Self.lesions, seed: 1, bright: all).mask == Self.lesions)
  }

  // MARK: - A target

  @Test(arguments: [NoiseKind.dilate, .erode, .elastic, .markov, .add])
  func targetDiceIsMet(kind: NoiseKind) {
    let grid = VoxelGrid.test(120, 120, 3)
    let mask = Mask(indexed: grid) { voxel in
      let d = SIMD2(Double(voxel.x) - 50, Double(voxel.y) - 55)
      return (d * d).sum() <= 900
    }
    var generator = SeededGenerator(seed: 2)
    let flair = Volume(grid: grid, scalars: (0..<grid.voxelCount).map { _ in Float(generator.uniform()) })
    let bright = BrightTissue(flair: flair, brain: Mask(brainOf: flair), awayFrom: mask)
    let target = kind == .add ? 0.97 : 0.85
    let noisy = AnnotationNoise(kind).tuned(toDice: target, mask: mask, seed: 3, bright: bright)
    #expect(abs(noisy.dice - target) < 0.015, "\(noisy.dice) at \(noisy.strength)")
    // The strength that is reported gives the same mask again.
    let again = AnnotationNoise(kind, strength: noisy.strength).apply(to: mask, seed: 3, bright: bright)
    #expect(again.mask == noisy.mask)
  }

  @Test func targetDiceOfPolygonsIsTheNearestThereIs() {
    let dices = (3...12).map { AnnotationNoise(.polygon, strength: Double($0)).apply(to: Self.disc, seed: 1).dice }
    for target in [0.5, 0.7, 0.83, 0.9, 0.95] {
      let best = dices.map { abs($0 - target) }.min() ?? 1
      let noisy = AnnotationNoise(.polygon).tuned(toDice: target, mask: Self.disc, seed: 1)
      #expect(abs(abs(noisy.dice - target) - best) < 1e-12, "\(target): \(noisy.dice)")
    }
  }

  // MARK: - Sets

  @Test func aRateCorruptsItsShareAndALargerOneMore() {
    #expect(NoiseRate.corrupted(of: 0, rate: 0.4, seed: 1).isEmpty)
    #expect(NoiseRate.corrupted(of: 10, rate: 0, seed: 1).isEmpty)
    #expect(NoiseRate.corrupted(of: 10, rate: 1, seed: 1) == Set(0..<10))
    for seed in 1...20 as ClosedRange<UInt64> {
      let some = NoiseRate.corrupted(of: 10, rate: 0.4, seed: seed)
      #expect(some.count == 4)
      #expect(some.isSubset(of: NoiseRate.corrupted(of: 10, rate: 0.8, seed: seed)))
    }
    #expect(Set((1...20).map { NoiseRate.corrupted(of: 10, rate: 0.4, seed: $0) }).count > 10)
  }

  /// Half of the image, dilated as far as it goes, is all of it: Dice 2 * 1/2 / (1/2 + 1), whatever less is asked for.
  @Test func aDiceOutOfReachGivesTheStrongestNoise() {
    let half = Mask.boxes(on: VoxelGrid.test(60, 60, 1), (0...29, 0...59, 0...0))
    let nearest = AnnotationNoise(.dilate).tuned(toDice: 0, mask: half, seed: 1)
    #expect(abs(nearest.dice - 2.0 / 3) < 1e-9, "\(nearest.dice)")
  }

  /// A deformation of millimetres is hundreds of such pixels; it ends all the same.
  @Test(.timeLimit(.minutes(1)), arguments: [AnnotationNoise.Extent.slices, .volume])
  func tinyVoxelsEnd(extent: AnnotationNoise.Extent) {
    let grid = VoxelGrid.test(64, 64, 4, spacingMM: SIMD3(0.01, 0.01, 0.01))
    let mask = Mask.boxes(on: grid, (20...29, 20...29, 1...2))
    let noisy = AnnotationNoise(.elastic, extent: extent).apply(to: mask, seed: 3)
    #expect(noisy.mask.grid == grid)
  }
}

extension Mask {
  /// The voxels where a rule holds.
  fileprivate init(indexed grid: VoxelGrid, _ isInside: (SIMD3<Int>) -> Bool) {
    self.init(grid: grid)
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      if isInside(voxel) { self[voxel] = true }
    }
  }
}
