internal import CKernels

/// Winograd's F(4x4, 3x3) for a deep layer with few tiles, whose transformed weights are larger than all else: four times
/// the weights, each read for a handful of tiles. They never exist as a whole. One panel of channels after the other, a
/// worker transforms the weights, multiplies all tiles with them and goes on; what it needs of them stays in its cache.
///
/// The sums are those of `WinogradConvolution`, in the same order, so the bits are too.
struct WinogradByPanels: ConvolutionKernel {
  private let domain: WinogradDomain
  private let bias: ArenaSlot
  /// The transformed sources.
  private let sources: ArenaSlot
  /// A panel's weights, and its products.
  private let panelScratch: WorkerSlot
  /// The transformed sources, and the transformed gradient of the output.
  private let sides: ArenaSlot?
  private let backwardPanelScratch: WorkerSlot?
  private let biasSums: ArenaSlot?

  private var geometry: ConvolutionGeometry { domain.geometry }

  /// Whether each weight is used once in a pass, so that nothing is gained by keeping its transform. Without training the
  /// transforms are kept from pass to pass; to make them anew is no faster. It follows from sizes alone, never from a timing.
  static func suits(_ geometry: ConvolutionGeometry, layer: Int, planner: NetworkPlanner) -> Bool {
    planner.trains && planner.runsByBatch(layer) && !WinogradConvolution.worksInBlocks(geometry)
      && WinogradConvolution.phases(geometry, capacity: planner.capacity) == 1
  }

  init(_ geometry: ConvolutionGeometry, layer: Int, planner: inout NetworkPlanner) {
    domain = WinogradDomain(geometry)
    let tiles = domain.tilesPerSlice * planner.capacity
    let (inputs, outputs) = (domain.inputs, domain.outputs)
    let productFloats = WinogradDomain.floats(tiles * panelWidth)
    bias = planner.packedWeights(outputs, layer: layer)
    sources = planner.forwardScratch(WinogradDomain.floats(tiles * inputs), layer: layer)
    panelScratch = planner.forwardWorkerScratch(
      WinogradDomain.floats(inputs * panelWidth) + productFloats, layer: layer)
    sides = planner.backwardScratch(
      WinogradDomain.floats(tiles * inputs) + WinogradDomain.floats(tiles * outputs), layer: layer)
    backwardPanelScratch = planner.backwardWorkerScratch(
      WinogradDomain.floats(outputs * panelWidth) + productFloats, layer: layer)
    biasSums = planner.backwardScratch(
      tiles.dividedRoundingUp(by: WinogradDomain.transformTiles) * outputs, layer: layer)
  }

  private func tileCount(_ part: BatchPart) -> Int { part.imageCount * domain.tilesPerSlice }

  // MARK: Forward

  func prepareForward(_ workspace: Workspace) { domain.writeBias(workspace, to: bias) }

  func forward(_ part: BatchPart) {
    let tiles = tileCount(part)
    let side = WinogradSide(base: part.pointer(sources), channels: domain.inputs, tiles: tiles)
    WinogradDomain.forEachBlock(part, 0..<tiles) { domain.transformSources(part, $0, into: side, at: $0.lowerBound) }
    let output = geometry.output
    let hasPadding = geometry.sources.contains { $0.channels != $0.paddedChannels }
    part.run(domain.outputs.panels) { panel, worker in
      let weights = WinogradWeights(
        base: part.pointer(panelScratch, worker: worker), rows: domain.inputs, columns: panelWidth)
      // Rows of padding channels must be zero; the place was used for other things before.
      if hasPadding { weights.base.update(repeating: 0, count: weights.floats) }
      for term in geometry.terms {
        part.kernels.winograd_weights(
          part.workspace.parameters(geometry.weight, in: term.slab) + panel * panelWidth * geometry.inputs * 9,
          FSWeightShape(
            outputs: geometry.outputs - panel * panelWidth, inputs: geometry.inputs, firstInput: term.firstInput,
            inputCount: term.map.channels), weights.transformed(), term.firstRow, 0)
      }
      let first = panel * panelWidth
      multiply(
        part, side, weights, to: domain.tiled(output, at: part.values(output) + first),
        FSEpilogue(bias: part.pointer(bias) + first, accumulate: false, rectify: output.isRectified),
        gate: geometry.gate.map { part.values($0) + first })
    }
  }

