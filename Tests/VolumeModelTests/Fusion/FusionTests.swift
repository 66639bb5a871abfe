import Testing
import VolumeModel

@Suite struct FusionTests {
  struct Cases: Decodable { let cases: [Case] }

  struct Case: Decodable {
    let shape: [Int]
    let masks: [[Int]]
    let majority: [Int]
    let probability_of_votes: [String: Double]
    let sensitivity: [Double]
    let specificity: [Double]
    let iterations: Int
  }

  /// Two, three and five raters.
  @Test func stapleIsThatOfSimpleITK() throws {
    let cases = try Fixture.load("staple.json", as: Cases.self).cases
    #expect(cases.map(\.masks.count) == [2, 3, 5])
    for item in cases {
      let grid = VoxelGrid(shape: item.shape, spacingMM: [1, 1, 1])
      let votes = try #require(VotePatterns(item.masks.map { Mask(grid: grid, linearIndices: $0) }))
      let staple = STAPLE(votes)
      #expect(staple.iterations == item.iterations)
      for rater in item.masks.indices {
        #expect(abs(try #require(staple.sensitivity[rater]) - item.sensitivity[rater]) < 1e-10)
        #expect(abs(try #require(staple.specificity[rater]) - item.specificity[rater]) < 1e-10)
      }
      #expect(votes.patterns.count == item.probability_of_votes.count)
      for (pattern, probability) in zip(votes.patterns, staple.probability) {
        let name = item.masks.indices.map { pattern >> UInt64($0) & 1 == 1 ? "1" : "0" }.joined()
        #expect(abs(probability - (try #require(item.probability_of_votes[name]))) < 1e-9)
      }
    }
  }

  @Test func majorityIsThatOfSimpleITK() throws {
    for item in try Fixture.load("staple.json", as: Cases.self).cases {
      let grid = VoxelGrid(shape: item.shape, spacingMM: [1, 1, 1])
      let votes = try #require(VotePatterns(item.masks.map { Mask(grid: grid, linearIndices: $0) }))
      #expect(FusionMethod.majority.mask(of: votes)?.linearIndices == item.majority)
    }
  }

  /// Raters 111100000000, 111010000000 and 110000000001.
  @Test func stapleOfTwelveVoxels() throws {
    let grid = VoxelGrid.test(12, 1, 1)
    let votes = try #require(
      VotePatterns([[0, 1, 2, 3], [0, 1, 2, 4], [0, 1, 11]].map { Mask(grid: grid, linearIndices: $0) }))
    let staple = STAPLE(votes)
    #expect(abs(staple.prior - 0.3055555556) < 1e-10)
    let w = votes.volume(staple.probability).scalars
    for (index, expected) in [0.99467793, 0.99467793, 0.9148469, 6e-8, 6e-8, 0].enumerated() {
      #expect(abs(Double(w[index]) - expected) < 1e-7)
    }
    let p = staple.sensitivity.compactMap(\.self)
    let q = staple.specificity.compactMap(\.self)
    for (value, expected) in zip(p + q, [0.99999996, 0.99999996, 0.684992, 0.8795271, 0.8795271, 0.88888889]) {
      #expect(abs(value - expected) < 1e-8)
    }
    #expect(staple.mask(of: votes).linearIndices == [0, 1, 2])
  }

  @Test func stapleCannotDecideBetweenAMaskAndItsPart() throws {
    let grid = VoxelGrid.test(20, 10, 4)
    let large = Mask.boxes(on: grid, (2...8, 2...7, 1...2))
    let small = Mask.boxes(on: grid, (3...6, 3...5, 1...1))
    let votes = try #require(VotePatterns([large, small]))
    let staple = STAPLE(votes)
    #expect(staple.undecidedVoxels(of: votes) == large.count - small.count)
    #expect(staple.mask(of: votes) == large)
    #expect(staple.iterations == 1)
    // One of two empty.
    let half = try #require(VotePatterns([large, Mask(grid: grid)]))
    #expect(STAPLE(half).undecidedVoxels(of: half) == large.count)
  }

  @Test func lessBackgroundRaisesThePrior() throws {
    let grid = VoxelGrid.test(60, 50, 40)
    let masks = [
      Mask.boxes(on: grid, (20...28, 20...27, 0...9)), Mask.boxes(on: grid, (21...28, 20...27, 0...9)),
      Mask.boxes(on: grid, (20...28, 21...27, 1...9)),
    ]
    let votes = try #require(VotePatterns(masks))
    // 9 + 20 by 8 + 20 by 10 + 10 voxels: the margin ends where the volume does.
    let unmarked = STAPLE.unmarkedVoxels(around: votes)
    #expect(unmarked == 29 * 28 * 20 - 9 * 8 * 10)
    let small = try #require(
      VotePatterns(
        masks.map { mask in
          // The same masks in a volume that is the box.
          let box = VoxelGrid.test(29, 28, 20)
          return Mask(
            grid: box,
            linearIndices: mask.linearIndices.map {
              let voxel = grid.voxel(atLinearIndex: $0)
              return box.linearIndex(SIMD3(voxel.x - 10, voxel.y - 10, voxel.z))
            })
        }))
    let (inBox, alone) = (STAPLE(votes, unmarkedVoxels: unmarked), STAPLE(small))
    #expect(inBox.prior == alone.prior && inBox.sensitivity == alone.sensitivity)
    #expect(inBox.prior > STAPLE(votes).prior)
  }

  @Test func nothingMarkedIsNotAvailable() throws {
    let grid = VoxelGrid.test(5, 4, 3)
    let votes = try #require(VotePatterns([Mask(grid: grid), Mask(grid: grid)]))
    let staple = STAPLE(votes)
    #expect(staple.sensitivity == [nil, nil] && staple.specificity == [nil, nil])
    #expect(staple.mask(of: votes).isEmpty)
    let full = Mask.boxes(on: grid, (0...4, 0...3, 0...2))
    let all = try #require(VotePatterns([full, full]))
    #expect(STAPLE(all).mask(of: all) == full)
  }

  @Test(arguments: [2, 3, 4])
  func votesAreCounted(raters: Int) throws {
    let grid = VoxelGrid.test(70, 5, 4)
    let masks = (0..<raters).map { Mask.random(on: grid, density: 0.4, seed: UInt64($0 + 1)) }
    let votes = try #require(VotePatterns(masks))
    #expect(votes.counts.reduce(0, +) == grid.voxelCount)
    let mean = votes.volume(votes.means)
    let fused = try [FusionMethod.majority, .union, .intersection].map { try #require($0.mask(of: votes)) }
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      let count = masks.count { $0[voxel] }
      #expect(fused[0][voxel] == (Double(count) > Double(raters) / 2))
      #expect(fused[1][voxel] == (count > 0))
      #expect(fused[2][voxel] == (count == raters))
      #expect(mean[voxel] == Float(Double(count) / Double(raters)))
    }
  }

  @Test func masksMustShareAShape() {
    #expect(VotePatterns([]) == nil)
    #expect(VotePatterns([Mask(grid: .test(4, 4, 4)), Mask(grid: .test(4, 4, 5))]) == nil)
  }
}
