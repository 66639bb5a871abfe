internal import CKernels

extension NetworkDescription {
  /// A dense layer over the channels of each pixel, y = W x + b: a 1x1 convolution to any number of channels, PyTorch's
  /// `Conv2d(inputs, channels, 1)`; on maps of one pixel its `Linear`.
  /// - Parameters:
  ///   - name: of the layer; its tensors are "name.weight" [channels][inputs][1][1] and "name.bias" [channels].
  ///   - rectifies: whether a ReLU follows.
  package mutating func dense(
    _ name: String, of source: FeatureMap, channels: Int, rectifies: Bool = false
  ) -> FeatureMap {
    add(Dense(channels: channels, rectifies: rectifies), name, of: [source])
  }
}

private struct Dense: LayerDescription {
  let channels: Int
  let rectifies: Bool

  var takesSlices: Bool { true }

  func output(of sources: [FeatureMap]) -> MapShape {
    MapShape(
      depth: sources[0].depth, height: sources[0].height, width: sources[0].width, channels: channels,
      isRectified: rectifies)
  }

  func parameters(for sources: [FeatureMap]) -> [ParameterShape] {
    let inputs = sources[0].channels
    return [
      ParameterShape("weight", [channels, inputs, 1, 1], start: .normal(gain: rectifies ? 2 : 1, fanIn: inputs)),
      ParameterShape("bias", [channels], start: .constant(0)),
    ]
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    DenseLayer(
      terms: [(site.sources[0], .weights)], source: site.sources[0], output: site.output, weight: site.parameters[0],
      bias: site.parameters[1], gradientWrite: site.gradientWrites[0], gate: nil, layer: site.number,
      planner: &planner)
  }
}

private struct DenseLayer: Layer {
  /// The maps that are multiplied, and which numbers stand for their weights: in a tangent pass there may be two.
  private let terms: [(map: FeatureMap, slab: ParameterSlab)]
  private let source: FeatureMap
  private let output: FeatureMap
  private let weight: ParameterBlock
  private let bias: ParameterBlock
  private let gradientWrite: GradientWrite?
  /// The output is kept where this map is positive: the ReLU's derivative in a tangent pass.
  private let gate: FeatureMap?
  private let packed: ArenaSlot
  private let packedBias: ArenaSlot
  private let packedTransposed: ArenaSlot?
  private let sums: ArenaSlot?

  private static let pixelsPerItem = 1024

  init(
    terms: [(map: FeatureMap, slab: ParameterSlab)], source: FeatureMap, output: FeatureMap, weight: ParameterBlock,
    bias: ParameterBlock, gradientWrite: GradientWrite?, gate: FeatureMap?, layer: Int, planner: inout NetworkPlanner
  ) {
    self.terms = terms
    self.source = source
    self.output = output
    self.weight = weight
    self.bias = bias
    self.gradientWrite = gradientWrite
    self.gate = gate
    let (inputs, outputs) = (source.paddedChannels, output.paddedChannels)
    packed = planner.packedWeights(terms.count * inputs * outputs, layer: layer)
    packedBias = planner.packedWeights(outputs, layer: layer)
    packedTransposed = planner.backwardScratch(outputs * inputs.paddedToPanel, layer: layer)
    sums = planner.backwardScratch(planner.sumLimit * (inputs + 1) * outputs, layer: layer)
  }

  private var inputs: Int { source.paddedChannels }
  private var outputs: Int { output.paddedChannels }

  func prepareForward(_ workspace: Workspace) {
    let biases = workspace.parameters(bias, in: terms.last?.slab ?? .weights)
    let addend = workspace.arena.pointer(packedBias)
    for channel in 0..<outputs { addend[channel] = channel < output.channels ? biases[channel] : 0 }
    for (number, term) in terms.enumerated() {
      let weights = workspace.parameters(weight, in: term.slab)
      pack(workspace.arena.pointer(packed) + number * inputs * outputs, rows: inputs, columns: outputs) {
        input, output in
        input < source.channels && output < self.output.channels ? weights[output * source.channels + input] : 0
      }
    }
  }

