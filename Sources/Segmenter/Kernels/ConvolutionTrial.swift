/// One 3x3 convolution with ReLU by itself, forward and backward: for checking and timing an algorithm apart from a network.
///
/// All arrays are [image][row][column][channel] without padding.
package final class ConvolutionTrial {
  package struct Result {
    package var output: [Float]
    package var weightGradient: [Float]
    package var biasGradient: [Float]
    /// One a source.
    package var sourceGradients: [[Float]]
  }

  private let kernel: any ConvolutionKernel
  private let workspace: Workspace
  private let geometry: ConvolutionGeometry
  private let imageCount: Int

  package init(
    sourceChannels: [Int], outputChannels: Int, width: Int, height: Int, imageCount: Int, pool: WorkerPool,
    algorithm: ConvolutionAlgorithm, instructionSet: InstructionSet = .best
  ) {
    var planner = NetworkPlanner(
      layerCount: 1, runs: [LayerRun(layers: 0..<1, isByImage: false)], trains: true,
      hasTangents: false, capacity: imageCount,
      workerCount: pool.workerCount)
    var ledger = MapLedger()
    func map(_ channels: Int, isRectified: Bool) -> FeatureMap {
      ledger.make(
        by: 0, height: height, width: width, channels: channels, paddedChannels: channels.paddedToPanel,
        isRectified: isRectified)
    }
    let sources = sourceChannels.map { map($0, isRectified: false) }
    let output = map(outputChannels, isRectified: true)
    let inputs = sourceChannels.reduce(0, +)
    let weight = ParameterBlock(name: "weight", shape: [outputChannels, inputs, 3, 3], offset: 0)
    let bias = ParameterBlock(name: "bias", shape: [outputChannels], offset: weight.count)
    geometry = ConvolutionGeometry(
      sources: sources, output: output, weight: weight, bias: bias,
      gradientWrites: sources.map { _ in GradientWrite(accumulates: false, gates: false) })
    kernel =
      switch algorithm {
      case .winograd: WinogradConvolution(geometry, layer: 0, planner: &planner)
      case .patches: PatchConvolution(geometry, products: .own, layer: 0, planner: &planner)
      case .openBLAS: PatchConvolution(geometry, products: .openBLAS, layer: 0, planner: &planner)
      }
    func reserve(_ map: FeatureMap) -> MapPlace? {
      .image(planner.arena.reserve(floats: imageCount * map.floatsPerImage, during: planner.always))
    }
    let valuePlaces = ledger.maps.map(reserve)
    let gradientPlaces = ledger.maps.map(reserve)
    let parameterSlot = planner.arena.reserve(floats: weight.count + bias.count, during: planner.always)
    let gradientSlot = planner.arena.reserve(floats: weight.count + bias.count, during: planner.always)
    workspace = Workspace(
      arena: Arena(planner.arena, worker: planner.workerArena, workerCount: pool.workerCount), pool: pool,
      kernels: instructionSet.kernels, valuePlaces: valuePlaces,
      gradientPlaces: gradientPlaces, parameterSlot: parameterSlot, parameterGradientSlot: gradientSlot)
    self.imageCount = imageCount
  }

  /// - Parameter outputGradient: with respect to the output; pixels that the ReLU holds at zero are left out here.
  package func run(
    sources: [[Float]], weights: [Float], biases: [Float], outputGradient: [Float]
  ) -> Result {
    for (map, scalars) in zip(geometry.sources, sources) { scatter(scalars, map, to: workspace.values(map)) }
    workspace.parameters(geometry.weight).update(from: weights, count: weights.count)
    workspace.parameters(geometry.bias).update(from: biases, count: biases.count)
    forward()
    let output = gather(geometry.output, from: workspace.values(geometry.output))
    let gradient = zip(outputGradient, output).map { $1 > 0 ? $0 : 0 }
    scatter(gradient, geometry.output, to: workspace.gradients(geometry.output))
    backward()
    return Result(
      output: output,
      weightGradient: Array(UnsafeBufferPointer(start: workspace.gradients(geometry.weight), count: weights.count)),
      biasGradient: Array(UnsafeBufferPointer(start: workspace.gradients(geometry.bias), count: biases.count)),
      sourceGradients: geometry.sources.map { gather($0, from: workspace.gradients($0)) })
  }

  private var batch: BatchPart {
    BatchPart(workspace: workspace, images: 0..<imageCount, worker: nil, sumCount: reductionParts, sumsByImage: false)
  }

  private func forward() {
    kernel.prepareForward(workspace)
    kernel.forward(batch)
  }

  private func backward() {
    kernel.prepareBackward(workspace)
    kernel.backward(batch)
    kernel.finishBackward(batch)
  }

  private func scatter(_ scalars: [Float], _ map: FeatureMap, to place: UnsafeMutablePointer<Float>) {
    for pixel in 0..<imageCount * map.pixels {
      for channel in 0..<map.channels {
        place[pixel * map.paddedChannels + channel] = scalars[pixel * map.channels + channel]
      }
    }
  }

  private func gather(_ map: FeatureMap, from place: UnsafeMutablePointer<Float>) -> [Float] {
    (0..<imageCount * map.pixels * map.channels).map {
      place[$0 / map.channels * map.paddedChannels + $0 % map.channels]
    }
  }
}
