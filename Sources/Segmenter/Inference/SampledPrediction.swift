public import VolumeModel

/// What samples of a network that draws them say of a scan: one plausible annotation after the other, and how far they
/// differ. 0 outside the brain.
public struct SampledPrediction: Sendable {
  /// Each sample's voxels of at least the threshold, without small components.
  public let masks: [Mask]
  /// The mean probability m over samples.
  public let mean: Volume<Float>
  /// The variance of the probability between samples, 0 to 1/4.
  public let variance: Volume<Float>
  /// -m ln m - (1 - m) ln(1 - m), 0 to ln 2: how unsure a voxel is, for whatever reason.
  public let entropy: Volume<Float>

  /// Volumes on one grid.
  package init(masks: [Mask], mean: Volume<Float>, variance: Volume<Float>, entropy: Volume<Float>) {
    self.masks = masks
    self.mean = mean
    self.variance = variance
    self.entropy = entropy
  }

  /// The mean of 1 - IoU over all pairs of different samples; nil for one sample.
  public var diversity: Double? {
    SampleAgreement(samples: masks, readers: masks)?.sampleDiversity
  }
}

extension Predictor {
  /// Draws samples of a whole scan. The latent noise of a sample is the same for all its slices, so that a sample is one
  /// reader's hand from the lowest slice to the highest; sample n of a seed is the same however many are drawn.
  /// - Parameters:
  ///   - count: of the samples, at least 1.
  ///   - seed: that the noise follows from.
  ///   - threshold: the probability from which a voxel is lesion.
  ///   - filter: of small components.
  /// - Throws: `noSamples` for weights of a network that draws none; else as of ``probability(channels:brain:progress:)``.
  public func samples(
    channels: [Volume<Float>], brain: Mask, count: Int, seed: UInt64, threshold: Double, filter: LesionSizeFilter,
    progress: (Double) -> Bool = { _ in true }
  ) throws(PredictionError) -> SampledPrediction {
    guard model.architecture.kind.drawsSamples else { throw .noSamples(architecture: model.architecture.name) }
    var masks: [Mask] = []
    var (mean, squares) = (
      Volume<Float>(grid: brain.grid, filledWith: 0), Volume<Float>(grid: brain.grid, filledWith: 0)
    )
    let draws = (0..<UInt64(max(1, count))).map { RandomDraw.shared(seed: seed, sample: $0) }
    try forEachMap(channels: channels, brain: brain, draws: draws, progress: progress) { number, map in
      masks.append(filter.filtered(Mask(map, atLeast: Float(threshold))))
      // Mean and sum of squared deviations so far (Welford, Technometrics 4, 1962).
      let fraction = 1 / Float(number + 1)
      map.withScalars { map in
        mean.withMutableScalars { mean in
          squares.withMutableScalars { squares in
            for index in map.indices {
              let difference = map[index] - mean[index]
              mean[index] += fraction * difference
              squares[index] += difference * (map[index] - mean[index])
            }
          }
        }
      }
    }
    var (variance, entropy) = (squares, mean)
    variance.withMutableScalars { for index in $0.indices { $0[index] /= Float(draws.count) } }
    entropy.withMutableScalars { for index in $0.indices { $0[index] = PredictiveEntropy.value(of: $0[index]) } }
    return SampledPrediction(masks: masks, mean: mean, variance: variance, entropy: entropy)
  }
}
