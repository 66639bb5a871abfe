internal import CKernels

/// A 3x3x3 convolution: Winograd's F(4x4, 3x3) within slices, and sums over three slices.
///
/// Tiles of a few columns and rows are transformed in every slice of an image. Slices lie one behind the other, so that the
/// tiles that one of the three kernels multiplies are the same matrix some rows further on.
struct VolumeWinograd: ConvolutionKernel {
  let domain: WinogradDomain
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

  private static let kernelSlices = 3

  private var geometry: ConvolutionGeometry { domain.geometry }

  /// Whether an image has so many tiles that transformed weights, which are larger than the weights, are worth reading. It
  /// follows from sizes alone, never from a timing.
  static func suits(_ geometry: ConvolutionGeometry) -> Bool {
    geometry.sliceTaps == 3 && WinogradDomain(geometry).tilesPerSlice * geometry.output.depth >= 64
  }

  init(_ geometry: ConvolutionGeometry, layer: Int, planner: inout NetworkPlanner) {
    domain = WinogradDomain(geometry)
    let (inputs, outputs) = (domain.inputs, domain.outputs)
    let depth = geometry.output.depth
    // Both transformed sides stay in the second cache as far as whole columns of slices do, and there is work for several
    // workers.
    let tileBytes = WinogradDomain.positions * 4 * (inputs + outputs) * depth
    blockTiles = max(1, min(600_000 / tileBytes, domain.tilesPerSlice.dividedRoundingUp(by: 4)))
    let tiles = blockTiles * depth
    let bothSides = WinogradDomain.floats(tiles * inputs) + WinogradDomain.floats(tiles * outputs)
    let weightFloats = Self.kernelSlices * domain.weightFloats
    let plainFloats = geometry.terms.count * geometry.weight.count
    packed = planner.packedWeights(weightFloats, layer: layer)
    bias = planner.packedWeights(outputs, layer: layer)
    reordered = planner.forwardScratch(plainFloats, layer: layer)
    scratch = planner.forwardWorkerScratch(bothSides, layer: layer)
    packedTransposed = planner.backwardScratch(weightFloats, layer: layer)
    reorderedBackward = planner.backwardScratch(plainFloats, layer: layer)
    backwardScratch = planner.backwardWorkerScratch(bothSides, layer: layer)
    sums = planner.backwardScratch(planner.sumLimit * weightFloats, layer: layer)
    biasSums = planner.backwardScratch(planner.sumLimit * outputs, layer: layer)
  }

  // MARK: Where things lie

  private var depth: Int { geometry.output.depth }
  private var blocksPerImage: Int { domain.tilesPerSlice.dividedRoundingUp(by: blockTiles) }
  /// Numbers of one of the three kernels.
  private var plainKernelFloats: Int { geometry.weight.count / Self.kernelSlices }

  /// Packed weights of one of the three kernels, or sums of its gradient.
  private func weights(
    _ data: UnsafeMutablePointer<Float>, kernel: Int, rows: Int, columns: Int
  ) -> WinogradWeights {
    WinogradWeights(base: data + kernel * domain.weightFloats, rows: rows, columns: columns)
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
    domain.writeBias(workspace, to: bias)
    let packed = workspace.arena.pointer(packed)
    let plain = workspace.arena.pointer(reordered)
    // Rows of padding channels must be zero; the place was used for other things before.
    packed.update(repeating: 0, count: Self.kernelSlices * domain.weightFloats)
    for (number, term) in geometry.terms.enumerated() {
      reorder(
        workspace.parameters(geometry.weight, in: term.slab), into: plain + number * geometry.weight.count)
    }
    workspace.pool.run(Self.kernelSlices * geometry.paddedOutputs.panels) { item, _ in
      let (kernel, panel) = (item % Self.kernelSlices, item / Self.kernelSlices)
      for (number, term) in geometry.terms.enumerated() {
        workspace.kernels.winograd_weights(
          plain + number * geometry.weight.count + kernel * plainKernelFloats,
          domain.weightShape(firstInput: term.firstInput, count: term.map.channels),
          weights(packed, kernel: kernel, rows: domain.inputs, columns: domain.outputs).transformed(),
          term.firstRow, panel)
      }
    }
  }

  func forward(_ part: BatchPart) {
    let output = geometry.output
    let target = domain.tiled(output, at: part.values(output))
    let epilogue = FSEpilogue(bias: part.pointer(bias), accumulate: false, rectify: output.isRectified)
    let gate = geometry.gate.map { part.values($0) }
    part.run(part.imageCount * blocksPerImage) { item, worker in
      let block = block(item, scratch: part.pointer(scratch, worker: worker))
      block.forEachSlice { domain.transformSources(part, $0, into: block.inputs, at: $1) }
      multiply(part, block, block.inputs, part.pointer(packed), into: block.outputs)
      block.forEachSlice { tiles, row in
        part.kernels.winograd_output(
          block.outputs.block(tiles, at: row, channels: output.paddedChannels), target, epilogue, gate)
      }
    }
  }

  /// Some tiles of every slice of an image, with room for both transformed sides.
  private struct Block {
    /// Of the image, numbered over all slices of all images.
    let slices: Range<Int>
    let tilesPerSlice: Int
    /// The same in every slice.
    let tiles: Range<Int>
    let inputs: WinogradSide
    let outputs: WinogradSide

    /// Calls `body` with a slice's tiles, numbered over all slices, and the place of the first in both sides.
    func forEachSlice(_ body: (_ tiles: Range<Int>, _ row: Int) -> Void) {
      for (place, slice) in slices.enumerated() {
        let first = slice * tilesPerSlice + tiles.lowerBound
        body(first..<first + tiles.count, place * tiles.count)
      }
    }

