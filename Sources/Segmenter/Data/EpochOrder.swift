internal import VolumeModel

/// The steps of an epoch: slices in random order, cut into batches of nearly equal size.
struct EpochOrder {
  private let order: [Int]
  let steps: Int

  init(plan: TrainingPlan, epoch: Int, sliceCount: Int) {
    var random = RandomStream(seed: plan.seed, name: "shuffle", index: UInt64(epoch))
    order = random.permutation(sliceCount)
    steps = Self.steps(sliceCount: sliceCount, batchSize: plan.batchSize)
  }

  static func steps(sliceCount: Int, batchSize: Int) -> Int { max(1, sliceCount.dividedRoundingUp(by: batchSize)) }

  /// Slices of one step.
  func batch(_ step: Int) -> ArraySlice<Int> {
    order[order.count * step / steps..<order.count * (step + 1) / steps]
  }
}
