internal import CKernels
internal import Foundation

/// Adam (Kingma and Ba, ICLR 2015) with bias correction, as `torch.optim.Adam`; with a decoupled decay it is AdamW
/// (Loshchilov and Hutter, ICLR 2019), as `torch.optim.AdamW`:
///
///     Adam:   g += decay * w            AdamW:   w *= 1 - rate * decay
///     m = b1 m + (1 - b1) g,   v = b2 v + (1 - b2) g^2
///     w -= rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)
package struct Adam: Optimizer {
  package var learningRate: Double
  package var beta1 = 0.9
  package var beta2 = 0.999
  package var epsilon = 1e-8
  package var weightDecay = 0.0
  package var isDecayDecoupled = false
  package var stepCount = 0
  package var moments: [OptimizerMoment]

  package init(
    parameterCount: Int, learningRate: Double = 1e-3, weightDecay: Double = 0, isDecayDecoupled: Bool = false
  ) {
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.isDecayDecoupled = isDecayDecoupled
    moments = [OptimizerMoment("first", count: parameterCount), OptimizerMoment("second", count: parameterCount)]
  }

  package mutating func step(
    _ weights: UnsafeMutableBufferPointer<Float>, along gradients: UnsafeMutableBufferPointer<Float>, scale: Float,
    pool: WorkerPool, instructionSet: InstructionSet
  ) {
    let count = weights.count
    precondition(gradients.count == count && moments.count == 2 && moments.allSatisfy { $0.scalars.count == count })
    guard let w = weights.baseAddress, let g = gradients.baseAddress else { return }
    stepCount += 1
    let kernels = instructionSet.kernels
    let step = FSAdamStep(
      scale: scale, decay: isDecayDecoupled ? 0 : Float(weightDecay),
      shrink: isDecayDecoupled ? Float(1 - learningRate * weightDecay) : 1, beta1: Float(beta1), beta2: Float(beta2),
      stepSize: Float(learningRate / (1 - pow(beta1, Double(stepCount)))),
      inverseRoot: Float(1 / (1 - pow(beta2, Double(stepCount))).squareRoot()), epsilon: Float(epsilon))
    moments.withUnsafeMutableBufferPointer { moments in
      moments[0].scalars.withUnsafeMutableBufferPointer { first in
        guard let m = first.baseAddress else { return }
        moments[1].scalars.withUnsafeMutableBufferPointer { second in
          guard let v = second.baseAddress else { return }
          pool.run(count.dividedRoundingUp(by: optimizerBlockFloats)) { item, _ in
            let start = item * optimizerBlockFloats
            kernels.adam(
              w + start, g + start, m + start, v + start, min(optimizerBlockFloats, count - start), step)
          }
        }
      }
    }
  }
}
