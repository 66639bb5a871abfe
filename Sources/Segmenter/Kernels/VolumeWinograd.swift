internal import CKernels

/// A 3x3x3 convolution: Winograd's F(4x4, 3x3) within slices, and sums over three slices.
///
/// Tiles of a few columns and rows are transformed in every slice of an image. Slices lie one behind the other, so that the
/// tiles that one of the three kernels multiplies are the same matrix some rows further on.
struct VolumeWinograd: ConvolutionKernel {
  let geometry: ConvolutionGeometry
  let tilesX: Int
  let tilesPerSlice: Int
  /// Tiles of a slice that go through transform, products and transform back together, in all slices.
  let blockTiles: Int
  let packed: ArenaSlot
  let bias: ArenaSlot
  let reordered: ArenaSlot
  let packedTransposed: ArenaSlot?
  let reorderedBackward: ArenaSlot?
  let scratch: WorkerSlot
  let backwardScratch: WorkerSlot?
  let sums: ArenaSlot?
  let biasSums: ArenaSlot?

  static let positions = WinogradConvolution.positions
  private static let kernelSlices = 3

  /// Whether an image has so many tiles that transformed weights, which are larger than the weights, are worth reading. It
  /// follows from sizes alone, never from a timing.
  static func suits(_ geometry: ConvolutionGeometry) -> Bool {
    let tiles = geometry.width.dividedRoundingUp(by: 4) * geometry.height.dividedRoundingUp(by: 4)
    return geometry.sliceTaps == 3 && tiles * geometry.output.depth >= 64
  }

  init(_ geometry: ConvolutionGeometry, layer: Int, planner: inout NetworkPlanner) {
    self.geometry = geometry
    let (inputs, outputs) = (geometry.paddedInputs, geometry.paddedOutputs)
    tilesX = geometry.width.dividedRoundingUp(by: 4)
    tilesPerSlice = tilesX * geometry.height.dividedRoundingUp(by: 4)
    let depth = geometry.output.depth
    // Both transformed sides stay in the second cache as far as whole columns of slices do, and there is work for several
    // workers.
    let tileBytes = Self.positions * 4 * (inputs + outputs) * depth
    blockTiles = max(1, min(600_000 / tileBytes, tilesPerSlice.dividedRoundingUp(by: 4)))
    let sideFloats = { [blockTiles] (channels: Int) in
      Self.positions * WinogradConvolution.positionStride(blockTiles * depth * channels)
    }
    let weightFloats = Self.kernelSlices * Self.positions * WinogradConvolution.positionStride(inputs * outputs)
    let plainFloats = geometry.terms.count * geometry.weight.count
    packed = planner.packedWeights(weightFloats, layer: layer)
    bias = planner.packedWeights(outputs, layer: layer)
    reordered = planner.forwardScratch(plainFloats, layer: layer)
    scratch = planner.forwardWorkerScratch(sideFloats(inputs) + sideFloats(outputs), layer: layer)
    packedTransposed = planner.backwardScratch(weightFloats, layer: layer)
    reorderedBackward = planner.backwardScratch(plainFloats, layer: layer)
    backwardScratch = planner.backwardWorkerScratch(sideFloats(inputs) + sideFloats(outputs), layer: layer)
    sums = planner.backwardScratch(planner.sumLimit * weightFloats, layer: layer)
    biasSums = planner.backwardScratch(planner.sumLimit * outputs, layer: layer)
  }

  // MARK: Where things lie

  private var depth: Int { geometry.output.depth }
  private var weightPositionStride: Int {
    WinogradConvolution.positionStride(geometry.paddedInputs * geometry.paddedOutputs)
  }
  /// Packed weights of one of the three kernels, or sums of its gradient.
  private var kernelFloats: Int { Self.positions * weightPositionStride }
  private var blocksPerImage: Int { tilesPerSlice.dividedRoundingUp(by: blockTiles) }
  /// Numbers of one of the three kernels.
  private var plainKernelFloats: Int { geometry.weight.count / Self.kernelSlices }

