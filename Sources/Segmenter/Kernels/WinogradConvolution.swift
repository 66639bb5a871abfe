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
    let sideFloats = { [blockTiles] (channels: Int) in Self.positions * (blockTiles * channels + 16) }
    let bothSides = sideFloats(inputs) + sideFloats(outputs)
    packed = planner.packedWeights(Self.positions * (inputs * outputs + 16), layer: layer)
    bias = planner.packedWeights(outputs, layer: layer)
    scratch = worksInBlocks ? nil : planner.forwardScratch(bothSides, layer: layer)
    blockScratch = worksInBlocks ? planner.forwardWorkerScratch(bothSides, layer: layer) : nil
    packedTransposed = planner.backwardScratch(Self.positions * (inputs * outputs + 16), layer: layer)
    backwardScratch = worksInBlocks ? nil : planner.backwardScratch(bothSides, layer: layer)
    backwardBlockScratch = worksInBlocks ? planner.backwardWorkerScratch(bothSides, layer: layer) : nil
    let sumCount = worksInBlocks ? planner.sumLimit : 1
    sums = planner.backwardScratch(sumCount * Self.positions * (inputs * outputs + 16), layer: layer)
    let biasSumCount = worksInBlocks ? sumCount : tiles.dividedRoundingUp(by: Self.transformTiles)
    biasSums = planner.backwardScratch(biasSumCount * outputs, layer: layer)
  }

  func plane(_ map: FeatureMap) -> FSPlane {
    FSPlane(
      imageStride: map.floatsPerImage, pixelStride: map.paddedChannels, height: Int32(map.height),
      width: Int32(map.width), tilesX: Int32(tilesX), tilesPerImage: Int32(tilesPerImage))
  }

  /// The transformed side of a block: `channels` wide, `tiles` long.
  struct Side {
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

  var weightPositionStride: Int { geometry.paddedInputs * geometry.paddedOutputs + 16 }

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
        fs_winograd_weights(
          workspace.kernels, workspace.parameters(geometry.weight, in: term.slab), Int32(geometry.outputs),
          Int32(geometry.inputs), Int32(term.firstInput), Int32(term.map.channels), Int32(term.firstRow),
          Int32(geometry.paddedInputs), Int32(panel), 1, packed, weightPositionStride)
      }
    }
  }

  func forward(_ part: BatchPart) {
    let output = geometry.output
    let target = part.values(output)
    let addend = part.pointer(bias)
    let gate = geometry.gate.map { part.values($0) }
    var outputPlane = plane(output)
    convolve(
      part, scratch: (scratch, blockScratch), weights: part.pointer(packed), from: geometry.paddedInputs,
      to: geometry.paddedOutputs
    ) { tiles, side, offset in
      transformSources(part, tiles, into: side, at: offset)
    } inverse: { tiles, side, offset in
      fs_winograd_output(
        part.kernels, &outputPlane, side.tile(offset, channel: 0), side.positionStride, side.panelStride,
        Int32(output.paddedChannels), Int32(tiles.lowerBound), Int32(tiles.count), target, addend, output.isRectified,
        gate, false)
    }
  }

  /// B^T d B of all sources, side by side.
  func transformSources(_ part: BatchPart, _ tiles: Range<Int>, into side: Side, at offset: Int) {
    for (map, _, firstRow) in geometry.placedSources {
      var sourcePlane = plane(map)
      fs_winograd_input(
        part.kernels, &sourcePlane, part.values(map), Int32(map.paddedChannels), Int32(tiles.lowerBound),
        Int32(tiles.count), side.tile(offset, channel: firstRow), side.positionStride, side.panelStride)
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
      forEachStretch(part, phase) { transform($0, left, $0.lowerBound - first) }
      part.run(Self.positions) { position, _ in
        fs_product(
          part.kernels, 1, Int32(phase.count), Int32(inputs), Int32(outputs.panels),
          left.base + position * left.positionStride, 0, 16, left.panelStride,
          weights + position * weightPositionStride, 0, right.base + position * right.positionStride, 0, 16,
          right.panelStride, nil, false, false)
      }
      forEachStretch(part, phase) { inverse($0, right, $0.lowerBound - first) }
    }
  }

  /// Calls `body` for a few tiles of a phase at a time.
  func forEachStretch(_ part: BatchPart, _ phase: Range<Int>, _ body: (Range<Int>) -> Void) {
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
    fs_product(
      part.kernels, Int32(Self.positions), Int32(tiles.count), Int32(inputs), Int32(outputs.panels), left.base,
      left.positionStride, 16, left.panelStride, weights, weightPositionStride, right.base, right.positionStride, 16,
      right.panelStride, nil, false, false)
    inverse(tiles, right, 0)
  }
}
