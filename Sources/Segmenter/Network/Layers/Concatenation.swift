internal import CKernels

extension NetworkDescription {
  /// The channels of maps of one height and width, one map after the other. A convolution reads several maps without it.
  package mutating func concatenation(_ name: String, of sources: [FeatureMap]) -> FeatureMap {
    add(Concatenation(), name, of: sources)
  }
}

private struct Concatenation: LayerDescription {
  var takesSlices: Bool { true }

  func output(of sources: [FeatureMap]) -> MapShape {
    precondition(
      sources.allSatisfy {
        $0.depth == sources[0].depth && $0.height == sources[0].height && $0.width == sources[0].width
      },
      "maps of one depth, height and width can be concatenated")
    return MapShape(
      depth: sources[0].depth, height: sources[0].height, width: sources[0].width,
      channels: sources.reduce(0) { $0 + $1.channels })
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    ConcatenationLayer(sources: site.sources, output: site.output, gradientWrites: site.gradientWrites)
  }
}

private struct ConcatenationLayer: Layer {
  let sources: [FeatureMap]
  let output: FeatureMap
  let gradientWrites: [GradientWrite?]

  func forward(_ part: BatchPart) { part.concatenate(sources.map { ($0, part.values($0)) }, to: output) }

  func backward(_ part: BatchPart) {
    let from = part.gradients(output)
    var first = 0
    for (source, write) in zip(sources, gradientWrites) {
      let offset = first
      first += source.channels
      guard let write else { continue }
      let to = part.gradients(source)
      let values = part.values(source)
      part.run(part.imageCount) { image, _ in
        for pixel in image * source.pixels..<(image + 1) * source.pixels {
          let channels = from + pixel * output.paddedChannels + offset
          let own = to + pixel * source.paddedChannels
          for channel in 0..<source.channels {
            own[channel] = write.accumulates ? own[channel] + channels[channel] : channels[channel]
          }
          for channel in source.channels..<source.paddedChannels { own[channel] = 0 }
        }
        let start = image * source.floatsPerImage
        if write.gates { part.kernels.gate(values + start, to + start, source.floatsPerImage) }
      }
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    ConcatenationTangent(sources: sources.map { ($0, tangents[$0]) }, output: tangents.make(of: output))
  }
}

/// The tangents side by side, zeros for an image, which has none.
private struct ConcatenationTangent: TangentLayer {
  let sources: [(map: FeatureMap, tangent: FeatureMap?)]
  let output: FeatureMap

  func forward(_ part: BatchPart) {
    part.concatenate(sources.map { ($0.map, $0.tangent.map { part.values($0) }) }, to: output)
  }
}

extension BatchPart {
  fileprivate func concatenate(
    _ sources: [(map: FeatureMap, values: UnsafeMutablePointer<Float>?)], to output: FeatureMap
  ) {
    let to = values(output)
    run(imageCount) { image, _ in
      for pixel in image * output.pixels..<(image + 1) * output.pixels {
        var place = to + pixel * output.paddedChannels
        for (map, values) in sources {
          if let values {
            place.update(from: values + pixel * map.paddedChannels, count: map.channels)
          } else {
            place.update(repeating: 0, count: map.channels)
          }
          place += map.channels
        }
        place.update(repeating: 0, count: output.paddedChannels - output.channels)
      }
    }
  }
}
