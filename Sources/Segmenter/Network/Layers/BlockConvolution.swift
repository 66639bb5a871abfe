internal import CKernels

extension NetworkDescription {
  /// A 2x2x2 convolution with stride 2 and bias: each block of 2x2x2 voxels makes one; PyTorch's
  /// `Conv3d(inputs, channels, 2, stride=2)`.
  /// - Parameters:
  ///   - name: of the layer; its tensors are "name.weight" [channels][inputs][2][2][2] and "name.bias" [channels].
  ///   - source: of even depth, height and width.
  ///   - rectifies: whether a ReLU follows.
  package mutating func stridedConvolution(
    _ name: String, of source: FeatureMap, channels: Int, rectifies: Bool = true
  ) -> FeatureMap {
    add(BlockConvolution(channels: channels, direction: .toCoarse, rectifies: rectifies), name, of: [source])
  }

  /// A 2x2x2 transposed convolution with stride 2 and bias: each voxel makes a block of 2x2x2; PyTorch's
  /// `ConvTranspose3d(inputs, channels, 2, stride=2)`.
  /// - Parameters:
  ///   - name: of the layer; its tensors are "name.weight" [inputs][channels][2][2][2] and "name.bias" [channels].
  ///   - rectifies: whether a ReLU follows.
  package mutating func volumeTransposedConvolution(
    _ name: String, of source: FeatureMap, channels: Int, rectifies: Bool = true
  ) -> FeatureMap {
    add(BlockConvolution(channels: channels, direction: .toFine, rectifies: rectifies), name, of: [source])
  }
}

private struct BlockConvolution: LayerDescription {
  let channels: Int
  let direction: BlockProducts.Direction
  let rectifies: Bool

  var takesSlices: Bool { true }

  func output(of sources: [FeatureMap]) -> MapShape {
    let source = sources[0]
    func extent(_ extent: Int) -> Int {
      precondition(direction == .toFine || extent % 2 == 0, "a map of odd extent has no whole blocks")
      return direction == .toFine ? 2 * extent : extent / 2
    }
    return MapShape(
      depth: extent(source.depth), height: extent(source.height), width: extent(source.width), channels: channels,
      isRectified: rectifies)
  }

  func parameters(for sources: [FeatureMap]) -> [ParameterShape] {
    let inputs = sources[0].channels
    // Coarse channels come first either way. With stride 2 one coarse voxel goes into a fine one, eight fine ones into a
    // coarse one.
    let (first, second) = direction == .toCoarse ? (channels, inputs) : (inputs, channels)
    let fanIn = direction == .toCoarse ? 8 * inputs : inputs
    return [
      ParameterShape("weight", [first, second, 2, 2, 2], start: .normal(gain: rectifies ? 2 : 1, fanIn: fanIn)),
      ParameterShape("bias", [channels], start: .constant(0)),
    ]
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    let (source, output) = (site.sources[0], site.output)
    let isToCoarse = direction == .toCoarse
    return BlockConvolutionLayer(
      products: BlockProducts(
        fine: isToCoarse ? source : output, coarse: isToCoarse ? output : source, weight: site.parameters[0]),
      direction: direction, terms: [(source, .weights)], source: source, output: output, bias: site.parameters[1],
      gradientWrite: site.gradientWrites[0], gate: nil, layer: site.number, planner: &planner)
  }
}

private struct BlockConvolutionLayer: Layer {
  private let products: BlockProducts
  private let direction: BlockProducts.Direction
  /// The maps that are summed over, and which numbers stand for their weights: in a tangent pass there may be two.
  private let terms: [(map: FeatureMap, slab: ParameterSlab)]
  private let source: FeatureMap
  private let output: FeatureMap
  private let bias: ParameterBlock
  private let gradientWrite: GradientWrite?
  /// The output is kept where this map is positive: the ReLU's derivative in a tangent pass.
  private let gate: FeatureMap?
  private let packed: ArenaSlot
  private let packedBias: ArenaSlot
  private let packedBackward: ArenaSlot?
  private let sums: ArenaSlot?

