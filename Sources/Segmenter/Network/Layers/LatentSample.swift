internal import CKernels
internal import Foundation
internal import VolumeModel

extension NetworkDescription {
  /// Latent numbers z = m + exp(v / 2) e, with e from the standard normal distribution (Kingma and Welling, Auto-encoding
  /// variational Bayes, ICLR 2014, section 2.4), from one of two Gaussians: in training from the posterior, which has seen
  /// the annotation, and in prediction from the prior. While nothing is drawn (`RandomDraw.off`), z is the prior's mean.
  /// - Parameters:
  ///   - prior, posterior: of one shape: the means of all latent numbers, then the logarithms of their variances.
  ///   - stream: names the random numbers, so that two samples of one network draw different ones.
  package mutating func latentSample(
    _ name: String, prior: FeatureMap, posterior: FeatureMap, stream: String
  ) -> FeatureMap {
    add(LatentSample(stream: stream), name, of: [prior, posterior])
  }
}

private struct LatentSample: LayerDescription {
  let stream: String

  func output(of sources: [FeatureMap]) -> MapShape {
    precondition(
      sources[0].shape.isLaidOut(as: sources[1].shape) && sources[0].channels % 2 == 0,
      "prior and posterior have as many means as variances")
    return MapShape(height: sources[0].height, width: sources[0].width, channels: sources[0].channels / 2)
  }

  func layer(at site: LayerSite, planner: inout NetworkPlanner) -> any Layer {
    LatentSampleLayer(site, stream: stream, planner: &planner)
  }
}

private struct LatentSampleLayer: Layer {
  let prior: FeatureMap
  let posterior: FeatureMap
  let output: FeatureMap
  private let trains: Bool
  private let gradientWrites: [GradientWrite?]
  private let stream: String
  /// z - m of every image: its half is dz/dv.
  private let deviations: ArenaSlot

  init(_ site: LayerSite, stream: String, planner: inout NetworkPlanner) {
    prior = site.sources[0]
    posterior = site.sources[1]
    output = site.output
    trains = planner.trains
    gradientWrites = site.gradientWrites
    self.stream = stream
    deviations = planner.keptFromForward(planner.capacity * output.floatsPerImage, layer: site.number)
  }

  /// The Gaussian that is drawn from.
  func source(_ part: BatchPart) -> FeatureMap { trains && part.workspace.draw != .off ? posterior : prior }

  /// From the part's first image on.
  private func deviations(_ part: BatchPart) -> UnsafeMutablePointer<Float> {
    part.pointer(deviations) + part.images.lowerBound * output.floatsPerImage
  }

  func forward(_ part: BatchPart) {
    let source = source(part)
    let (moments, to, deviations) = (part.values(source), part.values(output), deviations(part))
    let count = output.floatsPerImage
    part.run(part.imageCount) { image, _ in
      let (z, own) = (to + image * count, deviations + image * count)
      z.update(repeating: 0, count: count)
      own.update(repeating: 0, count: count)
      let drawn = part.workspace.draw.source(ofImage: part.images.lowerBound + image)
      var random = drawn.map { RandomStream(seed: $0.seed, name: stream, index: $0.sample) }
      for pixel in 0..<output.pixels {
        let from = moments + image * source.floatsPerImage + pixel * source.paddedChannels
        for channel in 0..<output.channels {
          let place = pixel * output.paddedChannels + channel
          let noise = random?.normal() ?? 0
          own[place] = exp(from[output.channels + channel] / 2) * Float(noise)
          z[place] = from[channel] + own[place]
        }
      }
    }
  }

  /// dL/dm = dL/dz, dL/dv = dL/dz (z - m) / 2 for the Gaussian that was drawn from, 0 for the other.
  func backward(_ part: BatchPart) {
    let (from, deviations, drawn) = (part.gradients(output), deviations(part), source(part))
    for (source, write) in zip([prior, posterior], gradientWrites) {
      guard let write else { continue }
      part.addGradients(of: source, write) { image, gradient in
        guard source == drawn else { return }
        for pixel in 0..<output.pixels {
          let own = gradient + pixel * source.paddedChannels
          for channel in 0..<output.channels {
            let place = image * output.floatsPerImage + pixel * output.paddedChannels + channel
            own[channel] += from[place]
            own[output.channels + channel] += from[place] * deviations[place] / 2
          }
        }
      }
    }
  }

  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer {
    LatentSampleTangent(
      primal: self, prior: tangents.known(prior), posterior: tangents.known(posterior),
      output: tangents.make(of: output))
  }

  /// z' = m' + (z - m) / 2 v'.
  fileprivate func tangent(_ part: BatchPart, of moments: FeatureMap, to output: FeatureMap) {
    let (from, to, deviations) = (part.values(moments), part.values(output), deviations(part))
    part.run(part.imageCount) { image, _ in
      let z = to + image * output.floatsPerImage
      z.update(repeating: 0, count: output.floatsPerImage)
      for pixel in 0..<output.pixels {
        let own = from + image * moments.floatsPerImage + pixel * moments.paddedChannels
        for channel in 0..<output.channels {
          let place = pixel * output.paddedChannels + channel
          z[place] =
            own[channel] + deviations[image * output.floatsPerImage + place] / 2 * own[output.channels + channel]
        }
      }
    }
  }
}

private struct LatentSampleTangent: TangentLayer {
  let primal: LatentSampleLayer
  let prior: FeatureMap
  let posterior: FeatureMap
  let output: FeatureMap

  func forward(_ part: BatchPart) {
    primal.tangent(part, of: primal.source(part) == primal.prior ? prior : posterior, to: output)
  }
}
