internal import CKernels

extension NetworkDescription {
  /// GroupNorm (Wu and He, ECCV 2018), with ReLU: y = ReLU(a xh + b), xh = (x - mean) / s, s^2 = variance + 1e-5, with mean
  /// and (population) variance over the pixels and channels of a group in one image, and a scale a and a shift b a channel.
  /// - Parameters:
  ///   - name: of the layer; its tensors are "name.weight" (a) and "name.bias" (b), [channels] each.
  ///   - source: a map that no other layer reads, and no ReLU made.
  ///   - groups: a divisor of the channels.
  ///   - rectifies: whether the ReLU follows.
  package mutating func groupNormalisation(
    _ name: String, of source: FeatureMap, groups: Int, rectifies: Bool = true
  ) -> FeatureMap {
    add(GroupNormalisation(groups: groups, rectifies: rectifies), name, of: [source])
  }
}

private struct GroupNormalisation: LayerDescription {
  let groups: Int
  let rectifies: Bool

  var takesSlices: Bool { true }

  func output(of sources: [FeatureMap]) -> MapShape {
    var shape = sources[0].shape
    shape.isRectified = rectifies
    return shape
  }

  func parameters(for sources: [FeatureMap]) -> [ParameterShape] {
    [
      ParameterShape("weight", [sources[0].channels], start: .constant(1)),
      ParameterShape("bias", [sources[0].channels], start: .constant(0)),
    ]
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    GroupNormalisationLayer(site, groups: groups, planner: &planner)
  }
}

/// Every pass is a sum or two over the pixels of each channel, then for each channel three coefficients, then one sweep
/// that combines the maps with them.
private struct GroupNormalisationLayer: Layer {
  let source: FeatureMap
  let output: FeatureMap
  let scale: ParameterBlock
  let shift: ParameterBlock
  let groups: Int
  /// Mean and 1 / s of each channel's group, by image: from the forward pass for the passes after it.
  fileprivate let statistics: ArenaSlot
  fileprivate let sums: GroupSums
  private let backwardSums: GroupSums?
  private let parameterSums: ArenaSlot?

  static let epsilon: Float = 1e-5

  init(_ site: LayerSite, groups: Int, planner: inout NetworkPlanner) {
    // The sweep of the backward pass writes the whole gradient of its source.
    precondition(site.gradientWrites[0] == GradientWrite(accumulates: false, gates: false))
    let source = site.sources[0]
    let layer = site.number
    self.source = source
    self.groups = groups
    output = site.output
    scale = site.parameters[0]
    shift = site.parameters[1]
    let floats = 2 * planner.capacity * source.paddedChannels
    statistics = planner.keptFromForward(floats, layer: layer)
    sums = GroupSums(
      map: source, groups: groups,
      slot: planner.forwardScratch(
        GroupSums.floats(source, images: planner.capacity), layer: layer))
    backwardSums = planner.backwardScratch(GroupSums.floats(source, images: planner.capacity), layer: layer)
      .map { [source] in GroupSums(map: source, groups: groups, slot: $0) }
    parameterSums = planner.backwardScratch(floats, layer: layer)
  }

  fileprivate func channelStatistics(_ part: BatchPart, image: Int) -> ChannelStatistics {
    let mean = part.pointer(statistics) + 2 * (part.images.lowerBound + image) * source.paddedChannels
    return ChannelStatistics(mean: mean, inverse: mean + source.paddedChannels)
  }

  func forward(_ part: BatchPart) {
    let values = part.values(source)
    let parameters = (
      part.workspace.parameters(scale, in: .weights), part.workspace.parameters(shift, in: .weights)
    )
    sums.collect(part, values)
    part.run(part.imageCount) { image, _ in
      let statistics = channelStatistics(part, image: image)
      let sum = sums.total(part, image: image)
      sums.eachGroup { channels in
        let mean = channels.reduce(0) { $0 + sum.plain($1) } / sums.count
        for channel in channels { statistics.mean[channel] = Float(mean) }
      }
    }
    // Deviations from the mean: squares of the values themselves would cancel.
    sums.collect(part, values, centred: true, times: values) { channelStatistics(part, image: $0).mean }
    part.run(part.imageCount) { image, _ in
      let statistics = channelStatistics(part, image: image)
      let sum = sums.total(part, image: image)
      let coefficients = sums.coefficients(part, image: image)
      sums.eachGroup { channels in
        let variance = channels.reduce(0) { $0 + sum.product($1) } / sums.count
        let inverse = 1 / (Float(variance) + Self.epsilon).squareRoot()
        for channel in channels {
          statistics.inverse[channel] = inverse
          let factor = parameters.0[channel] * inverse
          coefficients.set(channel, 0, factor, parameters.1[channel] - factor * statistics.mean[channel])
        }
      }
    }
    sums.combine(part, first: nil, second: values, rectifies: output.isRectified, gate: nil, into: part.values(output))
  }

