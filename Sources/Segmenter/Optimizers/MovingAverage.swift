internal import CKernels

/// A moving average of a slab of weights: average <- keep * average + (1 - keep) * weights.
package struct MovingAverage: Sendable, Hashable {
  /// How much of the average stays at an update.
  package enum Rule: Sendable, Hashable {
    /// min(s / (9 + s), decay) at step s counted from 1: while the network still learns quickly the average stays close
    /// behind it, later it looks back over many steps.
    case trailing(decay: Double)
    /// min(1 - 1 / (t + 1), decay) at step t counted from 0, the rule of mean teachers (Yu et al., UA-MT, MICCAI 2019).
    case teacher(decay: Double = 0.99)

    /// - Parameter update: updates before this one.
    package func keep(update: Int) -> Double {
      switch self {
      case .trailing(let decay): min(Double(update + 1) / Double(update + 10), decay)
      case .teacher(let decay): min(1 - 1 / Double(update + 1), decay)
      }
    }
  }

  package let rule: Rule
  package private(set) var weights: [Float]
  package private(set) var updateCount: Int

  /// An average that starts at the given weights.
  package init(rule: Rule, weights: [Float], updateCount: Int = 0) {
    self.rule = rule
    self.weights = weights
    self.updateCount = updateCount
  }

  package mutating func update(
    with slab: UnsafeMutableBufferPointer<Float>, pool: WorkerPool, instructionSet: InstructionSet
  ) {
    let keep = rule.keep(update: updateCount)
    weights.withUnsafeMutableBufferPointer {
      Self.update($0, with: slab, keep: keep, pool: pool, instructionSet: instructionSet)
    }
    updateCount += 1
  }

  private static let blockFloats = 32_768

  /// One update of an average that is kept elsewhere.
  static func update(
    _ average: UnsafeMutableBufferPointer<Float>, with slab: UnsafeMutableBufferPointer<Float>, keep: Double,
    pool: WorkerPool, instructionSet: InstructionSet
  ) {
    precondition(average.count == slab.count)
    guard let from = slab.baseAddress, let to = average.baseAddress else { return }
    let kernels = instructionSet.kernels
    pool.run(slab.count.dividedRoundingUp(by: blockFloats)) { item, _ in
      let start = item * blockFloats
      kernels.moving_average(to + start, from + start, min(blockFloats, slab.count - start), Float(keep))
    }
  }
}
