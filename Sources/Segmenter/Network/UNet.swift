internal import CKernels

/// A U-Net laid out for slices of one size and batches up to one capacity: layers, memory, threads.
///
/// All memory is planned and allocated here; nothing is allocated in a pass.
package final class UNet {
  package let architecture: UNetArchitecture
  package let layout: ParameterLayout
  package let width: Int
  package let height: Int
  /// Images of the largest batch.
  package let capacity: Int
  package let trains: Bool

  private let layers: [NamedLayer]
  private let image: FeatureMap
  private let logitMap: FeatureMap
  private let workspace: Workspace

  /// - Parameters:
  ///   - width, height: multiples of the architecture's `sliceMultiple`.
  ///   - trains: whether a backward pass will be asked for.
  package init(
    _ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, trains: Bool, pool: WorkerPool,
    algorithm: ConvolutionAlgorithm? = nil, instructionSet: InstructionSet = .best
  ) {
    precondition(width % architecture.sliceMultiple == 0 && height % architecture.sliceMultiple == 0)
    let plan = UNetPlan(
      architecture, width: width, height: height, capacity: capacity, trains: trains, workerCount: pool.workerCount,
      algorithm: algorithm ?? .standard(for: instructionSet))
    self.architecture = architecture
    self.width = width
    self.height = height
    self.capacity = capacity
    self.trains = trains
    layout = plan.layout
    layers = plan.layers
    image = plan.image
    logitMap = plan.logits
    workspace = Workspace(
      arena: Arena(plan.planner.arena), pool: pool, kernels: instructionSet.kernels, valueSlots: plan.valueSlots,
      gradientSlots: plan.gradientSlots, parameterSlot: plan.parameterSlot,
      parameterGradientSlot: plan.parameterGradientSlot)
  }

  /// Bytes that such a network takes, known without building it.
  package static func memoryBytes(
    _ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, trains: Bool, workerCount: Int
  ) -> Int {
    UNetPlan(
      architecture, width: width, height: height, capacity: capacity, trains: trains, workerCount: workerCount,
      algorithm: .standard(for: .best)
    ).planner.arena.layout().floats * 4
  }

  var pool: WorkerPool { workspace.pool }
  var kernels: FSInstructionSet { workspace.kernels }
  package var parameterCount: Int { layout.scalarCount }
  package var pixelsPerImage: Int { width * height }

  /// The slab of weights. Call `weightsChanged()` after writing.
  package var parameters: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.parameters, count: parameterCount)
  }

  /// The slab of gradients of a training network, in the order of the weights.
  package var parameterGradients: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.parameterGradients, count: parameterCount)
  }

  /// Where one image goes: [row][column][channel].
  package func input(image number: Int) -> UnsafeMutableBufferPointer<Float> {
    precondition(number < capacity)
    return UnsafeMutableBufferPointer(
      start: workspace.values(image) + number * image.floatsPerImage, count: image.floatsPerImage)
  }

  /// Logits of the last forward pass, image after image.
  package var logits: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.values(logitMap), count: workspace.imageCount * pixelsPerImage)
  }

  /// Where the loss writes its gradient with respect to the logits.
  package var logitGradients: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.gradients(logitMap), count: workspace.imageCount * pixelsPerImage)
  }

  package func load(_ weights: UNetWeights) {
    precondition(weights.architecture == architecture)
    _ = parameters.update(fromContentsOf: weights.scalars)
    weightsChanged()
  }

  package func weightsChanged() { workspace.repacksWeights = true }

  /// Logits of the first `imageCount` inputs.
  /// - Parameter observe: called once a layer with its name and its pass, which it must call; for timing.
  package func forward(imageCount: Int, observe: (String, () -> Void) -> Void = { $1() }) {
    precondition(imageCount > 0 && imageCount <= capacity)
    workspace.imageCount = imageCount
    for layer in layers { observe(layer.name) { layer.layer.forward(workspace) } }
    // A training network has no room to keep packed weights from pass to pass.
    workspace.repacksWeights = trains
  }

  /// The gradients of all weights, from the logits' gradient of the same batch.
  package func backward(observe: (String, () -> Void) -> Void = { $1() }) {
    for layer in layers.reversed() { observe(layer.name) { layer.layer.backward(workspace) } }
  }
}
