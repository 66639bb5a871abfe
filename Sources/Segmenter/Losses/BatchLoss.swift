internal import CKernels

/// The loss of a batch in training, on all workers: the two passes of ``LossFunction`` over short blocks of pixels,
/// whose sums are added up in order, so that the bits do not depend on the threads.
///
/// Overlap losses, which train by default, have kernels for both passes in single precision; they agree with the plain
/// evaluation to 1e-6.
package struct BatchLoss {
  private let pool: WorkerPool
  private let kernels: FSKernels
  private static let blockPixels = 8192

  package init(pool: WorkerPool, instructionSet: InstructionSet) {
    self.pool = pool
    kernels = instructionSet.kernels
  }

  /// - Parameters:
  ///   - target, weights: as many as logits or more; no weights mean 1 everywhere.
  ///   - gradient: receives dL/dz, as many as logits; or is empty when only the value is asked for.
  package func value(
    of loss: any LossFunction, imageCount: Int, logits: UnsafeBufferPointer<Float>,
    target: UnsafeBufferPointer<Float>, weights: UnsafeBufferPointer<Float>,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    precondition(target.count >= logits.count && (weights.isEmpty || weights.count >= logits.count))
    precondition(gradient.isEmpty || gradient.count == logits.count, "one gradient a logit, or none")
    guard imageCount > 0, !logits.isEmpty else { return 0 }
    let groupCount = loss.reduction == .batch ? 1 : imageCount
    let pixels = logits.count / groupCount
    let batch = Part(logits: logits, target: target, weights: weights, gradient: gradient)
    var sum = 0.0
    for group in 0..<groupCount {
      let part = batch.pixels(group * pixels..<(group + 1) * pixels)
      sum += value(of: loss, part, scale: 1 / Double(groupCount))
    }
    return sum / Double(groupCount)
  }

  /// A batch, a reduction group of it, or a block of that.
  private struct Part {
    let logits: UnsafeBufferPointer<Float>
    let target: UnsafeBufferPointer<Float>
    let weights: UnsafeBufferPointer<Float>
    let gradient: UnsafeMutableBufferPointer<Float>

    // An empty buffer may have an address; the kernels know "none" by its absence.
    var weightsAddress: UnsafePointer<Float>? { weights.isEmpty ? nil : weights.baseAddress }
    var gradientAddress: UnsafeMutablePointer<Float>? { gradient.isEmpty ? nil : gradient.baseAddress }

    func block(_ number: Int) -> Part {
      let first = number * BatchLoss.blockPixels
      return pixels(first..<min(logits.count, first + BatchLoss.blockPixels))
    }

    func pixels(_ range: Range<Int>) -> Part {
      Part(
        logits: .init(rebasing: logits[range]), target: .init(rebasing: target[range]),
        weights: weights.isEmpty ? weights : .init(rebasing: weights[range]),
        gradient: gradient.isEmpty ? gradient : .init(rebasing: gradient[range]))
    }
  }

  private func value(of loss: any LossFunction, _ group: Part, scale: Double) -> Double {
    let count = group.logits.count.dividedRoundingUp(by: Self.blockPixels)
    return withUnsafeTemporaryAllocation(of: LossSums.self, capacity: count) { parts in
      parts.initialize(repeating: LossSums())
      pool.run(count) { number, _ in parts[number] = self.sums(of: loss, group.block(number)) }
      var sums = LossSums()
      for part in parts { sums += part }
      if !group.gradient.isEmpty {
        let derivatives = (loss as? any OverlapLoss).map { $0.derivatives(of: sums, scale: scale) }
        pool.run(count) { number, _ in
          writeGradient(of: loss, derivatives: derivatives, sums: sums, group.block(number), scale: scale)
        }
      }
      return loss.value(of: sums)
    }
  }

  private func sums(of loss: any LossFunction, _ part: Part) -> LossSums {
    guard loss is any OverlapLoss else {
      var kept = MutableSpan(_unsafeElements: part.gradient)
      return loss.sums(
        over: 0..<part.logits.count, logits: Span(_unsafeElements: part.logits),
        target: Span(_unsafeElements: part.target), weights: Span(_unsafeElements: part.weights), keeping: &kept)
    }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { sums in
      sums.initialize(repeating: 0)
      guard let logits = part.logits.baseAddress, let target = part.target.baseAddress, let to = sums.baseAddress else {
        return LossSums()
      }
      kernels.overlap_sums(logits, target, part.weightsAddress, part.logits.count, part.gradientAddress, to)
      return LossSums(
        weighted: OverlapSums.places(
          overlap: sums[0], predicted: sums[1], predictedSquared: sums[2], target: sums[3], targetSquared: sums[4],
          weight: sums[5]),
        pixelCount: Double(part.logits.count), predicted: sums[6], target: sums[7])
    }
  }

  private func writeGradient(
    of loss: any LossFunction, derivatives: OverlapDerivatives?, sums: LossSums, _ part: Part, scale: Double
  ) {
    if let derivatives {
      guard let gradient = part.gradientAddress, let target = part.target.baseAddress else { return }
      kernels.overlap_gradient(
        gradient, target, part.weightsAddress, part.logits.count,
        FSOverlapDerivative(
          perTarget: derivatives.perTarget, perProbability: derivatives.perProbability, constant: derivatives.constant))
      return
    }
    var gradient = MutableSpan(_unsafeElements: part.gradient)
    loss.writeGradient(
      over: 0..<part.logits.count, sums: sums, target: Span(_unsafeElements: part.target),
      weights: Span(_unsafeElements: part.weights), scale: scale, gradient: &gradient)
  }
}
