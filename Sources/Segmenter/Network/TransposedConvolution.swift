internal import CKernels

/// A 2x2 transposed convolution with stride 2 and bias: each pixel makes a block of 2x2.
///
/// A row of pixels times the weights of one output line gives that line as it lies in memory, so nothing is moved.
struct TransposedConvolution: Layer {
  private let source: FeatureMap
  private let output: FeatureMap
  private let weight: ParameterBlock
  private let bias: ParameterBlock
  private let handover: GradientHandover
  private let packed: ArenaSlot
  private let packedBias: ArenaSlot
  private let packedTransposed: ArenaSlot?
  private let partSums: ArenaSlot?

  init(
    source: FeatureMap, output: FeatureMap, weight: ParameterBlock, bias: ParameterBlock, handover: GradientHandover,
    layer: Int, planner: inout NetworkPlanner
  ) {
    self.source = source
    self.output = output
    self.weight = weight
    self.bias = bias
    self.handover = handover
    let lineFloats = source.paddedChannels * 2 * output.paddedChannels
    packed = planner.packedWeights(2 * lineFloats, layer: layer)
    packedBias = planner.packedWeights(2 * output.paddedChannels, layer: layer)
    packedTransposed = planner.backwardScratch(2 * lineFloats, layer: layer)
    partSums = planner.backwardScratch(reductionParts * (2 * lineFloats + 2 * output.paddedChannels), layer: layer)
  }

  private var inputs: Int { source.paddedChannels }
  /// Channels of two neighbouring output pixels.
  private var pair: Int { 2 * output.paddedChannels }
  private var sourceLine: Int { source.width * inputs }
  private var outputLine: Int { output.width * output.paddedChannels }

  private static let rowsPerItem = 4

  private var itemsPerImage: Int { source.height.dividedRoundingUp(by: Self.rowsPerItem) }

  private func rows(ofItem item: Int) -> (image: Int, rows: Range<Int>) {
    let first = item % itemsPerImage * Self.rowsPerItem
    return (item / itemsPerImage, first..<min(source.height, first + Self.rowsPerItem))
  }

  func forward(_ workspace: Workspace) {
    let weights = workspace.arena.pointer(packed)
    let addend = workspace.arena.pointer(packedBias)
    if workspace.repacksWeights { pack(workspace, weights, addend) }
    let from = workspace.values(source)
    let to = workspace.values(output)
    workspace.pool.run(workspace.imageCount * itemsPerImage) { item, _ in
      let (image, rows) = self.rows(ofItem: item)
      for row in rows {
        for dy in 0..<2 {
          fs_product(
            workspace.kernels, 1, Int32(source.width), Int32(inputs), Int32(pair.panels),
            from + image * source.floatsPerImage + row * sourceLine, 0, inputs, 16, weights + dy * inputs * pair, 0,
            to + image * output.floatsPerImage + (2 * row + dy) * outputLine, 0, pair, 16, addend, false, false)
        }
      }
    }
  }

  func backward(_ workspace: Workspace) {
    backwardWeights(workspace)
    backwardData(workspace)
  }

  private func backwardData(_ workspace: Workspace) {
    let weights = workspace.arena.pointer(packedTransposed)
    packTransposed(workspace, weights)
    let from = workspace.gradients(output)
    let to = workspace.gradients(source)
    let values = workspace.values(source)
    workspace.pool.run(workspace.imageCount * itemsPerImage) { item, _ in
      let (image, rows) = self.rows(ofItem: item)
      for row in rows {
        let offset = image * source.floatsPerImage + row * sourceLine
        for dy in 0..<2 {
          fs_product(
            workspace.kernels, 1, Int32(source.width), Int32(pair), Int32(inputs.panels),
            from + image * output.floatsPerImage + (2 * row + dy) * outputLine, 0, pair, 16,
            weights + dy * inputs * pair, 0, to + offset, 0, inputs, 16, nil, false, dy == 1 || handover.accumulates)
        }
        if handover.gates { fs_gate(workspace.kernels, values + offset, to + offset, sourceLine) }
      }
    }
  }

  private func backwardWeights(_ workspace: Workspace) {
    let sums = workspace.arena.pointer(partSums)
    let partFloats = 2 * inputs * pair + pair
    let values = workspace.values(source)
    let gradient = workspace.gradients(output)
    let allRows = workspace.imageCount * source.height
    workspace.pool.run(reductionParts) { part, _ in
      let sum = sums + part * partFloats
      sum.update(repeating: 0, count: partFloats)
      for row in stretch(part, of: reductionParts, over: allRows) {
        let left = values + row * sourceLine
        for dy in 0..<2 {
          let right = gradient + (2 * row + dy) * outputLine
          fs_product_transposed(
            workspace.kernels, 1, Int32(source.width), Int32(inputs), Int32(pair.panels), left, 0, inputs, 16, right,
            0, pair, 16, sum + dy * inputs * pair, 0, true)
          fs_column_sums(workspace.kernels, right, Int32(source.width), Int32(pair), pair, sum + 2 * inputs * pair)
        }
      }
    }
    func total(_ index: Int) -> Float {
      var sum: Float = 0
      for part in 0..<reductionParts { sum += sums[part * partFloats + index] }
      return sum
    }
    let weightGradient = workspace.gradients(weight)
    let biasGradient = workspace.gradients(bias)
    workspace.pool.run(source.channels) { input, _ in
      for output in 0..<output.channels {
        for dy in 0..<2 {
          for dx in 0..<2 {
            let index = (dy * inputs + input) * pair + dx * pair / 2 + output
            weightGradient[((input * self.output.channels + output) * 2 + dy) * 2 + dx] = total(index)
          }
        }
      }
    }
    for output in 0..<output.channels {
      let first = 2 * inputs * pair + output
      biasGradient[output] = total(first) + total(first + pair / 2)
    }
  }

  /// Weights as [output line][panel of (dx, output channel)][input channel][16].
  private func pack(
    _ workspace: Workspace, _ packed: UnsafeMutablePointer<Float>, _ addend: UnsafeMutablePointer<Float>
  ) {
    let weights = workspace.parameters(weight)
    let biases = workspace.parameters(bias)
    for column in 0..<pair {
      let channel = column % (pair / 2)
      addend[column] = channel < output.channels ? biases[channel] : 0
    }
    forEachWeight { input, dy, column, index in
      packed[dy * inputs * pair + (column / 16 * inputs + input) * 16 + column % 16] = index.map { weights[$0] } ?? 0
    }
  }

  /// Weights as [output line][panel of input channels][(dx, output channel)][16].
  private func packTransposed(_ workspace: Workspace, _ packed: UnsafeMutablePointer<Float>) {
    let weights = workspace.parameters(weight)
    forEachWeight { input, dy, column, index in
      packed[dy * inputs * pair + (input / 16 * pair + column) * 16 + input % 16] = index.map { weights[$0] } ?? 0
    }
  }

  /// Calls `body` for every padded weight with its index in the block, or nil for padding.
  private func forEachWeight(_ body: (_ input: Int, _ dy: Int, _ column: Int, _ index: Int?) -> Void) {
    for input in 0..<inputs {
      for dy in 0..<2 {
        for column in 0..<pair {
          let channel = column % (pair / 2)
          let exists = input < source.channels && channel < output.channels
          let index = ((input * output.channels + channel) * 2 + dy) * 2 + column / (pair / 2)
          body(input, dy, column, exists ? index : nil)
        }
      }
    }
  }
}
