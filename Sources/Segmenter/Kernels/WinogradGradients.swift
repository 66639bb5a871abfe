internal import CKernels

/// The backward pass: the gradient of the input is a convolution with turned weights, that of the weights a product of
/// transformed inputs and transformed output gradients, summed over tiles and transformed back.
extension WinogradConvolution {
  func prepareBackward(_ workspace: Workspace) {
    guard geometry.needsSourceGradients else { return }
    let packed = WinogradWeights(
      base: workspace.arena.pointer(packedTransposed), rows: domain.outputs, columns: domain.inputs)
    if geometry.outputs != domain.outputs { packed.base.update(repeating: 0, count: packed.floats) }
    let panels = domain.sourcePanels
    workspace.pool.run(panels.count) { number, _ in
      let panel = panels[number]
      workspace.kernels.winograd_weights_transposed(
        workspace.parameters(geometry.weight),
        domain.weightShape(firstInput: panel.firstInput, count: panel.count), packed.transformed(), panel.number)
    }
  }

  func backward(_ part: BatchPart) {
    if worksInBlocks {
      backwardInBlocks(part)
      return
    }
    sumWeightGradientsInPhases(part)
    guard geometry.needsSourceGradients else { return }
    convolve(
      part, scratch: (backwardScratch, nil), weights: part.pointer(packedTransposed), from: domain.outputs,
      to: domain.inputs
    ) { tiles, side, row in
      domain.transformOutputGradient(part, tiles, into: side, at: row)
    } inverse: { tiles, side, row in
      writeSourceGradients(part, tiles, from: side, at: row)
    }
  }

  /// A^T m A of the products, to each source that needs its gradient.
  private func writeSourceGradients(_ part: BatchPart, _ tiles: Range<Int>, from side: WinogradSide, at row: Int) {
    for ((map, _, firstRow), gradientWrite) in zip(geometry.placedSources, geometry.gradientWrites) {
      guard let gradientWrite else { continue }
      part.kernels.winograd_output(
        side.block(tiles, at: row, channel: firstRow, channels: map.paddedChannels),
        domain.tiled(map, at: part.gradients(map)),
        FSEpilogue(bias: nil, accumulate: gradientWrite.accumulates, rectify: false),
        gradientWrite.gates ? part.values(map) : nil)
    }
  }

  /// Both sides of the weights' gradient: transformed sources and output gradient; the bias' gradient falls out.
  private func transform(
    _ part: BatchPart, _ tiles: Range<Int>, _ left: WinogradSide, _ right: WinogradSide, at row: Int,
    bias: UnsafeMutablePointer<Float>
  ) {
    domain.transformSources(part, tiles, into: left, at: row)
    domain.expandOutputGradient(part, tiles, into: right, at: row, bias: bias)
  }

  /// The `number`-th sum of the weights' gradient over some of the tiles.
  private func sum(_ number: Int, at sums: UnsafeMutablePointer<Float>) -> WinogradWeights {
    WinogradWeights(base: sums + number * domain.weightFloats, rows: domain.inputs, columns: domain.outputs)
  }

  /// Weights and sources in one go, block by block: values and gradients of a block are read once.
  private func backwardInBlocks(_ part: BatchPart) {
    let (inputs, outputs) = (domain.inputs, domain.outputs)
    let sums = part.pointer(self.sums)
    let biasSums = part.pointer(self.biasSums)
    let turnedWeights = part.pointer(packedTransposed)
    part.runSums(domain.tilesPerSlice) { number, all, worker in
      let scratch = part.pointer(backwardBlockScratch, worker: worker)
      let bias = biasSums + number * outputs
      let sum = sum(number, at: sums)
      bias.update(repeating: 0, count: outputs)
      if all.isEmpty { sum.base.update(repeating: 0, count: sum.floats) }
      for first in stride(from: all.lowerBound, to: all.upperBound, by: blockTiles) {
        let tiles = first..<min(all.upperBound, first + blockTiles)
        let (left, right) = sides(scratch, from: inputs, to: outputs, tiles: tiles.count)
        transform(part, tiles, left, right, at: 0, bias: bias)
        part.kernels.product_transposed(
          left.matrix(), right.matrix(), sum.sums(), WinogradDomain.positions, first != all.lowerBound)
        guard geometry.needsSourceGradients else { continue }
        convolveBlock(part, tiles, scratch: scratch, weights: turnedWeights, from: outputs, to: inputs) {
          domain.transformOutputGradient(part, $0, into: $1, at: $2)
        } inverse: {
          writeSourceGradients(part, $0, from: $1, at: $2)
        }
      }
    }
  }

  private func sumWeightGradientsInPhases(_ part: BatchPart) {
    let tiles = part.imageCount * domain.tilesPerSlice
    let biasSums = part.pointer(self.biasSums)
    let sum = sum(0, at: part.pointer(self.sums))
    let scratch = part.pointer(backwardScratch)
    for first in stride(from: 0, to: tiles, by: blockTiles) {
      let phase = first..<min(tiles, first + blockTiles)
      let (left, right) = sides(scratch, from: domain.inputs, to: domain.outputs, tiles: phase.count)
      WinogradDomain.forEachBlock(part, phase) { some in
        let bias = biasSums + some.lowerBound / WinogradDomain.transformTiles * domain.outputs
        bias.update(repeating: 0, count: domain.outputs)
        transform(part, some, left, right, at: some.lowerBound - first, bias: bias)
      }
      part.run(WinogradDomain.positions) { position, _ in
        part.kernels.product_transposed(
          left.matrix(at: position), right.matrix(at: position), sum.sums(at: position), 1, first > 0)
      }
    }
  }

  func finishBackward(_ batch: BatchPart) {
    let sumCount = worksInBlocks ? batch.sumCount : 1
    let tiles = batch.imageCount * domain.tilesPerSlice
    let sum = sum(0, at: batch.pointer(sums)).transformed(sumCount: sumCount, sumStride: domain.weightFloats)
    let weightGradient = batch.workspace.gradients(geometry.weight)
    let panels = domain.sourcePanels
    batch.workspace.pool.run(panels.count) { number, _ in
      let panel = panels[number]
      batch.kernels.winograd_weight_gradient(
        sum, panel.number * panelWidth, weightGradient,
        domain.weightShape(firstInput: panel.firstInput, count: panel.count))
    }
    domain.writeBiasGradient(
      batch.workspace, batch.pointer(biasSums),
      count: worksInBlocks ? sumCount : tiles.dividedRoundingUp(by: WinogradDomain.transformTiles))
  }
}
