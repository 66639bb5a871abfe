internal import CKernels
internal import Foundation
internal import VolumeModel

extension NetworkDescription {
  /// A sample from a Gaussian with a mean and a logarithm of the variance for each number: z = m + exp(v / 2) e with e from
  /// the standard normal distribution (Kingma and Welling, Auto-encoding variational Bayes, ICLR 2014, section 2.4). While
  /// the network draws nothing (`RandomDraw.off`), z = m.
  /// - Parameters:
  ///   - mean, logVariance: maps of one shape.
  ///   - stream: names the random numbers, so that two samples of one network draw different ones.
  package mutating func gaussianSample(
    _ name: String, mean: FeatureMap, logVariance: FeatureMap, stream: String
  ) -> FeatureMap {
    add(GaussianSample(stream: stream), name, of: [mean, logVariance])
  }
}

private struct GaussianSample: LayerDescription {
  let stream: String

  func output(of sources: [FeatureMap]) -> MapShape {
    precondition(sources[0].shape.isLaidOut(as: sources[1].shape), "mean and variance have one shape")
    var shape = sources[0].shape
    shape.isRectified = false
    return shape
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    GaussianSampleLayer(site, stream: stream, planner: &planner)
  }
}

private struct GaussianSampleLayer: Layer {
  let mean: FeatureMap
  let logVariance: FeatureMap
  let output: FeatureMap
  private let gradientWrites: [GradientWrite?]
  private let stream: String
  /// z - m of every image: its half is dz/dv.
  private let deviations: ArenaSlot
  private let varianceGradient: ArenaSlot?

  init(_ site: LayerSite, stream: String, planner: inout NetworkPlanner) {
    mean = site.sources[0]
    logVariance = site.sources[1]
    output = site.output
    gradientWrites = site.gradientWrites
    self.stream = stream
    let floats = planner.capacity * output.floatsPerImage
    deviations = planner.keptFromForward(floats, layer: site.number)
    varianceGradient = planner.backwardScratch(floats, layer: site.number)
  }

  /// From the part's first image on.
  func deviations(_ part: BatchPart) -> UnsafeMutablePointer<Float> {
    part.pointer(deviations) + part.images.lowerBound * output.floatsPerImage
  }

  func forward(_ part: BatchPart) {
    let (means, logVariances, to) = (part.values(mean), part.values(logVariance), part.values(output))
    let deviations = deviations(part)
    let count = output.floatsPerImage
    part.run(part.imageCount) { image, _ in
      let own = deviations + image * count
      own.update(repeating: 0, count: count)
      if case .drawn(let seed, let firstSample) = part.workspace.draw {
        let sample = firstSample &+ UInt64(part.images.lowerBound + image)
        var random = RandomStream(seed: seed, name: stream, index: sample)
        for pixel in 0..<output.pixels {
          for channel in 0..<output.channels {
            let place = pixel * output.paddedChannels + channel
            own[place] = exp(logVariances[image * count + place] / 2) * Float(random.normal())
          }
        }
      }
      part.kernels.step(to + image * count, means + image * count, own, count, 1)
    }
  }

  /// dL/dm = dL/dz, dL/dv = dL/dz (z - m) / 2.
  func backward(_ part: BatchPart) {
    let gradient = part.gradients(output)
    if let write = gradientWrites[0] { part.write(write, gradient, toGradientOf: mean) }
    guard let write = gradientWrites[1] else { return }
    let count = output.floatsPerImage
    let scaled = part.pointer(varianceGradient) + part.images.lowerBound * count
    let deviations = deviations(part)
    part.run(part.imageCount) { image, _ in
      for index in image * count..<(image + 1) * count { scaled[index] = gradient[index] * deviations[index] / 2 }
    }
    part.write(write, scaled, toGradientOf: logVariance)
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    GaussianSampleTangent(
      primal: self, mean: tangents.known(mean), logVariance: tangents.known(logVariance),
      output: tangents.make(of: output))
  }
}

/// z' = m' + (z - m) / 2 v'.
private struct GaussianSampleTangent: TangentLayer {
  let primal: GaussianSampleLayer
  let mean: FeatureMap
  let logVariance: FeatureMap
  let output: FeatureMap

  func forward(_ part: BatchPart) {
    let (means, logVariances, to) = (part.values(mean), part.values(logVariance), part.values(output))
    let deviations = primal.deviations(part)
    let count = output.floatsPerImage
    part.run(part.imageCount) { image, _ in
      for index in image * count..<(image + 1) * count {
        to[index] = means[index] + deviations[index] / 2 * logVariances[index]
      }
    }
  }
}
