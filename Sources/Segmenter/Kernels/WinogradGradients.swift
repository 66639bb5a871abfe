internal import CKernels

/// The backward pass: the gradient of the input is a convolution with turned weights, that of the weights a product of
/// transformed inputs and transformed output gradients, summed over tiles and transformed back.
extension WinogradConvolution {
  func prepareBackward(_ workspace: Workspace) {
    guard geometry.needsSourceGradients else { return }
    let packed = workspace.arena.pointer(packedTransposed)
    let weights = workspace.parameters(geometry.weight)
    if geometry.outputs != geometry.paddedOutputs {
      packed.update(repeating: 0, count: Self.positions * weightPositionStride)
    }
    for (map, firstInput, firstRow) in geometry.placedSources {
      workspace.pool.run(map.paddedChannels.panels) { panel, _ in
        let first = panel * panelWidth
        workspace.kernels.winograd_weights_transposed(
          weights, weightShape(firstInput: firstInput + first, count: min(panelWidth, map.channels - first)),
          transformed(packed, rows: geometry.paddedOutputs, columns: geometry.paddedInputs),
          firstRow / panelWidth + panel)
      }
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
      part, scratch: (backwardScratch, nil), weights: part.pointer(packedTransposed),
      from: geometry.paddedOutputs, to: geometry.paddedInputs
    ) { tiles, side, offset in
      transformOutputGradient(part, tiles, into: side, at: offset)
    } inverse: { tiles, side, offset in
      writeSourceGradients(part, tiles, from: side, at: offset)
    }
  }

  /// B^T g B of the output's gradient, for the gradient of the sources.
  private func transformOutputGradient(_ part: BatchPart, _ tiles: Range<Int>, into side: Side, at offset: Int) {
    part.kernels.winograd_input(
      tiled(geometry.output, at: part.gradients(geometry.output)),
      side.block(tiles, at: offset, channels: geometry.paddedOutputs))
  }

  /// A^T m A of the products, to each source that needs its gradient.
  private func writeSourceGradients(_ part: BatchPart, _ tiles: Range<Int>, from side: Side, at offset: Int) {
    for ((map, _, firstRow), gradientWrite) in zip(geometry.placedSources, geometry.gradientWrites) {
      guard let gradientWrite else { continue }
      part.kernels.winograd_output(
        side.block(tiles, at: offset, channel: firstRow, channels: map.paddedChannels),
        tiled(map, at: part.gradients(map)),
        FSEpilogue(bias: nil, accumulate: gradientWrite.accumulates, rectify: false),
        gradientWrite.gates ? part.values(map) : nil)
    }
  }

  /// Both sides of the weights' gradient: transformed sources and output gradient; the bias' gradient falls out.
  private func transform(
    _ part: BatchPart, _ tiles: Range<Int>, _ left: Side, _ right: Side, at offset: Int,
    bias: UnsafeMutablePointer<Float>
  ) {
    transformSources(part, tiles, into: left, at: offset)
    part.kernels.winograd_output_gradient(
      tiled(geometry.output, at: part.gradients(geometry.output)),
      right.block(tiles, at: offset, channels: geometry.paddedOutputs), bias)
  }

  /// Weights and sources in one go, block by block: values and gradients of a block are read once.
  private func backwardInBlocks(_ part: BatchPart) {
    let inputs = geometry.paddedInputs
    let outputs = geometry.paddedOutputs
    let sums = part.pointer(self.sums)
    let biasSums = part.pointer(self.biasSums)
    let sumFloats = Self.positions * weightPositionStride
    let turnedWeights = part.pointer(packedTransposed)
    part.runSums(tilesPerImage) { number, all, worker in
      let scratch = part.pointer(backwardBlockScratch, worker: worker)
      let bias = biasSums + number * outputs
      bias.update(repeating: 0, count: outputs)
      if all.isEmpty { (sums + number * sumFloats).update(repeating: 0, count: sumFloats) }
      for first in stride(from: all.lowerBound, to: all.upperBound, by: blockTiles) {
        let tiles = first..<min(all.upperBound, first + blockTiles)
        let left = Side(base: scratch, channels: inputs, tiles: tiles.count)
        let right = Side(base: left.base + left.floats, channels: outputs, tiles: tiles.count)
        transform(part, tiles, left, right, at: 0, bias: bias)
        part.kernels.product_transposed(
          left.matrix(), right.matrix(), sumMatrix(sums + number * sumFloats), Self.positions,
          first != all.lowerBound)
        guard geometry.needsSourceGradients else { continue }
        convolveBlock(part, tiles, scratch: scratch, weights: turnedWeights, from: outputs, to: inputs) {
          transformOutputGradient(part, $0, into: $1, at: $2)
        } inverse: {
          writeSourceGradients(part, $0, from: $1, at: $2)
        }
      }
    }
  }

  /// The sums of a position's gradient by padded input and padded output; those of the other positions follow.
  private func sumMatrix(_ sums: UnsafeMutablePointer<Float>) -> FSMatrix {
    FSMatrix(
      sums, rows: geometry.paddedInputs, columns: geometry.paddedOutputs, matrixStride: weightPositionStride)
  }

  private func sumWeightGradientsInPhases(_ part: BatchPart) {
    let tiles = part.imageCount * tilesPerImage
    let inputs = geometry.paddedInputs
    let outputs = geometry.paddedOutputs
    let biasSums = part.pointer(self.biasSums)
    let sums = part.pointer(self.sums)
    let scratch = part.pointer(backwardScratch)
    for first in stride(from: 0, to: tiles, by: blockTiles) {
      let phase = first..<min(tiles, first + blockTiles)
      let left = Side(base: scratch, channels: inputs, tiles: phase.count)
      let right = Side(base: left.base + left.floats, channels: outputs, tiles: phase.count)
      forEachBlock(part, phase) { some in
        let bias = biasSums + some.lowerBound / Self.transformTiles * outputs
        bias.update(repeating: 0, count: outputs)
        transform(part, some, left, right, at: some.lowerBound - first, bias: bias)
      }
      part.run(Self.positions) { position, _ in
        part.kernels.product_transposed(
          left.matrix(at: position), right.matrix(at: position), sumMatrix(sums + position * weightPositionStride), 1,
          first > 0)
      }
    }
  }

  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(self.sums)
    let biasSums = batch.pointer(self.biasSums)
    let sumCount = worksInBlocks ? batch.sumCount : 1
    let tiles = batch.imageCount * tilesPerImage
    let biasSumCount = worksInBlocks ? sumCount : tiles.dividedRoundingUp(by: Self.transformTiles)
    let outputs = geometry.paddedOutputs
    let weightGradient = batch.workspace.gradients(geometry.weight)
    for (map, firstInput, firstRow) in geometry.placedSources {
      batch.workspace.pool.run(map.channels.panels) { panel, _ in
        let first = panel * panelWidth
        batch.kernels.winograd_weight_gradient(
          transformed(sums, rows: geometry.paddedInputs, columns: outputs, sumCount: sumCount), firstRow + first,
          weightGradient, weightShape(firstInput: firstInput + first, count: min(panelWidth, map.channels - first)))
      }
    }
    let biasGradient = batch.workspace.gradients(geometry.bias)
    for output in 0..<geometry.outputs {
      var sum: Float = 0
      for part in 0..<biasSumCount { sum += biasSums[part * outputs + output] }
      biasGradient[output] = sum
    }
  }
}
