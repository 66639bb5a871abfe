internal import CKernels

extension NetworkDescription {
  /// The mean over all pixels of an image, channel by channel: a map of one pixel.
  package mutating func spatialMean(_ name: String, of source: FeatureMap) -> FeatureMap {
    add(SpatialMean(), name, of: [source])
  }

  /// One pixel's numbers at every pixel of a larger map.
  package mutating func spread(_ name: String, of source: FeatureMap, height: Int, width: Int) -> FeatureMap {
    add(Spread(height: height, width: width), name, of: [source])
  }
}

private struct SpatialMean: LayerDescription {
  func output(of sources: [FeatureMap]) -> MapShape { MapShape(height: 1, width: 1, channels: sources[0].channels) }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    PixelSumLayer(
      source: site.sources[0], output: site.output, gradientWrite: site.gradientWrites[0],
      scale: 1 / Double(site.sources[0].pixels), sumsForward: true)
  }
}

private struct Spread: LayerDescription {
  let height: Int
  let width: Int

  func output(of sources: [FeatureMap]) -> MapShape {
    precondition(sources[0].pixels == 1, "one pixel can be spread")
    return MapShape(height: height, width: width, channels: sources[0].channels)
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    PixelSumLayer(
      source: site.sources[0], output: site.output, gradientWrite: site.gradientWrites[0], scale: 1,
      sumsForward: false)
  }
}

/// A scaled sum over pixels one way, and the scaled sum spread over pixels the other way.
private struct PixelSumLayer: Layer {
  let source: FeatureMap
  let output: FeatureMap
  let gradientWrite: GradientWrite?
  let scale: Double
  /// Whether the forward pass sums and the backward pass spreads, or the other way round.
  let sumsForward: Bool

  func forward(_ part: BatchPart) { pass(part, part.values(source), part.values(output)) }

  private func pass(
    _ part: BatchPart, _ from: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>
  ) {
    part.run(part.imageCount) { image, _ in
      let (own, target) = (from + image * source.floatsPerImage, to + image * output.floatsPerImage)
      target.update(repeating: 0, count: output.floatsPerImage)
      add(own, source, to: target, output, sums: sumsForward)
    }
  }

  private func add(
    _ from: UnsafeMutablePointer<Float>, _ map: FeatureMap, to: UnsafeMutablePointer<Float>, _ other: FeatureMap,
    sums: Bool
  ) {
    for channel in 0..<source.channels {
      if sums {
        var sum = 0.0
        for pixel in 0..<map.pixels { sum += Double(from[pixel * map.paddedChannels + channel]) }
        to[channel] += Float(scale * sum)
      } else {
        let value = Float(scale * Double(from[channel]))
        for pixel in 0..<other.pixels { to[pixel * other.paddedChannels + channel] += value }
      }
    }
  }

  func backward(_ part: BatchPart) {
    guard let gradientWrite else { return }
    let from = part.gradients(output)
    part.addGradients(of: source, gradientWrite) { image, target in
      add(from + image * output.floatsPerImage, output, to: target, source, sums: !sumsForward)
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    LinearTangent(source: tangents.known(source), output: tangents.make(of: output), apply: pass)
  }
}
