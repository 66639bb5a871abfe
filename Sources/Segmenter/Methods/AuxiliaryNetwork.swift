/// A network that a method trains beside the one that segments, by an optimiser of its own.
package protocol AuxiliaryNetwork {
  /// The network itself.
  var network: Network { get }
}

extension AuxiliaryNetwork {
  /// The slab of weights. Call `weightsChanged()` after writing.
  package var parameters: UnsafeMutableBufferPointer<Float> { network.parameters }
  /// The slab of gradients.
  package var parameterGradients: UnsafeMutableBufferPointer<Float> { network.parameterGradients }
  /// Has the next pass read the weights anew.
  package func weightsChanged() { network.weightsChanged() }

  /// What the weights hold before training.
  func drawWeights(seed: UInt64, stream: String) {
    load(network.description.initialParameters(seed: seed, stream: stream))
  }

  /// Takes over weights in the order of `parameters`.
  func load(_ weights: [Float]) {
    _ = parameters.update(fromContentsOf: weights)
    weightsChanged()
  }
}