  /// The transformed tiles of a block: slice after slice, `channels` wide.
  private struct Side {
    let base: UnsafeMutablePointer<Float>
    let channels: Int
    /// In one slice, and in all.
    let tiles: Int
    let depth: Int
    var positionStride: Int { WinogradConvolution.positionStride(channels * tiles * depth) }
    var floats: Int { WinogradConvolution.positions * positionStride }
    private var panelStride: Int { tiles * depth * panelWidth }

    /// The tiles of one slice, whose number in the map is `first`.
    func block(slice: Int, first: Int, channel: Int = 0, channels: Int) -> FSTileBlock {
      FSTileBlock(
        data: base + channel / panelWidth * panelStride + slice * tiles * panelWidth, channels: channels, first: first,
        count: tiles, positionStride: positionStride, panelStride: panelStride)
    }

    /// The tiles by channels of some slices, at the first position; those of the others follow.
    func matrix(_ slices: Range<Int>) -> FSMatrix {
      FSMatrix(
        data: base + slices.lowerBound * tiles * panelWidth, rows: slices.count * tiles, columns: channels,
        rowStride: panelWidth, panelStride: panelStride, matrixStride: positionStride)
    }
  }

  /// The slices of a map as pictures of their own.
  private func tiled(_ map: FeatureMap, at data: UnsafeMutablePointer<Float>) -> FSTiledMap {
    FSTiledMap(
      data: data, imageStride: map.floatsPerSlice, pixelStride: map.paddedChannels, height: map.height,
      width: map.width, tilesX: tilesX, tilesPerImage: tilesPerSlice)
  }

  private func transformed(
    _ data: UnsafeMutablePointer<Float>, rows: Int, columns: Int, sumCount: Int = 1
  ) -> FSTransformedWeights {
    FSTransformedWeights(
      data: data, rows: rows, columns: columns, positionStride: weightPositionStride, sumCount: sumCount,
      sumStride: Self.kernelSlices * kernelFloats)
  }

  private func weightShape(firstInput: Int, count: Int) -> FSWeightShape {
    FSWeightShape(outputs: geometry.outputs, inputs: geometry.inputs, firstInput: firstInput, inputCount: count)
  }

  /// [outputs][inputs][3][9] as [3][outputs][inputs][9].
  private func reorder(_ weights: UnsafePointer<Float>, into plain: UnsafeMutablePointer<Float>) {
    for pair in 0..<plainKernelFloats / 9 {
      for kernel in 0..<Self.kernelSlices {
        (plain + kernel * plainKernelFloats + pair * 9).update(
          from: weights + (pair * Self.kernelSlices + kernel) * 9, count: 9)
      }
    }
  }

  // MARK: Forward

  func prepareForward(_ workspace: Workspace) {
    let packed = workspace.arena.pointer(packed)
    let plain = workspace.arena.pointer(reordered)
    let addend = workspace.arena.pointer(bias)
    let biases = workspace.parameters(geometry.bias, in: geometry.biasSlab)
    for output in 0..<geometry.paddedOutputs { addend[output] = output < geometry.outputs ? biases[output] : 0 }
    // Rows of padding channels must be zero; the place was used for other things before.
    packed.update(repeating: 0, count: Self.kernelSlices * kernelFloats)
    for (number, term) in geometry.terms.enumerated() {
      reorder(
        workspace.parameters(geometry.weight, in: term.slab), into: plain + number * geometry.weight.count)
    }
    workspace.pool.run(Self.kernelSlices * geometry.paddedOutputs.panels) { item, _ in
      let (kernel, panel) = (item % Self.kernelSlices, item / Self.kernelSlices)
      for (number, term) in geometry.terms.enumerated() {
        workspace.kernels.winograd_weights(
          plain + number * geometry.weight.count + kernel * plainKernelFloats,
          weightShape(firstInput: term.firstInput, count: term.map.channels),
          transformed(
            packed + kernel * kernelFloats, rows: geometry.paddedInputs, columns: geometry.paddedOutputs),
          term.firstRow, panel)
      }
    }
  }

