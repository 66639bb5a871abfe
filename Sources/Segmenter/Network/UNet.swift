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
  private let runs: [LayerRun]
  /// Layers of the network; those of the tangent pass follow.
  private let layerCount: Int
  private var imageCount = 0
  /// Set when the weights changed since the packed copies were made.
  private var repacksWeights = true
  private let image: FeatureMap
  private let logitMap: FeatureMap
  private let logitTangentMap: FeatureMap?
  private let workspace: Workspace

  /// - Parameters:
  ///   - width, height: multiples of the architecture's `sliceMultiple`.
  ///   - trains: whether a backward pass will be asked for. Without it there is no memory for gradients: a teacher, or
  ///     prediction.
  ///   - hasTangents: whether tangent passes will be asked for. All values are then kept, so that tangent and backward
  ///     passes of one forward pass may follow each other in any order, any number of times.
  package init(
    _ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, trains: Bool, hasTangents: Bool = false,
    pool: WorkerPool, algorithm: ConvolutionAlgorithm? = nil, instructionSet: InstructionSet = .standard
  ) {
    precondition(width % architecture.sliceMultiple == 0 && height % architecture.sliceMultiple == 0)
    let plan = UNetPlan(
      architecture, width: width, height: height, capacity: capacity, trains: trains, hasTangents: hasTangents,
      workerCount: pool.workerCount, algorithm: algorithm ?? .standard(for: instructionSet))
    self.architecture = architecture
    self.width = width
    self.height = height
    self.capacity = capacity
    self.trains = trains
    layout = plan.layout
    layers = plan.layers
    runs = plan.planner.runs
    layerCount = plan.planner.layerCount
    image = plan.image
    logitMap = plan.logits
    logitTangentMap = plan.logitTangents
    workspace = Workspace(
      arena: Arena(plan.planner.arena, worker: plan.planner.workerArena, workerCount: pool.workerCount), pool: pool,
      kernels: instructionSet.kernels, valuePlaces: plan.valuePlaces, gradientPlaces: plan.gradientPlaces,
      parameterSlot: plan.parameterSlot, parameterGradientSlot: plan.parameterGradientSlot)
  }

  /// Bytes that such a network takes, known without building it.
  package static func memoryBytes(
    _ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, trains: Bool,
    hasTangents: Bool = false, workerCount: Int
  ) -> Int {
    let planner = UNetPlan(
      architecture, width: width, height: height, capacity: capacity, trains: trains, hasTangents: hasTangents,
      workerCount: workerCount, algorithm: .standard(for: InstructionSet.standard)
    ).planner
    return Arena.floats(planner.arena, worker: planner.workerArena, workerCount: workerCount) * 4
  }

  var pool: WorkerPool { workspace.pool }
  var kernels: FSKernels { workspace.kernels }
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

  /// Where one image goes: [row][column][channel]. It stays there until another is put there.
  package func input(image number: Int) -> UnsafeMutableBufferPointer<Float> {
    precondition(number < capacity)
    return UnsafeMutableBufferPointer(
      start: workspace.values(image, image: number), count: image.floatsPerImage)
  }

  /// Logits of the last forward pass, image after image.
  package var logits: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.values(logitMap), count: imageCount * pixelsPerImage)
  }

  /// Where the loss writes its gradient with respect to the logits.
  package var logitGradients: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.gradients(logitMap), count: imageCount * pixelsPerImage)
  }

  package func load(_ weights: UNetWeights) {
    precondition(weights.architecture.sharesWeights(with: architecture))
    _ = parameters.update(fromContentsOf: weights.scalars)
    weightsChanged()
  }

  package func weightsChanged() { repacksWeights = true }

  /// Which units forward passes drop, where the architecture has dropout. Backward and tangent passes are those of the
  /// forward pass before them, so leave it alone in between.
  package var dropout: RandomDraw {
    get { workspace.dropout }
    set { workspace.dropout = newValue }
  }

  /// Logits of the first `imageCount` inputs.
  /// - Parameter timing: collects the seconds of every layer.
  package func forward(imageCount: Int, timing: LayerTiming? = nil) {
    precondition(imageCount > 0 && imageCount <= capacity)
    self.imageCount = imageCount
    for run in runs where !isTangent(run) {
      if repacksWeights {
        for layer in run.layers { timed(timing, layer) { layers[layer].layer.prepareForward(workspace) } }
      }
      perform(run, run.layers, timing) { $0.forward($1) }
    }
    // A training network has no room to keep packed weights from pass to pass.
    repacksWeights = trains
  }

  /// The gradients of all weights, from the logits' gradient of the same batch.
  package func backward(timing: LayerTiming? = nil) {
    for run in runs.reversed() where !isTangent(run) {
      for layer in run.layers { timed(timing, layer) { layers[layer].layer.prepareBackward(workspace) } }
      perform(run, run.layers.reversed(), timing) { $0.backward($1) }
      let batch = batch(run)
      for layer in run.layers { timed(timing, layer) { layers[layer].layer.finishBackward(batch) } }
    }
  }

  /// The derivative of every logit of the last forward pass along a direction of the parameters (forward-mode
  /// differentiation; Baydin et al., JMLR 2018): z' = d/de z(w + e direction) at e = 0.
  ///
  /// A ReLU at 0 has the derivative 0, and among equal maxima the first counts, as in `backward`. Costs about two forward
  /// passes; the weights and dropout must be those of the forward pass.
  /// - Parameter direction: one number a parameter, in the order of `parameters`.
  /// - Returns: image after image, as `logits`; valid until the next tangent pass.
  @discardableResult
  package func tangent(
    along direction: UnsafeBufferPointer<Float>, timing: LayerTiming? = nil
  ) -> UnsafeMutableBufferPointer<Float> {
    precondition(direction.count == parameterCount)
    guard let map = logitTangentMap else { preconditionFailure("the network was planned without tangent passes") }
    workspace.direction = direction.baseAddress
    defer { workspace.direction = nil }
    for run in runs where isTangent(run) {
      for layer in run.layers { timed(timing, layer) { layers[layer].layer.prepareForward(workspace) } }
      perform(run, run.layers, timing) { $0.forward($1) }
    }
    return UnsafeMutableBufferPointer(start: workspace.values(map), count: imageCount * pixelsPerImage)
  }

  private func isTangent(_ run: LayerRun) -> Bool { run.layers.lowerBound >= layerCount }

  private func runsByImage(_ run: LayerRun) -> Bool { run.isByImage && imageCount > 1 }

  private func batch(_ run: LayerRun) -> BatchPart {
    BatchPart(
      workspace: workspace, images: 0..<imageCount, worker: nil,
      sumCount: runsByImage(run) ? imageCount : reductionParts, sumsByImage: runsByImage(run))
  }

  private func perform(
    _ run: LayerRun, _ order: some Sequence<Int>, _ timing: LayerTiming?, _ pass: (any Layer, BatchPart) -> Void
  ) {
    guard runsByImage(run) else {
      for layer in order { timed(timing, layer) { pass(layers[layer].layer, batch(run)) } }
      return
    }
    pool.run(imageCount) { image, worker in
      let part = BatchPart(
        workspace: workspace, images: image..<image + 1, worker: worker, sumCount: imageCount, sumsByImage: true)
      for layer in order { timed(timing, layer, worker: worker) { pass(layers[layer].layer, part) } }
    }
  }

  private func timed(_ timing: LayerTiming?, _ layer: Int, worker: Int? = nil, _ body: () -> Void) {
    guard let timing else { return body() }
    timing.measure(layers[layer].name, worker: worker, workerCount: pool.workerCount, body)
  }
}