  /// da = sum g xh, db = sum g; dx = (v - mean(v) - xh mean(v xh)) / s with v = a g.
  func backward(_ part: BatchPart) {
    guard let sums = backwardSums else { preconditionFailure("an inference network has no backward pass") }
    let gradient = part.gradients(output)
    let values = part.values(source)
    let parameterSums = part.pointer(parameterSums)
    let scales = part.workspace.parameters(scale, in: .weights)
    sums.collect(part, gradient, times: values) { channelStatistics(part, image: $0).mean }
    part.run(part.imageCount) { image, _ in
      let statistics = channelStatistics(part, image: image)
      let sum = sums.total(part, image: image)
      let coefficients = sums.coefficients(part, image: image)
      let own = parameterSums + 2 * (part.images.lowerBound + image) * source.paddedChannels
      sums.eachGroup { channels in
        var mean = 0.0
        var along = 0.0
        for channel in channels {
          let product = sum.product(channel) * Double(statistics.inverse[channel])
          own[channel] = Float(product)
          own[source.paddedChannels + channel] = Float(sum.plain(channel))
          mean += Double(scales[channel]) * sum.plain(channel) / sums.count
          along += Double(scales[channel]) * product / sums.count
        }
        for channel in channels {
          coefficients.project(channel, statistics, factor: scales[channel], mean: Float(mean), along: Float(along))
        }
      }
    }
    sums.combine(part, first: gradient, second: values, rectifies: false, gate: nil, into: part.gradients(source))
  }

  func finishBackward(_ batch: BatchPart) {
    let sums = batch.pointer(parameterSums)
    let scaleGradient = batch.workspace.gradients(scale)
    let shiftGradient = batch.workspace.gradients(shift)
    func total(_ index: Int) -> Float {
      batch.images.reduce(0) { $0 + sums[2 * $1 * source.paddedChannels + index] }
    }
    for channel in 0..<source.channels {
      scaleGradient[channel] = total(channel)
      shiftGradient[channel] = total(source.paddedChannels + channel)
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    let sums = GroupSums(
      map: source, groups: groups,
      slot: planner.forwardScratch(
        GroupSums.floats(source, images: planner.capacity), layer: tangents.layer))
    return GroupNormalisationTangent(
      primal: self, sums: sums, source: tangents.known(source), output: tangents.make(of: output))
  }
}

/// xh' = (x' - mean(x') - xh mean(xh x')) / s;  y' = 1[y > 0] (a xh' + a' xh + b').
private struct GroupNormalisationTangent: TangentLayer {
  let primal: GroupNormalisationLayer
  let sums: GroupSums
  let source: FeatureMap
  let output: FeatureMap

  func forward(_ part: BatchPart) {
    let tangent = part.values(source)
    let values = part.values(primal.source)
    let scales = part.workspace.parameters(primal.scale, in: .weights)
    let scaleTangents = part.workspace.parameters(primal.scale, in: .direction)
    let shiftTangents = part.workspace.parameters(primal.shift, in: .direction)
    sums.collect(part, tangent, times: values) { primal.channelStatistics(part, image: $0).mean }
    part.run(part.imageCount) { image, _ in
      let statistics = primal.channelStatistics(part, image: image)
      let sum = sums.total(part, image: image)
      let coefficients = sums.coefficients(part, image: image)
      sums.eachGroup { channels in
        var mean = 0.0
        var along = 0.0
        for channel in channels {
          mean += sum.plain(channel) / sums.count
          along += sum.product(channel) * Double(statistics.inverse[channel]) / sums.count
        }
        for channel in channels {
          coefficients.project(
            channel, statistics, factor: scales[channel], mean: scales[channel] * Float(mean),
            along: scales[channel] * Float(along))
          coefficients.add(
            channel, statistics, scale: scaleTangents[channel], shift: shiftTangents[channel])
        }
      }
    }
    sums.combine(
      part, first: tangent, second: values, rectifies: false,
      gate: primal.output.isRectified ? part.values(primal.output) : nil,
      into: part.values(output))
  }
}