  func forward(_ part: BatchPart) {
    let output = geometry.output
    let target = tiled(output, at: part.values(output))
    let epilogue = FSEpilogue(bias: part.pointer(bias), accumulate: false, rectify: output.isRectified)
    let gate = geometry.gate.map { part.values($0) }
    part.run(part.imageCount * blocksPerImage) { item, worker in
      let block = block(item, scratch: part.pointer(scratch, worker: worker))
      transformSources(part, block, into: block.inputs)
      multiply(part, block.inputs, part.pointer(packed), into: block.outputs)
      for slice in 0..<depth {
        part.kernels.winograd_output(
          block.outputs.block(slice: slice, first: block.firstTile(slice), channels: output.paddedChannels), target,
          epilogue, gate)
      }
    }
  }

  /// Some tiles of every slice of an image, with room for both transformed sides.
  private struct Block {
    let firstSlice: Int
    let tilesPerSlice: Int
    let first: Int
    let inputs: Side
    let outputs: Side

    /// Its first tile of a slice, numbered over all slices of all images.
    func firstTile(_ slice: Int) -> Int { (firstSlice + slice) * tilesPerSlice + first }
  }

  private func block(_ item: Int, scratch: UnsafeMutablePointer<Float>) -> Block {
    let (image, number) = item.quotientAndRemainder(dividingBy: blocksPerImage)
    let first = number * blockTiles
    let tiles = min(blockTiles, tilesPerSlice - first)
    let inputs = Side(base: scratch, channels: geometry.paddedInputs, tiles: tiles, depth: depth)
    return Block(
      firstSlice: image * depth, tilesPerSlice: tilesPerSlice, first: first, inputs: inputs,
      outputs: Side(
        base: scratch + inputs.floats, channels: geometry.paddedOutputs, tiles: tiles, depth: depth))
  }

  private func transformSources(_ part: BatchPart, _ block: Block, into side: Side) {
    for (map, _, firstRow) in geometry.placedSources {
      let tiles = tiled(map, at: part.values(map))
      for slice in 0..<depth {
        part.kernels.winograd_input(
          tiles,
          side.block(slice: slice, first: block.firstTile(slice), channel: firstRow, channels: map.paddedChannels))
      }
    }
  }

  /// right[z] = sum over kernels k of left[z + k - 1] weights[k]; slices beyond the ends are zero.
  private func multiply(
    _ part: BatchPart, _ left: Side, _ weights: UnsafeMutablePointer<Float>, into right: Side
  ) {
    // The middle one first: it writes every slice.
    for kernel in [1, 0, 2] {
      guard let slices = slices(kernel) else { continue }
      part.kernels.product(
        left.matrix(slices.read),
        FSMatrix(
          panels: weights + kernel * kernelFloats, rows: left.channels, columns: right.channels,
          matrixStride: weightPositionStride),
        right.matrix(slices.written), Self.positions, FSEpilogue(bias: nil, accumulate: kernel != 1, rectify: false))
    }
  }

  /// The slices that a kernel reads, and those that it adds to.
  private func slices(_ kernel: Int) -> (read: Range<Int>, written: Range<Int>)? {
    let offset = kernel - 1
    let written = max(0, -offset)..<max(max(0, -offset), min(depth, depth - offset))
    guard !written.isEmpty else { return nil }
    return (written.lowerBound + offset..<written.upperBound + offset, written)
  }

  // MARK: Backward

  /// The kernels turned by 180 degrees in slices, and in reverse order.
  func prepareBackward(_ workspace: Workspace) {
    guard geometry.needsSourceGradients else { return }
    let packed = workspace.arena.pointer(packedTransposed)
    let plain = workspace.arena.pointer(reorderedBackward)
    packed.update(repeating: 0, count: Self.kernelSlices * kernelFloats)
    reorder(UnsafePointer(workspace.parameters(geometry.weight)), into: plain)
    for (map, firstInput, firstRow) in geometry.placedSources {
      workspace.pool.run(Self.kernelSlices * map.paddedChannels.panels) { item, _ in
        let (kernel, panel) = (item % Self.kernelSlices, item / Self.kernelSlices)
        let first = panel * panelWidth
        workspace.kernels.winograd_weights_transposed(
          plain + (Self.kernelSlices - 1 - kernel) * plainKernelFloats,
          weightShape(firstInput: firstInput + first, count: min(panelWidth, map.channels - first)),
          transformed(
            packed + kernel * kernelFloats, rows: geometry.paddedOutputs, columns: geometry.paddedInputs),
          firstRow / panelWidth + panel)
      }
    }
  }

