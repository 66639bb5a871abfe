internal import CKernels

extension NetworkDescription {
  /// The 1x1 convolution with bias to one number a pixel, a logit or a score.
  /// - Parameters:
  ///   - name: of the layer; its tensors are "name.weight" [1][channels][1][1] and "name.bias" [1].
  ///   - source: a map without negative values that no other layer reads.
  ///   - start: what the weights are drawn from; normal with variance 1 / channels unless told otherwise.
  package mutating func head(_ name: String, of source: FeatureMap, start: ParameterStart? = nil) -> FeatureMap {
    add(Head(start: start ?? .normal(gain: 1, fanIn: source.channels)), name, of: [source])
  }
}

private struct Head: LayerDescription {
  let start: ParameterStart

  var takesSlices: Bool { true }

  func output(of sources: [FeatureMap]) -> MapShape {
    MapShape(depth: sources[0].depth, height: sources[0].height, width: sources[0].width, channels: 1).unpadded
  }

  func parameters(for sources: [FeatureMap]) -> [ParameterShape] {
    [
      ParameterShape("weight", [1, sources[0].channels, 1, 1], start: start),
      ParameterShape("bias", [1], start: .constant(0)),
    ]
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer { HeadLayer(site, planner: &planner) }
}

private struct HeadLayer: Layer {
  private let source: FeatureMap
  private let output: FeatureMap
  private let weight: ParameterBlock
  private let bias: ParameterBlock
  private let packed: ArenaSlot
  private let partSums: ArenaSlot?

  init(_ site: LayerSite, planner: inout NetworkPlanner) {
    // The kernel writes the whole gradient of its source, and only where that is positive.
    precondition(site.gradientWrites[0]?.accumulates == false)
    source = site.sources[0]
    output = site.output
    weight = site.parameters[0]
    bias = site.parameters[1]
    // Needed in both directions.
    packed = planner.arena.reserve(floats: source.paddedChannels, during: planner.always)
    partSums = planner.backwardScratch(planner.sumLimit * (source.paddedChannels + 1), layer: site.number)
  }

  func prepareForward(_ workspace: Workspace) {
    pack(workspace, .weights, into: workspace.arena.pointer(packed))
  }

  private static let pixelsPerItem = 4096

  func forward(_ part: BatchPart) {
    let weights = part.pointer(packed)
    let from = part.values(source)
    let logits = part.values(output)
    let pixels = part.imageCount * source.pixels
    let addend = part.workspace.parameters(bias)[0]
    part.run(pixels.dividedRoundingUp(by: Self.pixelsPerItem)) { item, _ in
      let first = item * Self.pixelsPerItem
      part.kernels.head(
        from + first * source.paddedChannels, source.paddedChannels, min(Self.pixelsPerItem, pixels - first), weights,
        addend, logits + first)
    }
  }

  func backward(_ part: BatchPart) {
    let channels = source.paddedChannels
    let weights = part.pointer(packed)
    let sums = part.pointer(partSums)
    let values = part.values(source)
    let from = part.gradients(output)
    let to = part.gradients(source)
    part.runSums(source.pixels) { number, pixels, _ in
      let sum = sums + number * (channels + 1)
      sum.update(repeating: 0, count: channels + 1)
      let offset = pixels.lowerBound * channels
      part.kernels.head_gradient(
        values + offset, from + pixels.lowerBound, channels, pixels.count, weights, to + offset, sum, sum + channels)
    }
  }

  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(partSums)
    func total(_ index: Int) -> Float {
      (0..<batch.sumCount).reduce(0) { $0 + sums[$1 * (source.paddedChannels + 1) + index] }
    }
    let weightGradient = batch.workspace.gradients(weight)
    for channel in 0..<source.channels { weightGradient[channel] = total(channel) }
    batch.workspace.gradients(bias)[0] = total(source.paddedChannels)
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    HeadTangent(
      primal: self, source: tangents.known(source), output: tangents.make(of: output),
      packed: planner.packedWeights(2 * source.paddedChannels, layer: tangents.layer))
  }

  fileprivate func pack(_ workspace: Workspace, _ slab: ParameterSlab, into packed: UnsafeMutablePointer<Float>) {
    let weights = workspace.parameters(weight, in: slab)
    for channel in 0..<source.paddedChannels { packed[channel] = channel < source.channels ? weights[channel] : 0 }
  }

  fileprivate func tangent(
    _ part: BatchPart, from: UnsafeMutablePointer<Float>, packed: UnsafeMutablePointer<Float>,
    to: UnsafeMutablePointer<Float>
  ) {
    let values = part.values(source)
    let channels = source.paddedChannels
    let addend = part.workspace.parameters(bias, in: .direction)[0]
    let pixels = part.imageCount * source.pixels
    part.run(pixels.dividedRoundingUp(by: Self.pixelsPerItem)) { item, _ in
      let first = item * Self.pixelsPerItem
      part.kernels.head_tangent(
        from + first * channels, packed, values + first * channels, packed + channels, channels,
        min(Self.pixelsPerItem, pixels - first), addend, to + first)
    }
  }
}

/// z' = w . x' + w' . x + b'.
private struct HeadTangent: TangentLayer {
  let primal: HeadLayer
  let source: FeatureMap
  let output: FeatureMap
  let packed: ArenaSlot

  func prepareForward(_ workspace: Workspace) {
    let packed = workspace.arena.pointer(packed)
    primal.pack(workspace, .weights, into: packed)
    primal.pack(workspace, .direction, into: packed + source.paddedChannels)
  }

  func forward(_ part: BatchPart) {
    primal.tangent(part, from: part.values(source), packed: part.pointer(packed), to: part.values(output))
  }
}
