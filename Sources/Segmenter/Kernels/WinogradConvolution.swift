internal import CKernels

/// A 3x3 convolution by Winograd's F(4x4, 3x3) (Lavin and Gray, CVPR 2016): tiles of 4x4 outputs and their 6x6
/// surroundings are transformed, multiplied position by position (36 products over the channels), and transformed back.
///
/// Large, thin layers go block by block, so that a block of tiles stays in the cache from transform to transform. Small,
/// deep layers go phase by phase over a good many tiles, so that their large weights are read seldom.
struct WinogradConvolution: ConvolutionKernel {
  let geometry: ConvolutionGeometry
  let tilesX: Int
  let tilesPerImage: Int
  let worksInBlocks: Bool
  /// Tiles from one transform to the next product: of one worker's block, or of a phase.
  let blockTiles: Int
  let packed: ArenaSlot
  let bias: ArenaSlot
  let packedTransposed: ArenaSlot?
  /// Both sides of a phase's tiles, or of one worker's block.
  let scratch: ArenaSlot?
  let blockScratch: WorkerSlot?
  let backwardScratch: ArenaSlot?
  let backwardBlockScratch: WorkerSlot?
  let sums: ArenaSlot?
  let biasSums: ArenaSlot?

  static let positions = 36
  /// Tiles that one item of a transform works on when a layer goes phase by phase.
  static let transformTiles = 14

  init(_ geometry: ConvolutionGeometry, layer: Int, planner: inout NetworkPlanner) {
    self.geometry = geometry
    let inputs = geometry.paddedInputs
    let outputs = geometry.paddedOutputs
    tilesX = geometry.width.dividedRoundingUp(by: 4)
    tilesPerImage = tilesX * geometry.height.dividedRoundingUp(by: 4)
    let tiles = tilesPerImage * planner.capacity
    worksInBlocks = inputs * outputs <= 128 * 64
    let tileBytes = Self.positions * 4 * (inputs + outputs)
    if worksInBlocks {
      // Both transformed sides stay in the second cache; whole rows of product tiles.
      blockTiles = max(28, 480_000 / tileBytes / 28 * 28)
    } else {
      // Both transformed sides stay in the third cache, in phases of like length.
      let phases = (tiles * tileBytes).dividedRoundingUp(by: 8_000_000)
      blockTiles = tiles.dividedRoundingUp(by: phases).dividedRoundingUp(by: Self.transformTiles) * Self.transformTiles
    }
    let sideFloats = { [blockTiles] (channels: Int) in Self.positions * Self.positionStride(blockTiles * channels) }
    let bothSides = sideFloats(inputs) + sideFloats(outputs)
    packed = planner.packedWeights(Self.positions * Self.positionStride(inputs * outputs), layer: layer)
    bias = planner.packedWeights(outputs, layer: layer)
    scratch = worksInBlocks ? nil : planner.forwardScratch(bothSides, layer: layer)
    blockScratch = worksInBlocks ? planner.forwardWorkerScratch(bothSides, layer: layer) : nil
    packedTransposed = planner.backwardScratch(Self.positions * Self.positionStride(inputs * outputs), layer: layer)
    backwardScratch = worksInBlocks ? nil : planner.backwardScratch(bothSides, layer: layer)
    backwardBlockScratch = worksInBlocks ? planner.backwardWorkerScratch(bothSides, layer: layer) : nil
    let sumCount = worksInBlocks ? planner.sumLimit : 1
    sums = planner.backwardScratch(sumCount * Self.positions * Self.positionStride(inputs * outputs), layer: layer)
    let biasSumCount = worksInBlocks ? sumCount : tiles.dividedRoundingUp(by: Self.transformTiles)
    biasSums = planner.backwardScratch(biasSumCount * outputs, layer: layer)
  }

  /// One cache line more than a position's floats, so that the 36 positions do not share cache sets.
  static func positionStride(_ floats: Int) -> Int { floats + cacheLineFloats }

  /// The values or gradients of a map, as the transforms see them.
  func tiled(_ map: FeatureMap, at data: UnsafeMutablePointer<Float>) -> FSTiledMap {
    FSTiledMap(
      data: data, imageStride: map.floatsPerImage, pixelStride: map.paddedChannels, height: map.height,
      width: map.width, tilesX: tilesX, tilesPerImage: tilesPerImage)
  }

  /// The transformed side of a block: `channels` wide, `tiles` long.
  struct Side {
    let base: UnsafeMutablePointer<Float>
    let channels: Int
    let tiles: Int
    var panelStride: Int { tiles * panelWidth }
    var positionStride: Int { WinogradConvolution.positionStride(channels * tiles) }
    var floats: Int { WinogradConvolution.positions * positionStride }

    /// Some of the tiles, with as many channels from `channel` on; `offset` is the place of the first here.
    func block(_ tiles: Range<Int>, at offset: Int, channel: Int = 0, channels: Int) -> FSTileBlock {
      FSTileBlock(
        data: base + channel / panelWidth * panelStride + offset * panelWidth, channels: channels,
        first: tiles.lowerBound, count: tiles.count, positionStride: positionStride, panelStride: panelStride)
    }

    /// The tiles by channels at one position; those of the others follow.
    func matrix(at position: Int = 0) -> FSMatrix {
      FSMatrix(
        data: base + position * positionStride, rows: tiles, columns: channels, rowStride: panelWidth,
        panelStride: panelStride, matrixStride: positionStride)
    }
  }

  var weightPositionStride: Int { Self.positionStride(geometry.paddedInputs * geometry.paddedOutputs) }