  func backward(_ part: BatchPart) {
    let sums = part.pointer(sums)
    let biasSums = part.pointer(biasSums)
    part.runSums(blocksPerImage) { number, items, worker in
      let sum = sums + number * Self.kernelSlices * kernelFloats
      let bias = biasSums + number * geometry.paddedOutputs
      sum.update(repeating: 0, count: Self.kernelSlices * kernelFloats)
      bias.update(repeating: 0, count: geometry.paddedOutputs)
      for item in items {
        let block = block(item, scratch: part.pointer(backwardScratch, worker: worker))
        sumWeightGradients(part, block, to: sum, bias: bias)
        if geometry.needsSourceGradients { writeSourceGradients(part, block) }
      }
    }
  }

  private func sumWeightGradients(
    _ part: BatchPart, _ block: Block, to sum: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>
  ) {
    transformSources(part, block, into: block.inputs)
    let gradient = tiled(geometry.output, at: part.gradients(geometry.output))
    for slice in 0..<depth {
      part.kernels.winograd_output_gradient(
        gradient,
        block.outputs.block(slice: slice, first: block.firstTile(slice), channels: geometry.paddedOutputs), bias)
    }
    for kernel in 0..<Self.kernelSlices {
      guard let slices = slices(kernel) else { continue }
      part.kernels.product_transposed(
        block.inputs.matrix(slices.read), block.outputs.matrix(slices.written),
        FSMatrix(
          sum + kernel * kernelFloats, rows: geometry.paddedInputs, columns: geometry.paddedOutputs,
          matrixStride: weightPositionStride), Self.positions, true)
    }
  }

  private func writeSourceGradients(_ part: BatchPart, _ block: Block) {
    let gradient = tiled(geometry.output, at: part.gradients(geometry.output))
    for slice in 0..<depth {
      part.kernels.winograd_input(
        gradient,
        block.outputs.block(slice: slice, first: block.firstTile(slice), channels: geometry.paddedOutputs))
    }
    multiply(part, block.outputs, part.pointer(packedTransposed), into: block.inputs)
    for ((map, _, firstRow), gradientWrite) in zip(geometry.placedSources, geometry.gradientWrites) {
      guard let gradientWrite else { continue }
      let target = tiled(map, at: part.gradients(map))
      for slice in 0..<depth {
        part.kernels.winograd_output(
          block.inputs.block(
            slice: slice, first: block.firstTile(slice), channel: firstRow, channels: map.paddedChannels), target,
          FSEpilogue(bias: nil, accumulate: gradientWrite.accumulates, rectify: false),
          gradientWrite.gates ? part.values(map) : nil)
      }
    }
  }

  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(sums)
    let biasSums = batch.pointer(biasSums)
    let plain = batch.pointer(reorderedBackward)
    for (map, firstInput, firstRow) in geometry.placedSources {
      batch.workspace.pool.run(Self.kernelSlices * map.channels.panels) { item, _ in
        let (kernel, panel) = (item % Self.kernelSlices, item / Self.kernelSlices)
        let first = panel * panelWidth
        batch.kernels.winograd_weight_gradient(
          transformed(
            sums + kernel * kernelFloats, rows: geometry.paddedInputs, columns: geometry.paddedOutputs,
            sumCount: batch.sumCount), firstRow + first, plain + kernel * plainKernelFloats,
          weightShape(firstInput: firstInput + first, count: min(panelWidth, map.channels - first)))
      }
    }
    let gradient = batch.workspace.gradients(geometry.weight)
    for pair in 0..<plainKernelFloats / 9 {
      for kernel in 0..<Self.kernelSlices {
        (gradient + (pair * Self.kernelSlices + kernel) * 9).update(
          from: plain + kernel * plainKernelFloats + pair * 9, count: 9)
      }
    }
    let biasGradient = batch.workspace.gradients(geometry.bias)
    for output in 0..<geometry.outputs {
      biasGradient[output] = (0..<batch.sumCount).reduce(0) { $0 + biasSums[$1 * geometry.paddedOutputs + output] }
    }
  }
}
