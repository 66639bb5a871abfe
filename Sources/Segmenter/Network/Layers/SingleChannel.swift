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

  func forward(_ part: BatchPart) { pick(part, part.values(source), part.values(output)) }

  private func pick(_ part: BatchPart, _ from: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
    part.run(part.imageCount) { image, _ in
      for pixel in image * source.pixels..<(image + 1) * source.pixels {
        to[pixel] = from[pixel * source.paddedChannels + channel]
      }
    }
  }

  func backward(_ part: BatchPart) {
    guard let gradientWrite else { return }
    let from = part.gradients(output)
    part.addGradients(of: source, gradientWrite) { image, target in
      for pixel in 0..<source.pixels {
        target[pixel * source.paddedChannels + channel] += from[image * source.pixels + pixel]
      }
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    LinearTangent(source: tangents.known(source), output: tangents.make(of: output), apply: pick)
  }
}
