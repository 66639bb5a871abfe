import Testing
import VolumeModel

@Suite struct InverseWeightingTests {
  /// Of SciPy (`Scripts/fixtures/inverse_weighting_oracle.py`).
  private struct Answer: Decodable {
    let shape: [Int]
    let mask: [Int]
    let patch_start: [Int]
    let patch_end: [Int]
    let released: [Double]
    let balanced: [Double]
  }

  @Test("weights of a patch are SciPy's", arguments: [InverseWeighting.released, .balanced])
  func patch(weighting: InverseWeighting) throws {
    let answer = try Fixture.load("inverse-weighting.json", as: Answer.self)
    let grid = VoxelGrid(shape: answer.shape, spacingMM: [1, 1, 1])
    let lesions = Lesions(
      of: Mask(grid: grid, linearIndices: answer.mask), connectivity: InverseWeighting.connectivity)
    var labels: [Float] = []
    for z in answer.patch_start[2]..<answer.patch_end[2] {
      for y in answer.patch_start[1]..<answer.patch_end[1] {
        for x in answer.patch_start[0]..<answer.patch_end[0] {
          labels.append(Float(lesions.lesion(at: SIMD3(x, y, z))?.id ?? 0))
        }
      }
    }
    var counts = [Int](repeating: 0, count: lesions.count + 1)
    for label in labels { counts[Int(label)] += 1 }
    let weights = weighting.weights(voxelCounts: counts)
    let expected = weighting == .released ? answer.released : answer.balanced
    let isExact = labels.map { weights[Int($0)] } == expected
    #expect(isExact)
    // The patch cuts a lesion away altogether, so that there is a label without voxels.
    #expect(counts.contains(0) && Set(expected).count >= 4)
    labels.withUnsafeMutableBufferPointer { weighting.replaceLabels($0, lesionCount: lesions.count) }
    #expect(labels == expected.map { Float($0) })
  }

  @Test func balancedWeightsSumToThePatchAndReleasedOnesAreAtLeastOne() {
    let counts = [100_000, 100, 5000, 1, 0, 37]
    func totals(_ weighting: InverseWeighting) -> [Double] {
      zip(weighting.weights(voxelCounts: counts), counts).map { $0 * Double($1) }
    }
    let share = Double(counts.reduce(0, +)) / 5
    for (total, count) in zip(totals(.balanced), counts) { #expect(abs(total - (count > 0 ? share : 0)) < 1e-6) }
    let released = InverseWeighting.released.weights(voxelCounts: counts)
    #expect(released[0] == 1 && released[4] == 0)
    #expect(zip(released, counts).allSatisfy { $1 == 0 || $0 >= 1 })
    #expect(totals(.released)[1...].filter { $0 > 0 }.allSatisfy { abs($0 - share) < 1e-6 })
    #expect(InverseWeighting.none.weights(voxelCounts: counts) == [1, 1, 1, 1, 0, 1])
  }

  /// Lesions of 2, 6 and 16 voxels: 24 / (3 * 2) = 4, 24 / (3 * 6) = 4/3 and 24 / (3 * 16) = 1/2; equal totals of 8.
  @Test func weightsAmongLesionsLeaveTheBackgroundAtOne() {
    let weights = InverseWeighting.lesions.weights(voxelCounts: [1000, 2, 0, 6, 16])
    #expect(zip(weights, [1, 4, 0, 4.0 / 3, 0.5]).allSatisfy { abs($0 - $1) < 1e-12 })
    // Milder than the other forms, whatever the size of the patch.
    let larger = InverseWeighting.lesions.weights(voxelCounts: [1_000_000, 2, 0, 6, 16])
    #expect(larger == weights && InverseWeighting.released.weights(voxelCounts: [1000, 2, 0, 6, 16])[1] > 100)
    #expect(InverseWeighting.lesions.weights(voxelCounts: [9, 0]) == [1, 0])
  }

  /// 128^3 voxels with lesions of 100 and 5000: 6990.5 and 139.8, the background 0.334 before it is lifted.
  @Test func workedExample() {
    let n = 128 * 128 * 128
    let released = InverseWeighting.released.weights(voxelCounts: [n - 5100, 100, 5000])
    let balanced = InverseWeighting.balanced.weights(voxelCounts: [n - 5100, 100, 5000])
    #expect(released[0] == 1 && abs(released[1] - 6990.5) < 0.05 && abs(released[2] - 139.8) < 0.05)
    #expect(abs(balanced[0] - 0.334) < 5e-4 && balanced[1] == released[1])
  }

  @Test("a patch without lesion, without background, without anything", arguments: InverseWeighting.allCases)
  func edges(weighting: InverseWeighting) {
    #expect(weighting.weights(voxelCounts: [50]) == [1])
    #expect(weighting.weights(voxelCounts: [50, 0, 0]) == [1, 0, 0])
    #expect(weighting.weights(voxelCounts: []) == [])
    // All of one lesion: one label is present, and its weight is 1.
    #expect(weighting.weights(voxelCounts: [0, 50]) == [0, 1])
    // A speck in a huge patch meets the upper limit; among lesions it is the only one, whatever the patch.
    let speck = weighting.weights(voxelCounts: [10_000_000, 1])[1]
    #expect(speck == (weighting == .none || weighting == .lesions ? 1 : 2e5))
  }
}
