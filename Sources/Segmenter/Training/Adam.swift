internal import CKernels
internal import Foundation

/// Changes a slab of weights along a slab of gradients; keeps its own moments.
package protocol Optimizer {
  /// One step. `scale` multiplies every gradient first (gradient clipping).
  mutating func step(
    _ weights: UnsafeMutableBufferPointer<Float>, along gradients: UnsafeMutableBufferPointer<Float>, scale: Float,
    pool: WorkerPool, instructionSet: InstructionSet)
}

/// Adam (Kingma and Ba, ICLR 2015) with bias correction, as `torch.optim.Adam`:
///
///     m = b1 m + (1 - b1) g,   v = b2 v + (1 - b2) g^2
///     w -= rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)
package struct Adam: Optimizer, Sendable {
  package var learningRate: Double
  package var beta1 = 0.9
  package var beta2 = 0.999
  package var epsilon = 1e-8
  /// Steps done.
  package internal(set) var stepCount = 0
  package internal(set) var firstMoments: [Float]
  package internal(set) var secondMoments: [Float]

  package init(parameterCount: Int, learningRate: Double = 1e-3) {
    self.learningRate = learningRate
    firstMoments = [Float](repeating: 0, count: parameterCount)
    secondMoments = [Float](repeating: 0, count: parameterCount)
  }

  private static let stretchFloats = 16_384

  package mutating func step(
    _ weights: UnsafeMutableBufferPointer<Float>, along gradients: UnsafeMutableBufferPointer<Float>, scale: Float,
    pool: WorkerPool, instructionSet: InstructionSet
  ) {
    precondition(weights.count == firstMoments.count && gradients.count == weights.count)
    guard let w = weights.baseAddress, let g = gradients.baseAddress else { return }
    stepCount += 1
    let stepSize = Float(learningRate / (1 - pow(beta1, Double(stepCount))))
    let inverseRoot = Float(1 / (1 - pow(beta2, Double(stepCount))).squareRoot())
    let (b1, b2, eps) = (Float(beta1), Float(beta2), Float(epsilon))
    let count = weights.count
    firstMoments.withUnsafeMutableBufferPointer { first in
      secondMoments.withUnsafeMutableBufferPointer { second in
        guard let m = first.baseAddress, let v = second.baseAddress else { return }
        pool.run(count.dividedRoundingUp(by: Self.stretchFloats)) { item, _ in
          let start = item * Self.stretchFloats
          fs_adam(
            instructionSet.kernels, w + start, g + start, m + start, v + start, min(Self.stretchFloats, count - start),
            scale, b1, b2, stepSize, inverseRoot, eps)
        }
      }
    }
  }
}

/// The L2 norm of a slab, in double precision, with the same bits for any number of threads.
func euclideanNorm(
  _ values: UnsafeMutableBufferPointer<Float>, pool: WorkerPool, instructionSet: InstructionSet
) -> Double {
  guard let base = values.baseAddress else { return 0 }
  let stretchFloats = 65_536
  let items = values.count.dividedRoundingUp(by: stretchFloats)
  let sums = [Double](unsafeUninitializedCapacity: items) { buffer, initialised in
    guard let sums = buffer.baseAddress else { return }
    pool.run(items) { item, _ in
      let start = item * stretchFloats
      sums[item] = fs_square_sum(instructionSet.kernels, base + start, min(stretchFloats, values.count - start))
    }
    initialised = items
  }
  return sums.reduce(0, +).squareRoot()
}
