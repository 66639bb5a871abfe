internal import CKernels

/// The L2 norm of a slab, in double precision, with the same bits for any number of threads.
package func euclideanNorm(
  _ values: UnsafeMutableBufferPointer<Float>, pool: WorkerPool, instructionSet: InstructionSet
) -> Double {
  guard let base = values.baseAddress else { return 0 }
  let kernels = instructionSet.kernels
  let blockFloats = 65_536
  let items = values.count.dividedRoundingUp(by: blockFloats)
  let sums = [Double](unsafeUninitializedCapacity: items) { buffer, initialised in
    guard let sums = buffer.baseAddress else { return }
    pool.run(items) { item, _ in
      let start = item * blockFloats
      sums[item] = kernels.square_sum(base + start, min(blockFloats, values.count - start))
    }
    initialised = items
  }
  return sums.reduce(0, +).squareRoot()
}

/// The factor that brings gradients of an L2 norm down to a limit, 1 where they are shorter; as
/// `torch.nn.utils.clip_grad_norm_` has it.
package func clippingFactor(norm: Double, limit: Double?) -> Float {
  guard let limit else { return 1 }
  return Float(min(1, limit / (norm + 1e-6)))
}
