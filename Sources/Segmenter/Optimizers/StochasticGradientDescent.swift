internal import CKernels

/// Stochastic gradient descent with momentum, as `torch.optim.SGD` without dampening; Nesterov's form looks one step
/// ahead (Sutskever et al., ICML 2013):
///
///     g += decay * w,   u = momentum * u + g
///     w -= rate * (Nesterov ? g + momentum * u : u)
package struct StochasticGradientDescent: Optimizer {
  package var learningRate: Double
  package var momentum: Double
  package var usesNesterov: Bool
  package var weightDecay: Double
  package var stepCount = 0
  package var moments: [OptimizerMoment]

  package init(
    parameterCount: Int, learningRate: Double = 1e-2, momentum: Double = 0.9, usesNesterov: Bool = false,
    weightDecay: Double = 0
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.usesNesterov = usesNesterov
    self.weightDecay = weightDecay
    moments = [OptimizerMoment("velocity", count: parameterCount)]
  }

  package mutating func step(
    _ weights: UnsafeMutableBufferPointer<Float>, along gradients: UnsafeMutableBufferPointer<Float>, scale: Float,
    pool: WorkerPool, instructionSet: InstructionSet
  ) {
    let count = weights.count
    precondition(gradients.count == count && moments.count == 1 && moments[0].scalars.count == count)
    guard let w = weights.baseAddress, let g = gradients.baseAddress else { return }
    stepCount += 1
    let kernels = instructionSet.kernels
    let step = FSDescentStep(
      scale: scale, decay: Float(weightDecay), momentum: Float(momentum), rate: Float(learningRate),
      nesterov: usesNesterov)
    moments[0].scalars.withUnsafeMutableBufferPointer { velocity in
      guard let u = velocity.baseAddress else { return }
      pool.run(count.dividedRoundingUp(by: optimizerBlockFloats)) { item, _ in
        let start = item * optimizerBlockFloats
        kernels.descend(w + start, g + start, u + start, min(optimizerBlockFloats, count - start), step)
      }
    }
  }
}