  init(
    products: BlockProducts, direction: BlockProducts.Direction, terms: [(map: FeatureMap, slab: ParameterSlab)],
    source: FeatureMap, output: FeatureMap, bias: ParameterBlock, gradientWrite: GradientWrite?, gate: FeatureMap?,
    layer: Int, planner: inout NetworkPlanner
  ) {
    self.products = products
    self.direction = direction
    self.terms = terms
    self.source = source
    self.output = output
    self.bias = bias
    self.gradientWrite = gradientWrite
    self.gate = gate
    packed = planner.packedWeights(terms.count * products.weightFloats, layer: layer)
    packedBias = planner.packedWeights(2 * output.paddedChannels, layer: layer)
    packedBackward = planner.backwardScratch(products.weightFloats, layer: layer)
    sums = planner.backwardScratch(
      planner.sumLimit * (products.weightFloats + 2 * output.paddedChannels), layer: layer)
  }

  func prepareForward(_ workspace: Workspace) {
    let biases = workspace.parameters(bias, in: terms.last?.slab ?? .weights)
    let addend = workspace.arena.pointer(packedBias)
    // Twice, since two neighbours of a fine line are one row of a product.
    for column in 0..<2 * output.paddedChannels {
      let channel = column % output.paddedChannels
      addend[column] = channel < output.channels ? biases[channel] : 0
    }
    for (number, term) in terms.enumerated() {
      products.pack(
        workspace, term.slab, direction, into: workspace.arena.pointer(packed) + number * products.weightFloats)
    }
  }

  func forward(_ part: BatchPart) {
    products.multiply(
      part, direction,
      terms: terms.enumerated().map {
        (part.values($1.map), part.pointer(packed) + $0 * products.weightFloats)
      }, to: part.values(output),
      FSEpilogue(bias: part.pointer(packedBias), accumulate: false, rectify: output.isRectified),
      gate: gate.map { part.values($0) })
  }

  func prepareBackward(_ workspace: Workspace) {
    guard gradientWrite != nil else { return }
    products.pack(workspace, .weights, direction.reversed, into: workspace.arena.pointer(packedBackward))
  }

  func backward(_ part: BatchPart) {
    let gradient = part.gradients(output)
    let values = part.values(source)
    let sums = part.pointer(sums)
    part.runSums(products.coarse.depth * products.coarse.height) { number, rows, _ in
      let sum = sums + number * sumFloats
      sum.update(repeating: 0, count: sumFloats)
      let isToCoarse = direction == .toCoarse
      products.addWeightGradient(
        part, rows, fine: isToCoarse ? values : gradient, coarse: isToCoarse ? gradient : values, to: sum)
      products.addBiasGradient(part, rows, of: gradient, direction, to: sum + products.weightFloats)
    }
    guard let gradientWrite else { return }
    products.multiply(
      part, direction.reversed, terms: [(gradient, part.pointer(packedBackward))], to: part.gradients(source),
      FSEpilogue(bias: nil, accumulate: gradientWrite.accumulates, rectify: false),
      gate: gradientWrite.gates ? values : nil)
  }

  private var sumFloats: Int { products.weightFloats + 2 * output.paddedChannels }

  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(sums)
    func total(_ index: Int) -> Float {
      var sum: Float = 0
      for part in 0..<batch.sumCount { sum += sums[part * sumFloats + index] }
      return sum
    }
    products.writeWeightGradient(batch.workspace, total)
    let biasGradient = batch.workspace.gradients(bias)
    let biasSums = products.weightFloats
    for channel in 0..<output.channels {
      biasGradient[channel] = total(biasSums + channel) + total(biasSums + output.paddedChannels + channel)
    }
  }

  /// y' = 1[y > 0] (w * x' + w' * x + b').
  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    let moving = tangents[source].map { [(map: $0, slab: ParameterSlab.weights)] } ?? []
    return BlockConvolutionLayer(
      products: products, direction: direction, terms: moving + [(source, .direction)], source: source,
      output: tangents.make(of: output), bias: bias, gradientWrite: nil, gate: output.isRectified ? output : nil,
      layer: tangents.layer, planner: &planner)
  }
}
