internal import CKernels

extension NetworkDescription {
  /// The sum of maps of one shape, number by number: residual connections.
  /// - Parameter rectifies: whether a ReLU follows.
  package mutating func addition(_ name: String, of sources: [FeatureMap], rectifies: Bool = false) -> FeatureMap {
    add(Addition(rectifies: rectifies), name, of: sources)
  }
}

private struct Addition: LayerDescription {
  let rectifies: Bool

  var takesSlices: Bool { true }

  func output(of sources: [FeatureMap]) -> MapShape {
    var shape = sources[0].shape
    shape.isRectified = rectifies
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

  func forward(_ part: BatchPart) {
    part.add(
      sources.map { part.values($0) }, of: output, to: part.values(output),
      keptWhere: output.isRectified ? part.values(output) : nil)
  }

  // Who read a rectified sum has applied the derivative to its gradient.
  func backward(_ part: BatchPart) {
    for (source, write) in zip(sources, gradientWrites) {
      guard let write else { continue }
      part.write(write, part.gradients(output), toGradientOf: source)
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    AdditionTangent(
      sources: sources.compactMap { tangents[$0] }, output: tangents.make(of: output),
      gate: output.isRectified ? output : nil)
  }
}

/// The sum of the tangents; an image has none.
private struct AdditionTangent: TangentLayer {
  let sources: [FeatureMap]
  let output: FeatureMap
  /// The sum whose ReLU was on where this is positive.
  let gate: FeatureMap?

  func forward(_ part: BatchPart) {
    part.add(
      sources.map { part.values($0) }, of: output, to: part.values(output), keptWhere: gate.map { part.values($0) })
  }
}

extension BatchPart {
  /// The sum of some maps' numbers, all laid out as `map`; with a gate only where that is positive.
  fileprivate func add(
    _ terms: [UnsafeMutablePointer<Float>], of map: FeatureMap, to sum: UnsafeMutablePointer<Float>,
    keptWhere gate: UnsafeMutablePointer<Float>?
  ) {
    let count = map.floatsPerImage
    run(imageCount) { image, _ in
      let offset = image * count
      guard let first = terms.first else { return (sum + offset).update(repeating: 0, count: count) }
      (sum + offset).update(from: first + offset, count: count)
      for term in terms.dropFirst() { kernels.step(sum + offset, sum + offset, term + offset, count, 1) }
      if let gate { kernels.gate(gate + offset, sum + offset, count) }
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
