internal import CKernels

extension NetworkDescription {
  /// One channel of a map by itself, without padding: the logits of a network whose last layer is no `head`.
  package mutating func singleChannel(_ name: String, of source: FeatureMap, channel: Int) -> FeatureMap {
    add(SingleChannel(channel: channel), name, of: [source])
  }
}

private struct SingleChannel: LayerDescription {
  let channel: Int

  func output(of sources: [FeatureMap]) -> MapShape {
    precondition(channel < sources[0].channels)
    return MapShape(height: sources[0].height, width: sources[0].width, channels: 1).unpadded
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    SingleChannelLayer(
      source: site.sources[0], output: site.output, channel: channel, gradientWrite: site.gradientWrites[0])
  }
}

private struct SingleChannelLayer: Layer {
  let source: FeatureMap
  let output: FeatureMap
  let channel: Int
  let gradientWrite: GradientWrite?

  func forward(_ part: BatchPart) { pick(part, part.values(source), to: part.values(output)) }

  fileprivate func pick(_ part: BatchPart, _ from: UnsafeMutablePointer<Float>, to: UnsafeMutablePointer<Float>) {
    part.run(part.imageCount) { image, _ in
      for pixel in image * source.pixels..<(image + 1) * source.pixels {
        to[pixel] = from[pixel * source.paddedChannels + channel]
      }
    }
  }

  func backward(_ part: BatchPart) {
    guard let gradientWrite else { return }
    let (from, to, values) = (part.gradients(output), part.gradients(source), part.values(source))
    part.run(part.imageCount) { image, _ in
      let start = image * source.floatsPerImage
      if !gradientWrite.accumulates { (to + start).update(repeating: 0, count: source.floatsPerImage) }
      for pixel in image * source.pixels..<(image + 1) * source.pixels {
        to[pixel * source.paddedChannels + channel] += from[pixel]
      }
      if gradientWrite.gates { part.kernels.gate(values + start, to + start, source.floatsPerImage) }
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    SingleChannelTangent(primal: self, source: tangents.known(source), output: tangents.make(of: output))
  }
}

private struct SingleChannelTangent: TangentLayer {
  let primal: SingleChannelLayer
  let source: FeatureMap
  let output: FeatureMap

  func forward(_ part: BatchPart) { primal.pick(part, part.values(source), to: part.values(output)) }
}
