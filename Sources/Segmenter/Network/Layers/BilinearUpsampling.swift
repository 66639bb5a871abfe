internal import CKernels

extension NetworkDescription {
  /// A map enlarged by a whole factor, bilinear between the centres of its pixels and level beyond the outermost; PyTorch's
  /// `interpolate(mode="bilinear", align_corners=False)`.
  package mutating func upsampling(_ name: String, of source: FeatureMap, by factor: Int) -> FeatureMap {
    factor == 1 ? source : add(BilinearUpsampling(factor: factor), name, of: [source])
  }
}

private struct BilinearUpsampling: LayerDescription {
  let factor: Int

  func output(of sources: [FeatureMap]) -> MapShape {
    MapShape(height: factor * sources[0].height, width: factor * sources[0].width, channels: sources[0].channels)
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    BilinearUpsamplingLayer(
      source: site.sources[0], output: site.output, factor: factor, gradientWrite: site.gradientWrites[0])
  }
}

private struct BilinearUpsamplingLayer: Layer {
  let source: FeatureMap
  let output: FeatureMap
  let factor: Int
  let gradientWrite: GradientWrite?

  /// The two pixels that a pixel of the output lies between, along one axis, and the part of the second.
  private func neighbours(_ place: Int, extent: Int) -> (first: Int, second: Int, fraction: Float) {
    let at = max(0, (Float(place) + 0.5) / Float(factor) - 0.5)
    let first = min(Int(at), extent - 1)
    return (first, min(first + 1, extent - 1), at - Float(first))
  }

  /// The four pixels around each pixel of the output, as offsets into the source, and their weights.
  private func eachPixel(_ body: (_ output: Int, _ offset: Int, _ weight: Float) -> Void) {
    let channels = source.paddedChannels
    for row in 0..<output.height {
      let y = neighbours(row, extent: source.height)
      for column in 0..<output.width {
        let x = neighbours(column, extent: source.width)
        let to = (row * output.width + column) * channels
        for (line, ofLine) in [(y.first, 1 - y.fraction), (y.second, y.fraction)] {
          body(to, (line * source.width + x.first) * channels, ofLine * (1 - x.fraction))
          body(to, (line * source.width + x.second) * channels, ofLine * x.fraction)
        }
      }
    }
  }

  func forward(_ part: BatchPart) { enlarge(part, part.values(source), part.values(output)) }

  private func enlarge(
    _ part: BatchPart, _ from: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>
  ) {
    let channels = source.paddedChannels
    part.run(part.imageCount) { image, _ in
      let (own, target) = (from + image * source.floatsPerImage, to + image * output.floatsPerImage)
      target.update(repeating: 0, count: output.floatsPerImage)
      eachPixel { pixel, offset, weight in
        part.kernels.step(target + pixel, target + pixel, own + offset, channels, weight)
      }
    }
  }

  func backward(_ part: BatchPart) {
    guard let gradientWrite else { return }
    let from = part.gradients(output)
    let channels = source.paddedChannels
    part.addGradients(of: source, gradientWrite) { image, target in
      let own = from + image * output.floatsPerImage
      eachPixel { pixel, offset, weight in
        part.kernels.step(target + offset, target + offset, own + pixel, channels, weight)
      }
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    LinearTangent(source: tangents.known(source), output: tangents.make(of: output), apply: enlarge)
  }
}