  /// All tiles times the weights of one panel, transformed back.
  private func multiply(
    _ part: BatchPart, _ side: WinogradSide, _ weights: WinogradWeights, to target: FSTiledMap,
    _ epilogue: FSEpilogue, gate: UnsafeMutablePointer<Float>?
  ) {
    let products = WinogradSide(base: weights.base + weights.floats, channels: panelWidth, tiles: side.tiles)
    part.kernels.product(side.matrix(), weights.matrix(), products.matrix(), WinogradDomain.positions, FSEpilogue())
    part.kernels.winograd_output(products.block(0..<side.tiles, at: 0, channels: panelWidth), target, epilogue, gate)
  }

  // MARK: Backward

  func prepareBackward(_ workspace: Workspace) {}

  func backward(_ part: BatchPart) {
    let tiles = tileCount(part)
    let sources = WinogradSide(base: part.pointer(sides), channels: domain.inputs, tiles: tiles)
    let gradient = WinogradSide(base: sources.base + sources.floats, channels: domain.outputs, tiles: tiles)
    let panels = domain.sourcePanels
    writeWeightGradients(part, panels, sources, gradient)
    guard geometry.needsSourceGradients else { return }
    WinogradDomain.forEachBlock(part, 0..<tiles) {
      domain.transformOutputGradient(part, $0, into: gradient, at: $0.lowerBound)
    }
    part.run(panels.count) { number, worker in
      writeSourceGradient(part, panels[number], gradient, scratch: part.pointer(backwardPanelScratch, worker: worker))
    }
  }

  private func writeWeightGradients(
    _ part: BatchPart, _ panels: [WinogradDomain.SourcePanel], _ sources: WinogradSide, _ gradient: WinogradSide
  ) {
    let biasSums = part.pointer(biasSums)
    WinogradDomain.forEachBlock(part, 0..<sources.tiles) { some in
      let bias = biasSums + some.lowerBound / WinogradDomain.transformTiles * domain.outputs
      bias.update(repeating: 0, count: domain.outputs)
      domain.transformSources(part, some, into: sources, at: some.lowerBound)
      domain.expandOutputGradient(part, some, into: gradient, at: some.lowerBound, bias: bias)
    }
    let weightGradient = part.workspace.gradients(geometry.weight)
    part.run(panels.count) { number, worker in
      let panel = panels[number]
      let sums = WinogradWeights(
        base: part.pointer(backwardPanelScratch, worker: worker), rows: panelWidth, columns: domain.outputs)
      part.kernels.product_transposed(
        sources.matrix(panel: panel.number), gradient.matrix(), sums.sums(), WinogradDomain.positions, false)
      part.kernels.winograd_weight_gradient(
        sums.transformed(), 0, weightGradient, domain.weightShape(firstInput: panel.firstInput, count: panel.count))
    }
  }

  private func writeSourceGradient(
    _ part: BatchPart, _ panel: WinogradDomain.SourcePanel, _ gradient: WinogradSide,
    scratch: UnsafeMutablePointer<Float>
  ) {
    guard let write = panel.gradientWrite else { return }
    let weights = WinogradWeights(base: scratch, rows: domain.outputs, columns: panelWidth)
    if geometry.outputs != domain.outputs { weights.base.update(repeating: 0, count: weights.floats) }
    part.kernels.winograd_weights_transposed(
      part.workspace.parameters(geometry.weight),
      domain.weightShape(firstInput: panel.firstInput, count: panel.count), weights.transformed(), 0)
    multiply(
      part, gradient, weights, to: domain.tiled(panel.map, at: part.gradients(panel.map) + panel.first),
      FSEpilogue(bias: nil, accumulate: write.accumulates, rectify: false),
      gate: write.gates ? part.values(panel.map) + panel.first : nil)
  }

  func finishBackward(_ batch: BatchPart) {
    domain.writeBiasGradient(
      batch.workspace, batch.pointer(biasSums),
      count: tileCount(batch).dividedRoundingUp(by: WinogradDomain.transformTiles))
  }
}
