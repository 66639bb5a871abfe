internal import CKernels

extension UNet {
  private static let blockFloats = 32_768

  /// Takes over all weights from a slab, of another network for instance.
  package func copyWeights(from slab: UnsafeBufferPointer<Float>) {
    precondition(slab.count == parameterCount)
    _ = parameters.update(fromContentsOf: slab)
    weightsChanged()
  }

  /// Takes the weights `origin + length * direction`. A look-ahead copy W' = W - alpha G of a network is this with its
  /// `parameters`, its `parameterGradients` and -alpha. Nothing is allocated.
  package func takeWeights(
    from origin: UnsafeBufferPointer<Float>, plus length: Float, times direction: UnsafeBufferPointer<Float>
  ) {
    precondition(origin.count == parameterCount && direction.count == parameterCount)
    guard let from = origin.baseAddress, let along = direction.baseAddress, let to = parameters.baseAddress else {
      return
    }
    pool.run(parameterCount.dividedRoundingUp(by: Self.blockFloats)) { item, _ in
      let start = item * Self.blockFloats
      kernels.step(to + start, from + start, along + start, min(Self.blockFloats, parameterCount - start), length)
    }
    weightsChanged()
  }
}
