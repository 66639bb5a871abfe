internal import CKernels

/// A 3x3 convolution by Winograd's F(4x4, 3x3) (Lavin and Gray, CVPR 2016): tiles of 4x4 outputs and their 6x6
/// surroundings are transformed, multiplied position by position (36 products over the channels), and transformed back.
///
/// Large, thin layers go block by block, so that a block of tiles stays in the cache from transform to transform. Small,
/// deep layers go phase by phase over a good many tiles, so that their large weights are read seldom.
struct WinogradConvolution: ConvolutionKernel {
  let domain: WinogradDomain
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

  var geometry: ConvolutionGeometry { domain.geometry }

  /// Whether a layer goes block by block.
  static func worksInBlocks(_ geometry: ConvolutionGeometry) -> Bool {
    geometry.paddedInputs * geometry.paddedOutputs <= 128 * 64
  }

  /// Bytes of one tile on both transformed sides.
  private static func tileBytes(_ geometry: ConvolutionGeometry) -> Int {
    WinogradDomain.positions * 4 * (geometry.paddedInputs + geometry.paddedOutputs)
  }

  /// Phases of like length in which both transformed sides stay in the third cache.
  static func phases(_ geometry: ConvolutionGeometry, capacity: Int) -> Int {
    (WinogradDomain(geometry).tilesPerSlice * capacity * tileBytes(geometry)).dividedRoundingUp(by: 8_000_000)
  }

  init(_ geometry: ConvolutionGeometry, layer: Int, planner: inout NetworkPlanner) {
    domain = WinogradDomain(geometry)
    let (inputs, outputs) = (domain.inputs, domain.outputs)
    let tiles = domain.tilesPerSlice * planner.capacity
    worksInBlocks = Self.worksInBlocks(geometry)
    if worksInBlocks {
      // Both transformed sides stay in the second cache; whole rows of product tiles.
      blockTiles = max(28, 480_000 / Self.tileBytes(geometry) / 28 * 28)
    } else {
      let step = WinogradDomain.transformTiles
      blockTiles =
        tiles.dividedRoundingUp(by: Self.phases(geometry, capacity: planner.capacity)).dividedRoundingUp(by: step)
        * step
    }
    let bothSides = WinogradDomain.floats(blockTiles * inputs) + WinogradDomain.floats(blockTiles * outputs)
    packed = planner.packedWeights(domain.weightFloats, layer: layer)
    bias = planner.packedWeights(outputs, layer: layer)
    scratch = worksInBlocks ? nil : planner.forwardScratch(bothSides, layer: layer)
    blockScratch = worksInBlocks ? planner.forwardWorkerScratch(bothSides, layer: layer) : nil
    packedTransposed = planner.backwardScratch(domain.weightFloats, layer: layer)
    backwardScratch = worksInBlocks ? nil : planner.backwardScratch(bothSides, layer: layer)
    backwardBlockScratch = worksInBlocks ? planner.backwardWorkerScratch(bothSides, layer: layer) : nil
    let sumCount = worksInBlocks ? planner.sumLimit : 1
    sums = planner.backwardScratch(sumCount * domain.weightFloats, layer: layer)
    let biasSumCount = worksInBlocks ? sumCount : tiles.dividedRoundingUp(by: WinogradDomain.transformTiles)
    biasSums = planner.backwardScratch(biasSumCount * outputs, layer: layer)
  }

  // MARK: Forward

  func prepareForward(_ workspace: Workspace) {
    domain.writeBias(workspace, to: bias)
    let packed = WinogradWeights(base: workspace.arena.pointer(packed), rows: domain.inputs, columns: domain.outputs)
    // Rows of padding channels must be zero; the place was used for other things before.
    let hasPadding = geometry.sources.contains { $0.channels != $0.paddedChannels }
    if hasPadding { packed.base.update(repeating: 0, count: packed.floats) }
    workspace.pool.run(domain.outputs.panels) { panel, _ in
      for term in geometry.terms {
        workspace.kernels.winograd_weights(
          workspace.parameters(geometry.weight, in: term.slab),
          domain.weightShape(firstInput: term.firstInput, count: term.map.channels), packed.transformed(),
          term.firstRow, panel)
      }
    }
  }

  func forward(_ part: BatchPart) {
    let output = geometry.output
    let target = domain.tiled(output, at: part.values(output))
    let epilogue = FSEpilogue(bias: part.pointer(bias), accumulate: false, rectify: output.isRectified)
    let gate = geometry.gate.map { part.values($0) }
    convolve(
      part, scratch: (scratch, blockScratch), weights: part.pointer(packed), from: domain.inputs, to: domain.outputs
    ) { tiles, side, row in
      domain.transformSources(part, tiles, into: side, at: row)
    } inverse: { tiles, side, row in
      part.kernels.winograd_output(
        side.block(tiles, at: row, channels: output.paddedChannels), target, epilogue, gate)
    }
  }

  // MARK: Both ways

  typealias Transform = (_ tiles: Range<Int>, _ side: WinogradSide, _ row: Int) -> Void

  /// Both transformed sides of some tiles.
  func sides(
    _ scratch: UnsafeMutablePointer<Float>, from inputs: Int, to outputs: Int, tiles: Int
  ) -> (left: WinogradSide, right: WinogradSide) {
    let left = WinogradSide(base: scratch, channels: inputs, tiles: tiles)
    return (left, WinogradSide(base: scratch + left.floats, channels: outputs, tiles: tiles))
  }

  /// Transform, 36 products with `weights`, transform back, for all tiles of the part.
  func convolve(
    _ part: BatchPart, scratch: (whole: ArenaSlot?, block: WorkerSlot?), weights: UnsafeMutablePointer<Float>,
    from inputs: Int, to outputs: Int, transform: Transform, inverse: Transform
  ) {
    let tiles = part.imageCount * domain.tilesPerSlice
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
    let weights = WinogradWeights(base: weights, rows: inputs, columns: outputs)
    for first in stride(from: 0, to: tiles, by: blockTiles) {
      let phase = first..<min(tiles, first + blockTiles)
      let (left, right) = sides(scratch, from: inputs, to: outputs, tiles: phase.count)
      WinogradDomain.forEachBlock(part, phase) { transform($0, left, $0.lowerBound - first) }
      part.run(WinogradDomain.positions) { position, _ in
        part.kernels.product(
          left.matrix(at: position), weights.matrix(at: position), right.matrix(at: position), 1, FSEpilogue())
      }
      WinogradDomain.forEachBlock(part, phase) { inverse($0, right, $0.lowerBound - first) }
    }
  }

  func convolveBlock(
    _ part: BatchPart, _ tiles: Range<Int>, scratch: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>,
    from inputs: Int, to outputs: Int, transform: Transform, inverse: Transform
  ) {
    let (left, right) = sides(scratch, from: inputs, to: outputs, tiles: tiles.count)
    let weights = WinogradWeights(base: weights, rows: inputs, columns: outputs)
    transform(tiles, left, 0)
    part.kernels.product(left.matrix(), weights.matrix(), right.matrix(), WinogradDomain.positions, FSEpilogue())
    inverse(tiles, right, 0)
  }
}