  /// Packed weights by `rows` and `columns`, or sums of their gradient.
  func transformed(
    _ data: UnsafeMutablePointer<Float>, rows: Int, columns: Int, sumCount: Int = 1
  ) -> FSTransformedWeights {
    FSTransformedWeights(
      data: data, rows: rows, columns: columns, positionStride: weightPositionStride, sumCount: sumCount,
      sumStride: Self.positions * weightPositionStride)
  }

  /// The weights of one position, packed in panels.
  private func weightMatrix(
    _ weights: UnsafeMutablePointer<Float>, at position: Int = 0, rows: Int, columns: Int
  ) -> FSMatrix {
    FSMatrix(
      panels: weights + position * weightPositionStride, rows: rows, columns: columns,
      matrixStride: weightPositionStride)
  }

  /// The weights for `count` of the inputs from `firstInput` on.
  func weightShape(firstInput: Int, count: Int) -> FSWeightShape {
    FSWeightShape(
      outputs: geometry.outputs, inputs: geometry.inputs, firstInput: firstInput, inputCount: count)
  }

  // MARK: Forward

  func prepareForward(_ workspace: Workspace) {
    let packed = workspace.arena.pointer(packed)
    let addend = workspace.arena.pointer(bias)
    let biases = workspace.parameters(geometry.bias, in: geometry.biasSlab)
    for output in 0..<geometry.paddedOutputs { addend[output] = output < geometry.outputs ? biases[output] : 0 }
    // Rows of padding channels must be zero; the place was used for other things before.
    let hasPadding = geometry.sources.contains { $0.channels != $0.paddedChannels }
    if hasPadding { packed.update(repeating: 0, count: Self.positions * weightPositionStride) }
    workspace.pool.run(geometry.paddedOutputs.panels) { panel, _ in
      for term in geometry.terms {
        workspace.kernels.winograd_weights(
          workspace.parameters(geometry.weight, in: term.slab),
          weightShape(firstInput: term.firstInput, count: term.map.channels),
          transformed(packed, rows: geometry.paddedInputs, columns: geometry.paddedOutputs), term.firstRow, panel)
      }
    }
  }

  func forward(_ part: BatchPart) {
    let output = geometry.output
    let target = tiled(output, at: part.values(output))
    let epilogue = FSEpilogue(bias: part.pointer(bias), accumulate: false, rectify: output.isRectified)
    let gate = geometry.gate.map { part.values($0) }
    convolve(
      part, scratch: (scratch, blockScratch), weights: part.pointer(packed), from: geometry.paddedInputs,
      to: geometry.paddedOutputs
    ) { tiles, side, offset in
      transformSources(part, tiles, into: side, at: offset)
    } inverse: { tiles, side, offset in
      part.kernels.winograd_output(
        side.block(tiles, at: offset, channels: output.paddedChannels), target, epilogue, gate)
    }
  }

  /// B^T d B of all sources, side by side.
  func transformSources(_ part: BatchPart, _ tiles: Range<Int>, into side: Side, at offset: Int) {
    for (map, _, firstRow) in geometry.placedSources {
      part.kernels.winograd_input(
        tiled(map, at: part.values(map)),
        side.block(tiles, at: offset, channel: firstRow, channels: map.paddedChannels))
    }
  }

  // MARK: Both ways

  typealias Transform = (_ tiles: Range<Int>, _ side: Side, _ offset: Int) -> Void

  /// Transform, 36 products with `weights`, transform back, for all tiles of the part.
  func convolve(
    _ part: BatchPart, scratch: (whole: ArenaSlot?, block: WorkerSlot?), weights: UnsafeMutablePointer<Float>,
    from inputs: Int, to outputs: Int, transform: Transform, inverse: Transform
  ) {
    let tiles = part.imageCount * tilesPerImage
    if worksInBlocks {
      part.run(tiles.dividedRoundingUp(by: blockTiles)) { item, worker in
        convolveBlock(
          part, item * blockTiles..<min(tiles, (item + 1) * blockTiles),
          scratch: part.pointer(scratch.block, worker: worker), weights: weights, from: inputs, to: outputs,
          transform: transform, inverse: inverse)
      }
      return
    }
    let scratch = part.pointer(scratch.whole)
    for first in stride(from: 0, to: tiles, by: blockTiles) {
      let phase = first..<min(tiles, first + blockTiles)
      let left = Side(base: scratch, channels: inputs, tiles: phase.count)
      let right = Side(base: left.base + left.floats, channels: outputs, tiles: phase.count)
      forEachBlock(part, phase) { transform($0, left, $0.lowerBound - first) }
      part.run(Self.positions) { position, _ in
        part.kernels.product(
          left.matrix(at: position), weightMatrix(weights, at: position, rows: inputs, columns: outputs),
          right.matrix(at: position), 1, FSEpilogue())
      }
      forEachBlock(part, phase) { inverse($0, right, $0.lowerBound - first) }
    }
  }

  /// Calls `body` for a few tiles of a phase at a time.
  func forEachBlock(_ part: BatchPart, _ phase: Range<Int>, _ body: (Range<Int>) -> Void) {
    part.run(phase.count.dividedRoundingUp(by: Self.transformTiles)) { item, _ in
      let first = phase.lowerBound + item * Self.transformTiles
      body(first..<min(phase.upperBound, first + Self.transformTiles))
    }
  }

  func convolveBlock(
    _ part: BatchPart, _ tiles: Range<Int>, scratch: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>,
    from inputs: Int, to outputs: Int, transform: Transform, inverse: Transform
  ) {
    let left = Side(base: scratch, channels: inputs, tiles: tiles.count)
    let right = Side(base: left.base + left.floats, channels: outputs, tiles: tiles.count)
    transform(tiles, left, 0)
    part.kernels.product(
      left.matrix(), weightMatrix(weights, rows: inputs, columns: outputs), right.matrix(), Self.positions,
      FSEpilogue())
    inverse(tiles, right, 0)
  }
}
