internal import CKernels

/// A 3x3 convolution by Winograd's F(4x4, 3x3) (Lavin and Gray, CVPR 2016): tiles of 4x4 outputs and their 6x6
/// surroundings are transformed, multiplied position by position (36 products over the channels), and transformed back.
///
/// Large, thin layers go block by block, so that a block of tiles stays in the cache from transform to transform. Small,
/// deep layers go phase by phase over the whole batch, so that their large weights are read once.
struct WinogradConvolution: ConvolutionKernel {
  private let geometry: ConvolutionGeometry
  private let tilesX: Int
  private let tilesPerImage: Int
  private let worksInBlocks: Bool
  private let blockTiles: Int
  private let workerFloats: Int
  private let packed: ArenaSlot
  private let bias: ArenaSlot
  private let packedTransposed: ArenaSlot?
  private let scratch: ArenaSlot
  private let backwardScratch: ArenaSlot?
  private let sums: ArenaSlot?
  private let biasSums: ArenaSlot?

  private static let positions = 36
  /// Tiles that one item of a transform works on when a layer goes phase by phase.
  private static let transformTiles = 12

  init(_ geometry: ConvolutionGeometry, layer: Int, planner: inout NetworkPlanner) {
    self.geometry = geometry
    let inputs = geometry.paddedInputs
    let outputs = geometry.paddedOutputs
    tilesX = geometry.width.dividedRoundingUp(by: 4)
    tilesPerImage = tilesX * geometry.height.dividedRoundingUp(by: 4)
    let tiles = tilesPerImage * planner.capacity
    worksInBlocks = inputs * outputs <= 128 * 64
    // Both transformed sides of a block stay within about 400 KB; whole rows of product tiles.
    let fitting = 480_000 / (Self.positions * 4 * (inputs + outputs))
    blockTiles = worksInBlocks ? max(28, fitting / 28 * 28) : tiles
    let blockFloats = Self.positions * (blockTiles * (inputs + outputs) + 2 * 16)
    workerFloats = blockFloats + 80
    let scratchFloats = worksInBlocks ? workerFloats * planner.workerCount : blockFloats
    packed = planner.packedWeights(Self.positions * (inputs * outputs + 16), layer: layer)
    bias = planner.packedWeights(outputs, layer: layer)
    scratch = planner.forwardScratch(scratchFloats, layer: layer)
    packedTransposed = planner.backwardScratch(Self.positions * (inputs * outputs + 16), layer: layer)
    backwardScratch = planner.backwardScratch(scratchFloats, layer: layer)
    let parts = worksInBlocks ? reductionParts : 1
    sums = planner.backwardScratch(parts * Self.positions * (inputs * outputs + 16), layer: layer)
    let biasParts = worksInBlocks ? reductionParts : tiles.dividedRoundingUp(by: Self.transformTiles)
    biasSums = planner.backwardScratch(biasParts * outputs, layer: layer)
  }

  private func plane(_ map: FeatureMap) -> FSPlane {
    FSPlane(
      imageStride: map.floatsPerImage, pixelStride: map.paddedChannels, height: Int32(map.height),
      width: Int32(map.width), tilesX: Int32(tilesX), tilesPerImage: Int32(tilesPerImage))
  }

  /// The transformed side of a block: `channels` wide, `tiles` long.
  private struct Side {
    let base: UnsafeMutablePointer<Float>
    let channels: Int
    let tiles: Int
    var panelStride: Int { tiles * 16 }
    /// One cache line more than the panels need, so that the 36 positions do not share cache sets.
    var positionStride: Int { channels * tiles + 16 }
    var floats: Int { WinogradConvolution.positions * positionStride }
    func panel(at channel: Int) -> UnsafeMutablePointer<Float> { base + channel / 16 * panelStride }
    func tile(_ tile: Int, channel: Int) -> UnsafeMutablePointer<Float> { panel(at: channel) + tile * 16 }
  }

  private var weightPositionStride: Int { geometry.paddedInputs * geometry.paddedOutputs + 16 }

  // MARK: Forward

  func forward(_ workspace: Workspace) {
    let weights = workspace.arena.pointer(packed)
    let addend = workspace.arena.pointer(bias)
    if workspace.repacksWeights { pack(workspace, weights, addend) }
    let output = geometry.output
    let target = workspace.values(output)
    var outputPlane = plane(output)
    convolve(
      workspace, scratch: workspace.arena.pointer(scratch), weights: weights, from: geometry.paddedInputs,
      to: geometry.paddedOutputs
    ) { first, count, side, offset in
      for (map, _, firstRow) in geometry.placedSources {
        var sourcePlane = plane(map)
        fs_winograd_input(
          workspace.kernels, &sourcePlane, workspace.values(map), Int32(map.paddedChannels), Int32(first),
          Int32(count), side.tile(offset, channel: firstRow), side.positionStride, side.panelStride)
      }
    } inverse: { first, count, side, offset in
      fs_winograd_output(
        workspace.kernels, &outputPlane, side.tile(offset, channel: 0), side.positionStride, side.panelStride,
        Int32(output.paddedChannels), Int32(first), Int32(count), target, addend, output.isRectified, nil, false)
    }
  }

