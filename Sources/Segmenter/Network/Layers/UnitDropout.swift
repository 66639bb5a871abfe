internal import CKernels
internal import VolumeModel

extension NetworkDescription {
  /// Drops units of a rectified map in place, and scales those that stay (Srivastava et al., JMLR 2014). It must follow the
  /// layer that makes the map.
  /// - Parameters:
  ///   - rate: the fraction of units that are dropped, from 0 up to below 1.
  ///   - stream: names the random numbers, so that two dropouts of one network draw different ones.
  package mutating func dropout(_ name: String, of map: FeatureMap, rate: Double, stream: String) {
    _ = add(UnitDropout(rate: rate, stream: stream), name, of: [map])
  }
}

private struct UnitDropout: LayerDescription {
  let rate: Double
  let stream: String

  var worksInPlace: Bool { true }

  func output(of sources: [FeatureMap]) -> MapShape {
    precondition(sources[0].isRectified, "dropped units are known by their zeros")
    return sources[0].shape
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    DropoutLayer(map: site.output, rate: rate, stream: stream)
  }
}

/// No mask is stored: a unit that was dropped is zero in the map, as one that the ReLU held is, and everything behind that
/// asks for the ReLU's derivative asks whether the map is positive. What is left of backward and tangent pass is the scale.
private struct DropoutLayer: Layer {
  let map: FeatureMap
  let rate: Double
  let stream: String

  private var scale: Float { Float(1 / (1 - rate)) }

  func forward(_ part: BatchPart) {
    guard part.workspace.draw != .off else { return }
    let values = part.values(map)
    let threshold = UInt32(min(rate * 0x1p32, 0x1p32 - 1))
    part.run(part.imageCount) { image, _ in
      guard let source = part.workspace.draw.source(ofImage: part.images.lowerBound + image) else { return }
      var random = RandomStream(seed: source.seed, name: stream, index: source.sample)
      part.kernels.dropout(
        values + image * map.floatsPerImage, map.floatsPerImage, random.next(), threshold, scale)
    }
  }

  func backward(_ part: BatchPart) { multiply(part, part.gradients(map)) }

  fileprivate func multiply(_ part: BatchPart, _ numbers: UnsafeMutablePointer<Float>) {
    guard part.workspace.draw != .off else { return }
    part.run(part.imageCount) { image, _ in
      part.kernels.scale(numbers + image * map.floatsPerImage, map.floatsPerImage, scale)
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    DropoutTangent(primal: self, tangent: tangents.known(map))
  }
}

/// The tangent of the layer before is zero already where the unit was dropped.
private struct DropoutTangent: TangentLayer {
  let primal: DropoutLayer
  let tangent: FeatureMap

  func forward(_ part: BatchPart) { primal.multiply(part, part.values(tangent)) }
}
