internal import CKernels

extension NetworkDescription {
  /// A 2x2 transposed convolution with stride 2 and bias: each pixel makes a block of 2x2; PyTorch's
  /// `ConvTranspose2d(inputs, channels, 2, stride=2)`.
  /// - Parameter name: of the layer; its tensors are "name.weight" [inputs][channels][2][2] and "name.bias" [channels].
  package mutating func transposedConvolution(_ name: String, of source: FeatureMap, channels: Int) -> FeatureMap {
    add(TransposedConvolution(channels: channels), name, of: [source])
  }
}

private struct TransposedConvolution: LayerDescription {
  let channels: Int

  func output(of sources: [FeatureMap]) -> MapShape {
    MapShape(height: 2 * sources[0].height, width: 2 * sources[0].width, channels: channels)
  }

  func parameters(for sources: [FeatureMap]) -> [ParameterShape] {
    // With stride 2 exactly one source pixel goes into an output pixel.
    [
      ParameterShape(
        "weight", [sources[0].channels, channels, 2, 2], start: .normal(gain: 1, fanIn: sources[0].channels)),
      ParameterShape("bias", [channels], start: .constant(0)),
    ]
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    TransposedConvolutionLayer(site, planner: &planner)
  }
}

/// A row of pixels times the weights of one output line gives that line as it lies in memory, so nothing is moved.
private struct TransposedConvolutionLayer: Layer {
  private let source: FeatureMap
  private let output: FeatureMap
  private let weight: ParameterBlock
  private let bias: ParameterBlock
  private let gradientWrite: GradientWrite?
  /// The maps that are summed over, and which numbers stand for their weights: in a tangent pass there are two.
  private let terms: [(map: FeatureMap, slab: ParameterSlab)]
  private let packed: ArenaSlot
  private let packedBias: ArenaSlot
  private let packedTransposed: ArenaSlot?
  private let partSums: ArenaSlot?

  init(_ site: LayerSite, planner: inout NetworkPlanner) {
    self.init(
      terms: [(site.sources[0], .weights)], source: site.sources[0], output: site.output, weight: site.parameters[0],
      bias: site.parameters[1], gradientWrite: site.gradientWrites[0], layer: site.number, planner: &planner)
  }

  private init(
    terms: [(map: FeatureMap, slab: ParameterSlab)], source: FeatureMap, output: FeatureMap, weight: ParameterBlock,
    bias: ParameterBlock, gradientWrite: GradientWrite?, layer: Int, planner: inout NetworkPlanner
  ) {
    self.terms = terms
    self.source = source
    self.output = output
    self.weight = weight
    self.bias = bias
    self.gradientWrite = gradientWrite
    let lineFloats = source.paddedChannels * 2 * output.paddedChannels
    packed = planner.packedWeights(terms.count * 2 * lineFloats, layer: layer)
    packedBias = planner.packedWeights(2 * output.paddedChannels, layer: layer)
    packedTransposed = planner.backwardScratch(2 * lineFloats, layer: layer)
    partSums = planner.backwardScratch(
      planner.sums(ofLayer: layer) * 2 * (lineFloats + 2 * output.paddedChannels), layer: layer)
  }

