import Foundation
import Segmenter
import Testing
import VolumeModel

@Suite struct SampleSelectionTests {
  private func weights(_ change: (inout TrainingPlan) -> Void, cases: [TrainingCase]) throws -> UNetWeights {
    var plan = SyntheticCase.plan(epochs: 2, crop: 16)
    change(&plan)
    return try TrainingRun.start(plan, cases: cases) { _ in }.wait().weights
  }

  @Test("lesion sampling, flips and rotations are the seed's alone, and each makes a difference")
  func options() throws {
    let cases = [SyntheticCase.make(), SyntheticCase.make(name: "second", seed: 2)]
    let plain = try weights({ _ in }, cases: cases)
    let lesions = try weights({ $0.sampling = .lesions }, cases: cases)
    #expect(try weights({ ($0.sampling, $0.threads) = (.lesions, 1) }, cases: cases) == lesions)
    let unflipped = try weights({ $0.flipsLeftRight = false }, cases: cases)
    let upright = try weights({ $0.rotationDegrees = 0 }, cases: cases)
    #expect(Set([plain, lesions, unflipped, upright]).count == 4)
  }

  @Test("every lesion is drawn as often as any other, large or small, and every voxel of it")
  func lesionsAlike() throws {
    // 27, 3 and 1 voxels in training slices; of two cases, so that a case counts by its lesions.
    let boxes: [[(SIMD3<Int>, SIMD3<Int>)]] = [
      [(SIMD3(4, 4, 1), SIMD3(7, 7, 4)), (SIMD3(20, 20, 2), SIMD3(23, 21, 3))], [(SIMD3(10, 12, 5), SIMD3(11, 13, 6))],
    ]
    let cases = boxes.enumerated().map { number, boxes in
      var one = SyntheticCase.make(name: "case \(number)")
      var expert = Mask(grid: one.brain.grid)
      for (lower, upper) in boxes {
        for z in lower.z..<upper.z {
          for y in lower.y..<upper.y { for x in lower.x..<upper.x { expert[SIMD3(x, y, z)] = true } }
        }
      }
      one.target = SoftMask(expert: expert)
      return one
    }
    let draws = 6000
    let plan = SyntheticCase.plan(crop: 16)
    let sampling = LesionSampling(cases, store: try SliceStore(cases, plan: plan))
    let counts = Dictionary(
      grouping: (0..<UInt64(draws)).compactMap { sampling.place(seed: plan.seed, sample: $0) }, by: \.self
    ).mapValues(\.count)
    let drawn = counts.values.reduce(0, +)
    // Binomial: 4.5 SDs either way.
    #expect(abs(drawn - draws / 2) < 175)
    // Lesions that lie in held-out slices alone are never drawn.
    let lesions = Set(counts.keys.map(\.lesion))
    #expect(lesions.count >= 2)
    for lesion in lesions {
      let voxels = counts.filter { $0.key.lesion == lesion }
      let share = voxels.values.reduce(0, +)
      #expect(abs(share - drawn / lesions.count) < 150)
      for count in voxels.values { #expect(abs(count - share / voxels.count) < 30 + share / voxels.count / 3) }
    }
  }

  @Test("the rate at which raters and best weights agree is told for held-out and other slices")
  func raterScores() throws {
    var one = SyntheticCase.make()
    let wide = one.target.expert.dilated(.faces)
    one.raters = [("first", one.target.expert), ("second", wide)].map {
      RaterMask(name: $0.0, mask: $0.1, isSimulated: false, path: "", notes: [])
    }
    let log = EventLog()
    var plan = SyntheticCase.plan(epochs: 30, base: 8)
    plan.seed = 3
    try TrainingRun.start(plan, cases: [one]) { log.add($0) }.wait()
    let raters = try #require(log.summary?.raters)
    #expect(raters.map(\.rater) == ["first", "first", "second", "second"])
    #expect(raters.map(\.slices) == [.heldOut, .others, .heldOut, .others])
    #expect(raters.allSatisfy { $0.caseName == "synthetic" && $0.dice > 0.3 && $0.dice <= 1 })
    // The second rater drew one voxel more all around: what he drew is found less completely.
    #expect((raters[0].recall ?? 0) > (raters[2].recall ?? 1))
    #expect((raters[1].recall ?? 0) > (raters[3].recall ?? 1))
  }
}
