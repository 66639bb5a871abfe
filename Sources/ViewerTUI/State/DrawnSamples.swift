package import Segmenter
package import VolumeModel

/// Plausible annotations that a network drew of the open case, one of which is looked at.
package struct DrawnSamples: Sendable {
  package let masks: [Mask]
  /// Mean and variance of the probability over the samples; NaN where it is next to nothing in all of them, so that the
  /// image stays to be seen there.
  let mean: Volume<Float>
  let variance: Volume<Float>
  /// The top of the scale of the variance: the largest that there is, which may be far below the 1/4 of a probability.
  let largestVariance: Float
  /// What the weights are called on the screen.
  package let source: String
  package let seed: UInt64
  /// The threshold that the masks were made with.
  package let threshold: Double
  /// The sample that is looked at, from 0.
  package internal(set) var shown = 0

  package init(_ prediction: SampledPrediction, source: String, seed: UInt64, threshold: Double) {
    masks = prediction.masks
    (mean, variance) = (Self.visible(prediction.mean, prediction), Self.visible(prediction.variance, prediction))
    let variances = prediction.variance.withScalars { $0.lazy.filter(\.isFinite).max() }
    largestVariance = max(variances ?? 0, 0.01)
    self.source = source
    self.seed = seed
    self.threshold = threshold
  }

  /// The smallest mean probability that is drawn.
  private static let smallestMean: Float = 0.01

  private static func visible(_ map: Volume<Float>, _ prediction: SampledPrediction) -> Volume<Float> {
    var map = map
    prediction.mean.withScalars { means in
      map.withMutableScalars { values in
        for index in values.indices where means[index] < smallestMean { values[index] = .nan }
      }
    }
    return map
  }

  package var count: Int { masks.count }

  /// The mask that is looked at.
  package var mask: Mask? { masks.indices.contains(shown) ? masks[shown] : nil }

  /// Goes to the next or the previous one, around the ends.
  mutating func step(by step: Int) {
    guard count > 0 else { return }
    shown = ((shown + step) % count + count) % count
  }

  /// "sample 3 of 16".
  var title: String { "sample \(shown + 1) of \(count)" }
}

/// How many samples to draw.
package struct SampleRequest: Sendable, Hashable {
  package var count = 8
  package var seed: UInt64 = 1

  /// The most that are drawn for a screen.
  static let largestCount = 64
}