  private func pack(
    _ workspace: Workspace, _ packed: UnsafeMutablePointer<Float>, _ addend: UnsafeMutablePointer<Float>
  ) {
    let weights = workspace.parameters(geometry.weight)
    let biases = workspace.parameters(geometry.bias)
    for output in 0..<geometry.paddedOutputs { addend[output] = output < geometry.outputs ? biases[output] : 0 }
    let panels = geometry.paddedOutputs.panels
    // Rows of padding channels must be zero; the place was used for other things before.
    let hasPadding = geometry.sources.contains { $0.channels != $0.paddedChannels }
    if hasPadding { packed.update(repeating: 0, count: Self.positions * weightPositionStride) }
    workspace.pool.run(panels) { panel, _ in
      for (map, firstInput, firstRow) in geometry.placedSources {
        fs_winograd_weights(
          workspace.kernels, weights, Int32(geometry.outputs), Int32(geometry.inputs), Int32(firstInput),
          Int32(map.channels), Int32(firstRow), Int32(geometry.paddedInputs), Int32(panel), 1, packed,
          weightPositionStride)
      }
    }
  }

  // MARK: Backward

  func backwardData(_ workspace: Workspace) {
    let weights = workspace.arena.pointer(packedTransposed)
    packTransposed(workspace, weights)
    let output = geometry.output
    let outputGradient = workspace.gradients(output)
    var outputPlane = plane(output)
    convolve(
      workspace, scratch: workspace.arena.pointer(backwardScratch), weights: weights, from: geometry.paddedOutputs,
      to: geometry.paddedInputs
    ) { first, count, side, offset in
      fs_winograd_input(
        workspace.kernels, &outputPlane, outputGradient, Int32(output.paddedChannels), Int32(first), Int32(count),
        side.tile(offset, channel: 0), side.positionStride, side.panelStride)
    } inverse: { first, count, side, offset in
      for ((map, _, firstRow), handover) in zip(geometry.placedSources, geometry.handovers) {
        guard let handover else { continue }
        var sourcePlane = plane(map)
        fs_winograd_output(
          workspace.kernels, &sourcePlane, side.tile(offset, channel: firstRow), side.positionStride,
          side.panelStride, Int32(map.paddedChannels), Int32(first), Int32(count), workspace.gradients(map), nil,
          false, handover.gates ? workspace.values(map) : nil, handover.accumulates)
      }
    }
  }

  private func packTransposed(_ workspace: Workspace, _ packed: UnsafeMutablePointer<Float>) {
    let weights = workspace.parameters(geometry.weight)
    if geometry.outputs != geometry.paddedOutputs {
      packed.update(repeating: 0, count: Self.positions * weightPositionStride)
    }
    for (map, firstInput, firstRow) in geometry.placedSources {
      workspace.pool.run(map.paddedChannels.panels) { panel, _ in
        let first = panel * 16
        fs_winograd_weights_transposed(
          workspace.kernels, weights, Int32(geometry.outputs), Int32(geometry.inputs), Int32(firstInput + first),
          Int32(min(16, map.channels - first)), Int32(firstRow / 16 + panel), Int32(geometry.paddedOutputs), packed,
          weightPositionStride)
      }
    }
  }

