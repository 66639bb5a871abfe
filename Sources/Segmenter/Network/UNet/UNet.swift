internal import CKernels

/// A U-Net, or a network of another ``NetworkKind``, laid out for slices of one size and batches up to one capacity.
package final class UNet {
  /// The shape of the network.
  package let architecture: UNetArchitecture
  /// Where each tensor lies in the slab of weights.
  package let layout: ParameterLayout
  /// Of a slice, in pixels.
  package let width: Int
  package let height: Int
  let network: Network
  let layers: SegmentationLayers

  /// - Parameters:
  ///   - width, height: in pixels, multiples of the architecture's `sliceMultiple`.
  ///   - capacity: images of the largest batch.
  ///   - trains: whether a backward pass will be asked for. Without it there is no memory for gradients: a teacher, or
  ///     prediction.
  ///   - hasTangents: whether tangent passes will be asked for. All values are then kept, so that tangent and backward
  ///     passes of one forward pass may follow each other in any order, any number of times.
  package init(
    _ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, trains: Bool, hasTangents: Bool = false,
    pool: WorkerPool, algorithm: ConvolutionAlgorithm? = nil, instructionSet: InstructionSet = .standard
  ) {
    precondition(width % architecture.sliceMultiple == 0 && height % architecture.sliceMultiple == 0)
    let layers = SegmentationLayers(architecture, width: width, height: height)
    self.architecture = architecture
    self.width = width
    self.height = height
    layout = ParameterLayout(layers.network)
    self.layers = layers
    network = Network(
      layers.network, capacity: capacity, trains: trains, hasTangents: hasTangents, pool: pool,
      algorithm: algorithm, instructionSet: instructionSet)
  }

  /// Bytes that such a network takes, known without building it.
  package static func memoryBytes(
    _ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, trains: Bool,
    hasTangents: Bool = false, workerCount: Int
  ) -> Int {
    Network.memoryBytes(
      SegmentationLayers(architecture, width: width, height: height).network, capacity: capacity, trains: trains,
      hasTangents: hasTangents, workerCount: workerCount)
  }

  var pool: WorkerPool { network.pool }
  var kernels: FSKernels { network.kernels }
  var instructionSet: InstructionSet { network.instructionSet }
  /// Images of the largest batch.
  package var capacity: Int { network.capacity }
  /// Whether it has a backward pass.
  package var trains: Bool { network.trains }
  /// Scalars of all weights.
  package var parameterCount: Int { layout.scalarCount }
  /// Slices of an image: 1, or those of a block.
  package var slicesPerImage: Int { architecture.slicesPerImage }
  /// Pixels of a slice.
  package var pixelsPerSlice: Int { width * height }
  /// Pixels of an image, in all of its slices.
  package var pixelsPerImage: Int { slicesPerImage * pixelsPerSlice }

  /// For measurements.
  package var layerObserver: Network.LayerObserver? {
    get { network.layerObserver }
    set { network.layerObserver = newValue }
  }

  /// The slab of weights. Call `weightsChanged()` after writing.
  package var parameters: UnsafeMutableBufferPointer<Float> { network.parameters }

  /// The slab of gradients of a training network, in the order of the weights.
  package var parameterGradients: UnsafeMutableBufferPointer<Float> { network.parameterGradients }

  /// Where one image goes: [slice][row][column][channel]. It stays there until another is put there.
  package func input(image number: Int) -> UnsafeMutableBufferPointer<Float> {
    network.input(layers.image, image: number)
  }

  /// Logits of the last forward pass, image after image.
  package var logits: UnsafeMutableBufferPointer<Float> { network.values(layers.logits) }

  /// Where the loss writes its gradient with respect to the logits.
  package var logitGradients: UnsafeMutableBufferPointer<Float> { network.gradients(layers.logits) }

  /// Takes over weights of the same shape of network.
  package func load(_ weights: UNetWeights) {
    precondition(weights.architecture.sharesWeights(with: architecture))
    _ = parameters.update(fromContentsOf: weights.scalars)
    weightsChanged()
  }

  /// Has the next forward pass read the weights anew.
  package func weightsChanged() { network.weightsChanged() }

  /// What forward passes draw: which units are dropped, where the architecture has dropout, and latent numbers. Backward and tangent passes are those of the
  /// forward pass before them, so leave it alone in between.
  package var dropout: RandomDraw {
    get { network.draw }
    set { network.draw = newValue }
  }

  /// Logits of the first `imageCount` inputs.
  package func forward(imageCount: Int) { network.forward(imageCount: imageCount) }

  /// The gradients of all weights, from the logits' gradient of the same batch.
  package func backward() { network.backward() }

  /// The derivative of every logit of the last forward pass along a direction of the parameters (`Network.tangent`).
  /// - Parameter direction: one number a parameter, in the order of `parameters`.
  /// - Returns: image after image, as `logits`; valid until the next tangent pass.
  @discardableResult
  package func tangent(along direction: UnsafeBufferPointer<Float>) -> UnsafeMutableBufferPointer<Float> {
    network.tangent(along: direction)[0]
  }
}
