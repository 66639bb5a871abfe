internal import Foundation

/// What the network says of one pixel: the probability p of lesion, and what follows from the same exponential.
public struct PixelPrediction: Sendable {
  /// z = ln(p / (1 - p))
  public let logit: Double
  /// p
  public let probability: Double
  /// 1 - p, without the cancellation near p = 1.
  public let complement: Double
  /// exp(-|z|)
  private let odds: Double

  /// p = 1 / (1 + exp(-z)); saturates at 0 and 1 for large |z|.
  @inline(__always)
  public init(logit: Double) {
    self.logit = logit
    odds = exp(-abs(logit))
    let larger = 1 / (1 + odds)
    let smaller = odds * larger
    probability = logit >= 0 ? larger : smaller
    complement = logit >= 0 ? smaller : larger
  }

  /// A probability whose logit is not known. p = 0 and p = 1 are taken as they are, but their logarithms as those of
  /// 1e-7 from there, about what a sigmoid in single precision resolves.
  public init(probability: Double) {
    self.probability = probability
    complement = 1 - probability
    let limit = log(1e7)
    logit = min(max(log(probability) - log(1 - probability), -limit), limit)
    odds = min(probability, complement) / max(probability, complement)
  }

  /// -ln p
  @inline(__always)
  public var lesionCost: Double { max(-logit, 0) + log1p(odds) }

  /// -ln(1 - p)
  @inline(__always)
  public var backgroundCost: Double { max(logit, 0) + log1p(odds) }
}