  func backwardWeights(_ workspace: Workspace) {
    let inputs = geometry.paddedInputs
    let outputs = geometry.paddedOutputs
    let base = workspace.arena.pointer(backwardScratch)
    let sums = workspace.arena.pointer(self.sums)
    let biasSums = workspace.arena.pointer(self.biasSums)
    let tiles = workspace.imageCount * tilesPerImage
    let partFloats = Self.positions * weightPositionStride
    var outputPlane = plane(geometry.output)
    let outputGradient = workspace.gradients(geometry.output)

    func transform(_ tiles: Range<Int>, _ left: Side, _ right: Side, at offset: Int, bias: UnsafeMutablePointer<Float>)
    {
      for (map, _, firstRow) in geometry.placedSources {
        var sourcePlane = plane(map)
        fs_winograd_input(
          workspace.kernels, &sourcePlane, workspace.values(map), Int32(map.paddedChannels), Int32(tiles.lowerBound),
          Int32(tiles.count), left.tile(offset, channel: firstRow), left.positionStride, left.panelStride)
      }
      fs_winograd_output_gradient(
        workspace.kernels, &outputPlane, outputGradient, Int32(outputs), Int32(tiles.lowerBound), Int32(tiles.count),
        right.tile(offset, channel: 0), right.positionStride, right.panelStride, bias)
    }

    let parts: Int
    let biasParts: Int
    if worksInBlocks {
      parts = reductionParts
      biasParts = parts
      workspace.pool.run(parts) { part, worker in
        let bias = biasSums + part * outputs
        bias.update(repeating: 0, count: outputs)
        let whole = stretch(part, of: parts, over: tiles)
        if whole.isEmpty { (sums + part * partFloats).update(repeating: 0, count: partFloats) }
        for first in stride(from: whole.lowerBound, to: whole.upperBound, by: blockTiles) {
          let count = min(blockTiles, whole.upperBound - first)
          let left = Side(base: base + worker * workerFloats, channels: inputs, tiles: count)
          let right = Side(base: left.base + left.floats, channels: outputs, tiles: count)
          transform(first..<first + count, left, right, at: 0, bias: bias)
          fs_product_transposed(
            workspace.kernels, Int32(Self.positions), Int32(count), Int32(inputs), Int32(outputs.panels), left.base,
            left.positionStride, 16, left.panelStride, right.base, right.positionStride, 16, right.panelStride,
            sums + part * partFloats, weightPositionStride, first != whole.lowerBound)
        }
      }
    } else {
      parts = 1
      biasParts = tiles.dividedRoundingUp(by: Self.transformTiles)
      let left = Side(base: base, channels: inputs, tiles: tiles)
      let right = Side(base: base + left.floats, channels: outputs, tiles: tiles)
      workspace.pool.run(biasParts) { item, _ in
        let first = item * Self.transformTiles
        let bias = biasSums + item * outputs
        bias.update(repeating: 0, count: outputs)
        transform(first..<min(tiles, first + Self.transformTiles), left, right, at: first, bias: bias)
      }
      workspace.pool.run(Self.positions) { position, _ in
        fs_product_transposed(
          workspace.kernels, 1, Int32(tiles), Int32(inputs), Int32(outputs.panels),
          left.base + position * left.positionStride, 0, 16, left.panelStride,
          right.base + position * right.positionStride, 0, 16, right.panelStride,
          sums + position * weightPositionStride, 0, false)
      }
    }

    let weightGradient = workspace.gradients(geometry.weight)
    for (map, firstInput, firstRow) in geometry.placedSources {
      workspace.pool.run(map.channels.dividedRoundingUp(by: 16)) { item, _ in
        for channel in item * 16..<min(map.channels, item * 16 + 16) {
          fs_winograd_weight_gradient(
            workspace.kernels, sums, Int32(parts), partFloats, weightPositionStride, Int32(outputs),
            Int32(firstRow + channel), Int32(firstInput + channel), Int32(geometry.inputs), Int32(geometry.outputs),
            weightGradient)
        }
      }
    }
    let biasGradient = workspace.gradients(geometry.bias)
    for output in 0..<geometry.outputs {
      var sum: Float = 0
      for part in 0..<biasParts { sum += biasSums[part * outputs + output] }
      biasGradient[output] = sum
    }
  }

  // MARK: Both ways

  private typealias Transform = (_ firstTile: Int, _ tileCount: Int, _ side: Side, _ offset: Int) -> Void

  /// Transform, 36 products with `weights`, transform back, for all tiles of the batch.
  private func convolve(
    _ workspace: Workspace, scratch: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>,
    from inputs: Int, to outputs: Int, transform: Transform, inverse: Transform
  ) {
    let tiles = workspace.imageCount * tilesPerImage
    if worksInBlocks {
      workspace.pool.run(tiles.dividedRoundingUp(by: blockTiles)) { item, worker in
        let first = item * blockTiles
        let count = min(blockTiles, tiles - first)
        let left = Side(base: scratch + worker * workerFloats, channels: inputs, tiles: count)
        let right = Side(base: left.base + left.floats, channels: outputs, tiles: count)
        transform(first, count, left, 0)
        fs_product(
          workspace.kernels, Int32(Self.positions), Int32(count), Int32(inputs), Int32(outputs.panels), left.base,
          left.positionStride, 16, left.panelStride, weights, weightPositionStride, right.base, right.positionStride,
          16, right.panelStride, nil, false, false)
        inverse(first, count, right, 0)
      }
      return
    }
    let left = Side(base: scratch, channels: inputs, tiles: tiles)
    let right = Side(base: scratch + left.floats, channels: outputs, tiles: tiles)
    let items = tiles.dividedRoundingUp(by: Self.transformTiles)
    workspace.pool.run(items) { item, _ in
      let first = item * Self.transformTiles
      transform(first, min(Self.transformTiles, tiles - first), left, first)
    }
    workspace.pool.run(Self.positions) { position, _ in
      fs_product(
        workspace.kernels, 1, Int32(tiles), Int32(inputs), Int32(outputs.panels),
        left.base + position * left.positionStride, 0, 16, left.panelStride, weights + position * weightPositionStride,
        0, right.base + position * right.positionStride, 0, 16, right.panelStride, nil, false, false)
    }
    workspace.pool.run(items) { item, _ in
      let first = item * Self.transformTiles
      inverse(first, min(Self.transformTiles, tiles - first), right, first)
    }
  }
}
