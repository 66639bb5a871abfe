internal import CKernels

/// The 1x1 convolution to one logit a pixel.
struct Head: Layer {
  private let source: FeatureMap
  private let output: FeatureMap
  private let weight: ParameterBlock
  private let bias: ParameterBlock
  private let packed: ArenaSlot
  private let partSums: ArenaSlot?

  init(
    source: FeatureMap, output: FeatureMap, weight: ParameterBlock, bias: ParameterBlock, layer: Int,
    planner: inout NetworkPlanner
  ) {
    self.source = source
    self.output = output
    self.weight = weight
    self.bias = bias
    // Needed in both directions.
    packed = planner.arena.reserve(floats: source.paddedChannels, during: planner.always)
    partSums = planner.backwardScratch(reductionParts * (source.paddedChannels + 1), layer: layer)
  }

  func forward(_ workspace: Workspace) {
    let weights = workspace.arena.pointer(packed)
    let blockWeights = workspace.parameters(weight)
    for channel in 0..<source.paddedChannels {
      weights[channel] = channel < source.channels ? blockWeights[channel] : 0
    }
    let from = workspace.values(source)
    let logits = workspace.values(output)
    let pixels = workspace.imageCount * source.pixels
    let addend = workspace.parameters(bias)[0]
    let parts = max(reductionParts, workspace.pool.workerCount)
    workspace.pool.run(parts) { part, _ in
      let range = stretch(part, of: parts, over: pixels)
      fs_head(
        workspace.kernels, from + range.lowerBound * source.paddedChannels, Int32(source.paddedChannels),
        Int32(range.count), weights, addend, logits + range.lowerBound)
    }
  }

  func backward(_ workspace: Workspace) {
    let channels = source.paddedChannels
    let weights = workspace.arena.pointer(packed)
    let sums = workspace.arena.pointer(partSums)
    let values = workspace.values(source)
    let from = workspace.gradients(output)
    let to = workspace.gradients(source)
    let pixels = workspace.imageCount * source.pixels
    workspace.pool.run(reductionParts) { part, _ in
      let range = stretch(part, of: reductionParts, over: pixels)
      let sum = sums + part * (channels + 1)
      sum.update(repeating: 0, count: channels + 1)
      let offset = range.lowerBound * channels
      fs_head_gradient(
        workspace.kernels, values + offset, from + range.lowerBound, Int32(channels), Int32(range.count), weights,
        to + offset, sum, sum + channels)
    }
    let weightGradient = workspace.gradients(weight)
    for channel in 0..<source.channels {
      weightGradient[channel] = (0..<reductionParts).reduce(0) { $0 + sums[$1 * (channels + 1) + channel] }
    }
    workspace.gradients(bias)[0] = (0..<reductionParts).reduce(0) { $0 + sums[$1 * (channels + 1) + channels] }
  }
}
