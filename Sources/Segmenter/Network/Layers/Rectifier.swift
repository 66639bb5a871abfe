internal import CKernels

extension NetworkDescription {
  /// The ReLU by itself: max(x, 0). Convolutions and normalisations have one built in, which costs no pass.
  package mutating func rectifier(_ name: String, of source: FeatureMap) -> FeatureMap {
    add(Rectifier(), name, of: [source])
  }
}

private struct Rectifier: LayerDescription {
  var takesSlices: Bool { true }

  func output(of sources: [FeatureMap]) -> MapShape {
    var shape = sources[0].shape
    shape.isRectified = true
    return shape
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    RectifierLayer(source: site.sources[0], output: site.output, gradientWrite: site.gradientWrites[0])
  }
}

private struct RectifierLayer: Layer {
  let source: FeatureMap
  let output: FeatureMap
  let gradientWrite: GradientWrite?

  func forward(_ part: BatchPart) { part.copy(source, to: output, keptWherePositive: source) }

  func backward(_ part: BatchPart) {
    // Who read the output has applied the derivative to its gradient.
    guard let gradientWrite else { return }
    part.write(gradientWrite, part.gradients(output), toGradientOf: source)
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    RectifierTangent(primal: self, source: tangents.known(source), output: tangents.make(of: output))
  }
}

/// y' = 1[x > 0] x'.
private struct RectifierTangent: TangentLayer {
  let primal: RectifierLayer
  let source: FeatureMap
  let output: FeatureMap

  func forward(_ part: BatchPart) { part.copy(source, to: output, keptWherePositive: primal.source) }
}

extension BatchPart {
  fileprivate func copy(_ source: FeatureMap, to output: FeatureMap, keptWherePositive gate: FeatureMap) {
    let from = values(source)
    let to = values(output)
    let gate = values(gate)
    let count = output.floatsPerImage
    run(imageCount) { image, _ in
      (to + image * count).update(from: from + image * count, count: count)
      kernels.gate(gate + image * count, to + image * count, count)
    }
  }
}
