internal import CKernels

/// A network that a `NetworkDescription` describes, laid out for batches up to one capacity: layers, memory, threads.
///
/// All memory is planned and allocated here; nothing is allocated in a pass.
package final class Network {
  /// Sees every layer's part of a pass, and has to perform it. `worker` is the one worker who does it, nil for the whole pool.
  package typealias LayerObserver = (_ layer: String, _ worker: Int?, _ pass: () -> Void) -> Void

  /// The layers as they were written down.
  package let description: NetworkDescription
  /// Images of the largest batch.
  package let capacity: Int
  /// Whether it has a backward pass.
  package let trains: Bool
  /// The instructions that its kernels use.
  package let instructionSet: InstructionSet
  /// For measurements.
  package var layerObserver: LayerObserver?
  /// Images of the last forward pass.
  package private(set) var imageCount = 0

  private let layers: [NamedLayer]
  private let runs: [LayerRun]
  /// Layers of the network; those of the tangent pass follow.
  private let layerCount: Int
  private let outputTangents: [FeatureMap]
  /// Set when the weights changed since the packed copies were made.
  private var repacksWeights = true
  private let workspace: Workspace

  /// - Parameters:
  ///   - trains: whether a backward pass will be asked for. Without it there is no memory for gradients.
  ///   - hasTangents: whether tangent passes will be asked for. All values are then kept, so that tangent and backward
  ///     passes of one forward pass may follow each other in any order, any number of times.
  package init(
    _ description: NetworkDescription, capacity: Int, trains: Bool, hasTangents: Bool = false, pool: WorkerPool,
    algorithm: ConvolutionAlgorithm? = nil, instructionSet: InstructionSet = .standard
  ) {
    let plan = NetworkPlan(
      description, capacity: capacity, trains: trains, hasTangents: hasTangents, workerCount: pool.workerCount,
      algorithm: algorithm ?? .standard(for: instructionSet))
    self.description = description
    self.capacity = capacity
    self.trains = trains
    self.instructionSet = instructionSet
    layers = plan.layers
    runs = plan.planner.runs
    layerCount = plan.planner.layerCount
    outputTangents = plan.outputTangents
    workspace = Workspace(
      arena: Arena(plan.planner.arena, worker: plan.planner.workerArena, workerCount: pool.workerCount), pool: pool,
      kernels: instructionSet.kernels, valuePlaces: plan.valuePlaces, gradientPlaces: plan.gradientPlaces,
      parameterSlot: plan.parameterSlot, parameterGradientSlot: plan.parameterGradientSlot)
  }

  /// Bytes that such a network takes, known without building it.
  static func memoryBytes(
    _ description: NetworkDescription, capacity: Int, trains: Bool, hasTangents: Bool = false, workerCount: Int
  ) -> Int {
    let planner = NetworkPlan(
      description, capacity: capacity, trains: trains, hasTangents: hasTangents, workerCount: workerCount,
      algorithm: .standard(for: InstructionSet.standard)
    ).planner
    return Arena.floats(planner.arena, worker: planner.workerArena, workerCount: workerCount) * 4
  }

  var pool: WorkerPool { workspace.pool }
  var kernels: FSKernels { workspace.kernels }

  // MARK: Numbers

  /// The slab of weights. Call `weightsChanged()` after writing.
  package var parameters: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.parameters, count: description.parameterCount)
  }

  /// The slab of gradients of a training network, in the order of the weights.
  package var parameterGradients: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.parameterGradients, count: description.parameterCount)
  }

  /// Has the next forward pass read the weights anew.
  package func weightsChanged() { repacksWeights = true }

  /// What passes draw: backward and tangent passes are those of the forward pass before them, so leave it alone in
  /// between.
  package var draw: RandomDraw {
    get { workspace.draw }
    set { workspace.draw = newValue }
  }

  /// Where one image of an input goes, [row][column][channel]; it stays there until another is put there.
  package func input(_ map: FeatureMap, image: Int) -> UnsafeMutableBufferPointer<Float> {
    precondition(image < capacity)
    return UnsafeMutableBufferPointer(start: workspace.values(map, image: image), count: map.floatsPerImage)
  }

  /// The values of an input or output for the images of the last forward pass, image after image.
  package func values(_ map: FeatureMap) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.values(map), count: imageCount * map.floatsPerImage)
  }

  /// Where the gradient with respect to an output goes before a backward pass, and that of an input is found after it.
  package func gradients(_ map: FeatureMap) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: workspace.gradients(map), count: imageCount * map.floatsPerImage)
  }

  // MARK: Passes

  /// The outputs for the first `imageCount` images of the inputs.
  package func forward(imageCount: Int) {
    precondition(imageCount > 0 && imageCount <= capacity)
    self.imageCount = imageCount
    for run in runs where !isTangent(run) && hasPart(run) {
      if repacksWeights {
        for layer in run.layers { observed(layer) { layers[layer].layer.prepareForward(workspace) } }
      }
      perform(run, run.layers) { $0.forward($1) }
    }
    // A training network has no room to keep packed weights from pass to pass.
    repacksWeights = trains
  }

  /// The gradients of all weights, from the gradients of the outputs of the same batch.
  package func backward() {
    precondition(
      draw != .off || !runs.contains(where: \.isForTraining),
      "layers for training alone had no part in the forward pass")
    for run in runs.reversed() where !isTangent(run) {
      for layer in run.layers { observed(layer) { layers[layer].layer.prepareBackward(workspace) } }
      perform(run, run.layers.reversed()) { $0.backward($1) }
      let batch = batch(run)
      for layer in run.layers { observed(layer) { layers[layer].layer.finishBackward(batch) } }
    }
  }

  /// The derivative of every number of the outputs of the last forward pass along a direction of the parameters
  /// (forward-mode differentiation; Baydin et al., JMLR 2018): z' = d/de z(w + e direction) at e = 0.
  ///
  /// A ReLU at 0 has the derivative 0, and among equal maxima the first counts, as in `backward`. Costs about two forward
  /// passes; the weights and draws must be those of the forward pass.
  /// - Parameter direction: one number a parameter, in the order of `parameters`.
  /// - Returns: one buffer an output, image after image; valid until the next tangent pass.
  @discardableResult
  package func tangent(along direction: UnsafeBufferPointer<Float>) -> [UnsafeMutableBufferPointer<Float>] {
    precondition(direction.count == description.parameterCount)
    precondition(!outputTangents.isEmpty, "the network was planned without tangent passes")
    workspace.direction = direction.baseAddress
    defer { workspace.direction = nil }
    for run in runs where isTangent(run) {
      for layer in run.layers { observed(layer) { layers[layer].layer.prepareForward(workspace) } }
      perform(run, run.layers) { $0.forward($1) }
    }
    return outputTangents.map { values($0) }
  }

  private func hasPart(_ run: LayerRun) -> Bool { !run.isForTraining || (trains && draw != .off) }

  private func isTangent(_ run: LayerRun) -> Bool { run.layers.lowerBound >= layerCount }

  private func runsByImage(_ run: LayerRun) -> Bool { run.isByImage && imageCount > 1 }

  private func batch(_ run: LayerRun) -> BatchPart {
    BatchPart(
      workspace: workspace, images: 0..<imageCount, worker: nil,
      sumCount: runsByImage(run) ? imageCount : reductionParts, sumsByImage: runsByImage(run))
  }

  private func perform(_ run: LayerRun, _ order: some Sequence<Int>, _ pass: (any Layer, BatchPart) -> Void) {
    guard runsByImage(run) else {
      for layer in order { observed(layer) { pass(layers[layer].layer, batch(run)) } }
      return
    }
    pool.run(imageCount) { image, worker in
      let part = BatchPart(
        workspace: workspace, images: image..<image + 1, worker: worker, sumCount: imageCount, sumsByImage: true)
      for layer in order { observed(layer, worker: worker) { pass(layers[layer].layer, part) } }
    }
  }

  private func observed(_ layer: Int, worker: Int? = nil, _ pass: () -> Void) {
    if let layerObserver { layerObserver(layers[layer].name, worker, pass) } else { pass() }
  }
}