  private var inputs: Int { source.paddedChannels }
  private var shape: FSTransposedShape {
    FSTransposedShape(
      inputs: source.channels, outputs: output.channels, paddedInputs: inputs, paddedOutputs: output.paddedChannels)
  }
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
    let weights = workspace.arena.pointer(packed)
    let addend = workspace.arena.pointer(packedBias)
    let biases = workspace.parameters(bias, in: terms.count == 1 ? .weights : .direction)
    for column in 0..<pair {
      let channel = column % (pair / 2)
      addend[column] = channel < output.channels ? biases[channel] : 0
    }
    for (number, term) in terms.enumerated() {
      workspace.pool.run(inputs.panels) { panel, _ in
        fs_pack_transposed(
          workspace.parameters(weight, in: term.slab), shape, panel, weights + 2 * number * inputs * pair)
      }
    }
  }

  func forward(_ part: BatchPart) {
    let weights = part.pointer(packed)
    let addend = part.pointer(packedBias)
    let to = part.values(output)
    for (number, term) in terms.enumerated() {
      let from = part.values(term.map)
      part.run(part.imageCount * itemsPerImage) { item, _ in
        let (image, rows) = self.rows(ofItem: item)
        for row in rows {
          for dy in 0..<2 {
            part.kernels.product(
              FSMatrix(from + image * source.floatsPerImage + row * sourceLine, rows: source.width, columns: inputs),
              FSMatrix(panels: weights + (2 * number + dy) * inputs * pair, rows: inputs, columns: pair),
              FSMatrix(
                to + image * output.floatsPerImage + (2 * row + dy) * outputLine, rows: source.width, columns: pair),
              1, FSEpilogue(bias: number == 0 ? addend : nil, accumulate: number > 0, rectify: false))
          }
        }
      }
    }
  }

  /// y' = w * x' + w' * x + b'.
  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    TransposedConvolutionLayer(
      terms: [(tangents.known(source), .weights), (source, .direction)], source: source,
      output: tangents.make(of: output), weight: weight, bias: bias, gradientWrite: gradientWrite,
      layer: tangents.layer,
      planner: &planner)
  }

  func prepareBackward(_ workspace: Workspace) {
    let weights = workspace.arena.pointer(packedTransposed)
    workspace.pool.run(inputs.panels) { panel, _ in
      fs_pack_transposed_gradient(workspace.parameters(weight), shape, panel, weights)
    }
  }

  func backward(_ part: BatchPart) {
    sumWeightGradients(part)
    guard let gradientWrite else { return }
    let weights = part.pointer(packedTransposed)
    let from = part.gradients(output)
    let to = part.gradients(source)
    let values = part.values(source)
    part.run(part.imageCount * itemsPerImage) { item, _ in
      let (image, rows) = self.rows(ofItem: item)
      for row in rows {
        let offset = image * source.floatsPerImage + row * sourceLine
        for dy in 0..<2 {
          part.kernels.product(
            FSMatrix(
              from + image * output.floatsPerImage + (2 * row + dy) * outputLine, rows: source.width, columns: pair),
            FSMatrix(panels: weights + dy * inputs * pair, rows: pair, columns: inputs),
            FSMatrix(to + offset, rows: source.width, columns: inputs), 1,
            FSEpilogue(bias: nil, accumulate: dy == 1 || gradientWrite.accumulates, rectify: false))
        }
        if gradientWrite.gates { part.kernels.gate(values + offset, to + offset, sourceLine) }
      }
    }
  }

  /// Sums of the weights' gradient as [output line][input][(dx, output channel)], then those of the bias, a line each.
  private var sumFloats: Int { 2 * (inputs + 1) * pair }
  private var biasSums: Int { 2 * inputs * pair }

  private func sumWeightGradients(_ part: BatchPart) {
    let sums = part.pointer(partSums)
    if part.worker != nil {
      let sum = sums + part.images.lowerBound * sumFloats
      sum.update(repeating: 0, count: sumFloats)
      for item in 0..<2 * inputs.panels { sumWeightGradients(part, item, into: sum) }
    } else {
      // The whole batch: each worker sums some of the weights over all pixels, so that one sum is enough.
      sums.update(repeating: 0, count: sumFloats)
      part.run(2 * inputs.panels) { item, _ in sumWeightGradients(part, item, into: sums) }
    }
  }

  /// One output line and one panel of inputs, over all rows of the part.
  private func sumWeightGradients(_ part: BatchPart, _ item: Int, into sum: UnsafeMutablePointer<Float>) {
    let dy = item % 2
    let panel = item / 2
    let values = part.values(source) + panel * panelWidth
    let gradient = part.gradients(output)
    for row in 0..<part.imageCount * source.height {
      let right = gradient + (2 * row + dy) * outputLine
      let gradient = FSMatrix(right, rows: source.width, columns: pair)
      part.kernels.product_transposed(
        FSMatrix(values + row * sourceLine, rows: source.width, columns: panelWidth, rowStride: inputs), gradient,
        FSMatrix(sum + (dy * inputs + panel * panelWidth) * pair, rows: panelWidth, columns: pair), 1, true)
      if panel == 0 { part.kernels.column_sums(gradient, sum + biasSums + dy * pair) }
    }
  }

  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(partSums)
    let count = batch.sumsByImage ? batch.sumCount : 1
    func total(_ index: Int) -> Float {
      var sum: Float = 0
      for part in 0..<count { sum += sums[part * sumFloats + index] }
      return sum
    }
    let weightGradient = batch.workspace.gradients(weight)
    let biasGradient = batch.workspace.gradients(bias)
    batch.workspace.pool.run(source.channels) { input, _ in
      for dy in 0..<2 {
        for dx in 0..<2 {
          let first = (dy * inputs + input) * pair + dx * pair / 2
          for output in 0..<output.channels {
            weightGradient[((input * self.output.channels + output) * 2 + dy) * 2 + dx] = total(first + output)
          }
        }
      }
    }
    for output in 0..<output.channels {
      biasGradient[output] = (0..<4).reduce(0) { $0 + total(biasSums + $1 * pair / 2 + output) }
    }
  }
}
