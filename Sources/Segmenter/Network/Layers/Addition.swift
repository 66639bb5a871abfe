internal import CKernels

extension NetworkDescription {
  /// The sum of maps of one shape, number by number: residual connections.
  package mutating func addition(_ name: String, of sources: [FeatureMap]) -> FeatureMap {
    add(Addition(), name, of: sources)
  }
}

private struct Addition: LayerDescription {
  func output(of sources: [FeatureMap]) -> MapShape {
    var shape = sources[0].shape
    shape.isRectified = false
    precondition(
      sources.count > 1 && sources.allSatisfy { $0.shape.isLaidOut(as: sources[0].shape) },
      "maps of one shape can be added")
    return shape
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    AdditionLayer(sources: site.sources, output: site.output, gradientWrites: site.gradientWrites)
  }
}

private struct AdditionLayer: Layer {
  let sources: [FeatureMap]
  let output: FeatureMap
  let gradientWrites: [GradientWrite?]

  func forward(_ part: BatchPart) { part.add(sources.map { part.values($0) }, of: output, to: part.values(output)) }

  func backward(_ part: BatchPart) {
    for (source, write) in zip(sources, gradientWrites) {
      guard let write else { continue }
      part.write(write, part.gradients(output), toGradientOf: source)
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    AdditionTangent(sources: sources.compactMap { tangents[$0] }, output: tangents.make(of: output))
  }
}

/// The sum of the tangents; an image has none.
private struct AdditionTangent: TangentLayer {
  let sources: [FeatureMap]
  let output: FeatureMap

  func forward(_ part: BatchPart) { part.add(sources.map { part.values($0) }, of: output, to: part.values(output)) }
}

extension BatchPart {
  /// The sum of some maps' numbers, all laid out as `map`.
  fileprivate func add(
    _ terms: [UnsafeMutablePointer<Float>], of map: FeatureMap, to sum: UnsafeMutablePointer<Float>
  ) {
    let count = map.floatsPerImage
    run(imageCount) { image, _ in
      let offset = image * count
      guard let first = terms.first else { return (sum + offset).update(repeating: 0, count: count) }
      (sum + offset).update(from: first + offset, count: count)
      for term in terms.dropFirst() { kernels.step(sum + offset, sum + offset, term + offset, count, 1) }
    }
  }

  /// Writes a gradient that is laid out as the source's own.
  func write(_ write: GradientWrite, _ gradient: UnsafeMutablePointer<Float>, toGradientOf source: FeatureMap) {
    let to = gradients(source)
    let values = values(source)
    let count = source.floatsPerImage
    run(imageCount) { image, _ in
      let offset = image * count
      if write.accumulates {
        kernels.step(to + offset, to + offset, gradient + offset, count, 1)
      } else {
        (to + offset).update(from: gradient + offset, count: count)
      }
      if write.gates { kernels.gate(values + offset, to + offset, count) }
    }
  }
}