  /// A matrix panel by panel.
  private func pack(
    _ packed: UnsafeMutablePointer<Float>, rows: Int, columns: Int, _ value: (_ row: Int, _ column: Int) -> Float
  ) {
    for row in 0..<rows {
      for column in 0..<columns.paddedToPanel {
        packed[(column / panelWidth * rows + row) * panelWidth + column % panelWidth] = value(row, column)
      }
    }
  }

  func forward(_ part: BatchPart) {
    let weights = part.pointer(packed)
    let addend = part.pointer(packedBias)
    let to = part.values(output)
    let gate = gate.map { part.values($0) }
    let pixels = part.imageCount * output.pixels
    part.run(pixels.dividedRoundingUp(by: Self.pixelsPerItem)) { item, _ in
      let first = item * Self.pixelsPerItem
      let count = min(Self.pixelsPerItem, pixels - first)
      for (number, term) in terms.enumerated() {
        part.kernels.product(
          FSMatrix(part.values(term.map) + first * inputs, rows: count, columns: inputs),
          FSMatrix(panels: weights + number * inputs * outputs, rows: inputs, columns: outputs),
          FSMatrix(to + first * outputs, rows: count, columns: outputs), 1,
          FSEpilogue(bias: number == 0 ? addend : nil, accumulate: number > 0, rectify: output.isRectified))
      }
      if let gate { part.kernels.gate(gate + first * outputs, to + first * outputs, count * outputs) }
    }
  }

  func prepareBackward(_ workspace: Workspace) {
    let weights = workspace.parameters(weight)
    pack(workspace.arena.pointer(packedTransposed), rows: outputs, columns: inputs) { output, input in
      input < source.channels && output < self.output.channels ? weights[output * source.channels + input] : 0
    }
  }

  private var sumFloats: Int { (inputs + 1) * outputs }

  func backward(_ part: BatchPart) {
    let gradient = part.gradients(output)
    let values = part.values(source)
    let sums = part.pointer(sums)
    part.runSums(output.pixels) { number, pixels, _ in
      let sum = sums + number * sumFloats
      sum.update(repeating: 0, count: sumFloats)
      let right = FSMatrix(gradient + pixels.lowerBound * outputs, rows: pixels.count, columns: outputs)
      part.kernels.product_transposed(
        FSMatrix(values + pixels.lowerBound * inputs, rows: pixels.count, columns: inputs), right,
        FSMatrix(sum, rows: inputs, columns: outputs), 1, true)
      part.kernels.column_sums(right, sum + inputs * outputs)
    }
    guard let gradientWrite else { return }
    let weights = part.pointer(packedTransposed)
    let to = part.gradients(source)
    let pixels = part.imageCount * output.pixels
    part.run(pixels.dividedRoundingUp(by: Self.pixelsPerItem)) { item, _ in
      let first = item * Self.pixelsPerItem
      let count = min(Self.pixelsPerItem, pixels - first)
      part.kernels.product(
        FSMatrix(gradient + first * outputs, rows: count, columns: outputs),
        FSMatrix(panels: weights, rows: outputs, columns: inputs),
        FSMatrix(to + first * inputs, rows: count, columns: inputs), 1,
        FSEpilogue(bias: nil, accumulate: gradientWrite.accumulates, rectify: false))
      if gradientWrite.gates { part.kernels.gate(values + first * inputs, to + first * inputs, count * inputs) }
    }
  }

  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(sums)
    let weightGradient = batch.workspace.gradients(weight)
    let biasGradient = batch.workspace.gradients(bias)
    func total(_ index: Int) -> Float { (0..<batch.sumCount).reduce(0) { $0 + sums[$1 * sumFloats + index] } }
    for channel in 0..<output.channels {
      for input in 0..<source.channels {
        weightGradient[channel * source.channels + input] = total(input * outputs + channel)
      }
      biasGradient[channel] = total(inputs * outputs + channel)
    }
  }

  /// y' = 1[y > 0] (W x' + W' x + b').
  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    let moving = tangents[source].map { [(map: $0, slab: ParameterSlab.weights)] } ?? []
    return DenseLayer(
      terms: moving + [(source, .direction)], source: source, output: tangents.make(of: output), weight: weight,
      bias: bias, gradientWrite: nil, gate: output.isRectified ? output : nil, layer: tangents.layer,
      planner: &planner)
  }
}
