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
    partSums = planner.backwardScratch(planner.sumLimit * (2 * lineFloats + 2 * output.paddedChannels), layer: layer)
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

  func prepareForward(_ workspace: Workspace) {
    pack(workspace, workspace.arena.pointer(packed), workspace.arena.pointer(packedBias))
  }

  func forward(_ part: BatchPart) {
    let weights = part.pointer(packed)
    let addend = part.pointer(packedBias)
    let from = part.values(source)
    let to = part.values(output)
    part.run(part.imageCount * itemsPerImage) { item, _ in
      let (image, rows) = self.rows(ofItem: item)
      for row in rows {
        for dy in 0..<2 {
          fs_product(
            part.kernels, 1, Int32(source.width), Int32(inputs), Int32(pair.panels),
            from + image * source.floatsPerImage + row * sourceLine, 0, inputs, 16, weights + dy * inputs * pair, 0,
            to + image * output.floatsPerImage + (2 * row + dy) * outputLine, 0, pair, 16, addend, false, false)
        }
      }
    }
  }

  func prepareBackward(_ workspace: Workspace) {
    packTransposed(workspace, workspace.arena.pointer(packedTransposed))
  }

  func backward(_ part: BatchPart) {
    sumWeightGradients(part)
    let weights = part.pointer(packedTransposed)
    let from = part.gradients(output)
    let to = part.gradients(source)
    let values = part.values(source)
    part.run(part.imageCount * itemsPerImage) { item, _ in
      let (image, rows) = self.rows(ofItem: item)
      for row in rows {
        let offset = image * source.floatsPerImage + row * sourceLine
        for dy in 0..<2 {
          fs_product(
            part.kernels, 1, Int32(source.width), Int32(pair), Int32(inputs.panels),
            from + image * output.floatsPerImage + (2 * row + dy) * outputLine, 0, pair, 16,
            weights + dy * inputs * pair, 0, to + offset, 0, inputs, 16, nil, false, dy == 1 || handover.accumulates)
        }
        if handover.gates { fs_gate(part.kernels, values + offset, to + offset, sourceLine) }
      }
    }
  }

  private var sumFloats: Int { 2 * inputs * pair + pair }

  private func sumWeightGradients(_ part: BatchPart) {
    let sums = part.pointer(partSums)
    let values = part.values(source)
    let gradient = part.gradients(output)
    part.runSums(source.height) { number, rows, _ in
      let sum = sums + number * sumFloats
      sum.update(repeating: 0, count: sumFloats)
      for row in rows {
        let left = values + row * sourceLine
        for dy in 0..<2 {
          let right = gradient + (2 * row + dy) * outputLine
          fs_product_transposed(
            part.kernels, 1, Int32(source.width), Int32(inputs), Int32(pair.panels), left, 0, inputs, 16, right, 0,
            pair, 16, sum + dy * inputs * pair, 0, true)
          fs_column_sums(part.kernels, right, Int32(source.width), Int32(pair), pair, sum + 2 * inputs * pair)
        }
      }
    }
  }

  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(partSums)
    func total(_ index: Int) -> Float {
      var sum: Float = 0
      for part in 0..<batch.sumCount { sum += sums[part * sumFloats + index] }
      return sum
    }
    let weightGradient = batch.workspace.gradients(weight)
    let biasGradient = batch.workspace.gradients(bias)
    batch.workspace.pool.run(source.channels) { input, _ in
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