    /// Where the tiles of some slices lie in both sides.
    func rows(_ slices: Range<Int>) -> Range<Int> {
      slices.lowerBound * tiles.count..<slices.upperBound * tiles.count
    }
  }

  private func block(_ item: Int, scratch: UnsafeMutablePointer<Float>) -> Block {
    let (image, number) = item.quotientAndRemainder(dividingBy: blocksPerImage)
    let tiles = number * blockTiles..<min(domain.tilesPerSlice, (number + 1) * blockTiles)
    let inputs = WinogradSide(base: scratch, channels: domain.inputs, tiles: tiles.count * depth)
    return Block(
      slices: image * depth..<(image + 1) * depth, tilesPerSlice: domain.tilesPerSlice, tiles: tiles, inputs: inputs,
      outputs: WinogradSide(
        base: scratch + inputs.floats, channels: domain.outputs, tiles: tiles.count * depth))
  }

  /// right[z] = sum over kernels k of left[z + k - 1] weights[k]; slices beyond the ends are zero.
  private func multiply(
    _ part: BatchPart, _ block: Block, _ left: WinogradSide, _ packed: UnsafeMutablePointer<Float>,
    into right: WinogradSide
  ) {
    // The middle one first: it writes every slice.
    for kernel in [1, 0, 2] {
      guard let slices = slices(kernel) else { continue }
      part.kernels.product(
        left.matrix(rows: block.rows(slices.read)),
        weights(packed, kernel: kernel, rows: left.channels, columns: right.channels).matrix(),
        right.matrix(rows: block.rows(slices.written)), WinogradDomain.positions,
        FSEpilogue(bias: nil, accumulate: kernel != 1, rectify: false))
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
    packed.update(repeating: 0, count: Self.kernelSlices * domain.weightFloats)
    reorder(UnsafePointer(workspace.parameters(geometry.weight)), into: plain)
    let panels = domain.sourcePanels
    workspace.pool.run(Self.kernelSlices * panels.count) { item, _ in
      let (kernel, panel) = (item % Self.kernelSlices, panels[item / Self.kernelSlices])
      workspace.kernels.winograd_weights_transposed(
        plain + (Self.kernelSlices - 1 - kernel) * plainKernelFloats,
        domain.weightShape(firstInput: panel.firstInput, count: panel.count),
        weights(packed, kernel: kernel, rows: domain.outputs, columns: domain.inputs).transformed(), panel.number)
    }
  }

  func backward(_ part: BatchPart) {
    let (sums, sumFloats) = (part.pointer(sums), Self.kernelSlices * domain.weightFloats)
    let biasSums = part.pointer(biasSums)
    part.runSums(blocksPerImage) { number, items, worker in
      let sum = sums + number * sumFloats
      let bias = biasSums + number * domain.outputs
      sum.update(repeating: 0, count: sumFloats)
      bias.update(repeating: 0, count: domain.outputs)
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
    block.forEachSlice { tiles, row in
      domain.transformSources(part, tiles, into: block.inputs, at: row)
      domain.expandOutputGradient(part, tiles, into: block.outputs, at: row, bias: bias)
    }
    for kernel in 0..<Self.kernelSlices {
      guard let slices = slices(kernel) else { continue }
      part.kernels.product_transposed(
        block.inputs.matrix(rows: block.rows(slices.read)), block.outputs.matrix(rows: block.rows(slices.written)),
        weights(sum, kernel: kernel, rows: domain.inputs, columns: domain.outputs).sums(),
        WinogradDomain.positions, true)
    }
  }

  private func writeSourceGradients(_ part: BatchPart, _ block: Block) {
    block.forEachSlice { domain.transformOutputGradient(part, $0, into: block.outputs, at: $1) }
    multiply(part, block, block.outputs, part.pointer(packedTransposed), into: block.inputs)
    for ((map, _, firstRow), gradientWrite) in zip(geometry.placedSources, geometry.gradientWrites) {
      guard let gradientWrite else { continue }
      let target = domain.tiled(map, at: part.gradients(map))
      block.forEachSlice { tiles, row in
        part.kernels.winograd_output(
          block.inputs.block(tiles, at: row, channel: firstRow, channels: map.paddedChannels), target,
          FSEpilogue(bias: nil, accumulate: gradientWrite.accumulates, rectify: false),
          gradientWrite.gates ? part.values(map) : nil)
      }
    }
  }

  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(sums)
    let plain = batch.pointer(reorderedBackward)
    let panels = domain.sourcePanels
    batch.workspace.pool.run(Self.kernelSlices * panels.count) { item, _ in
      let (kernel, panel) = (item % Self.kernelSlices, panels[item / Self.kernelSlices])
      batch.kernels.winograd_weight_gradient(
        weights(sums, kernel: kernel, rows: domain.inputs, columns: domain.outputs).transformed(
          sumCount: batch.sumCount, sumStride: Self.kernelSlices * domain.weightFloats),
        panel.number * panelWidth, plain + kernel * plainKernelFloats,
        domain.weightShape(firstInput: panel.firstInput, count: panel.count))
    }
    let gradient = batch.workspace.gradients(geometry.weight)
    for pair in 0..<plainKernelFloats / 9 {
      for kernel in 0..<Self.kernelSlices {
        (gradient + (pair * Self.kernelSlices + kernel) * 9).update(
          from: plain + kernel * plainKernelFloats + pair * 9, count: 9)
      }
    }
    domain.writeBiasGradient(batch.workspace, batch.pointer(biasSums), count: batch.sumCount)
  }
}
