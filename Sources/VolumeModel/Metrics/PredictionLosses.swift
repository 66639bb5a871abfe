import Foundation

/// The values of the field's losses for one prediction over a whole volume, without gradients: to judge a map, not to
/// train. Sums run once over all voxels in double precision.
///
/// The target is the expert mask, 0 or 1 a voxel, but for `soft-dice`, which takes the soft mask. Logarithms see
/// probabilities no nearer to 0 and 1 than 1e-7, about what a float32 sigmoid resolves.
public struct PredictionLosses: Sendable {
  public enum Name: String, Sendable, Hashable, CaseIterable {
    /// 1 - 2 sum(p t) / (sum p + sum t), smoothed by 1e-5 as in training.
    case dice
    /// The same against the soft mask (Kats, Goldberger and Greenspan, ISBI 2019).
    case softDice = "soft-dice"
    /// 1 - 2 sum(p t) / (sum p^2 + sum t^2) (Milletari et al. 2016).
    case diceSquared = "dice-squared"
    case crossEntropy = "cross-entropy"
    /// The positive class weighted by (n - sum p) / sum p.
    case weightedCrossEntropy = "weighted-cross-entropy"
    /// g = 2, a = 0.75 (Lin et al. 2017).
    case focal
    /// FP by 0.3, FN by 0.7 (Salehi et al. 2017).
    case tversky
    /// beta = 1.5, linear (Hashemi et al. 2019).
    case fBeta = "f-beta"
    /// beta = 1.5, squared.
    case asymmetricSimilarity = "asymmetric-similarity"
    /// Class weights 1 / (sum r)^2 (Sudre et al. 2017).
    case generalisedDice = "generalised-dice"
    /// (1 - p_y^q) / q with q = 0.7 (Zhang and Sabuncu 2018).
    case generalisedCrossEntropy = "generalised-cross-entropy"
    /// sum |p - t|^1.5 / (sum p + sum t) (Wang et al. 2020).
    case noiseRobustDice = "noise-robust-dice"
    case meanAbsoluteError = "mean-absolute-error"
  }

  private let counts: Sums
  private let smoothing: Double
  private let meter: SoftDiceOfPrediction
  private let expert: Mask

  /// - Parameter smoothing: eps of the two losses that training smooths.
  public init(probability: Volume<Float>, expert: Mask, smoothing: Double = 1e-5) {
    precondition(probability.grid.shape == expert.grid.shape, "prediction and target of one shape")
    self.smoothing = smoothing
    self.expert = expert
    meter = SoftDiceOfPrediction(probability: probability, smoothing: smoothing)
    var sums = Sums()
    let width = expert.grid.shape.x
    probability.withScalars { scalars in
      expert.words.withUnsafeBufferPointer { words in
        for row in 0..<expert.grid.shape.y * expert.grid.shape.z {
          for x in 0..<width {
            let p = scalars[row * width + x]
            let isInside = words[row * expert.wordsPerRow + x >> 6] >> UInt64(x & 63) & 1 == 1
            let known = p.isFinite ? Double(p) : 0
            if isInside { sums.addForeground(known) } else { sums.addBackground(known) }
          }
        }
      }
    }
    counts = sums
  }

  /// The value; nil for the soft Dice without a soft mask.
  public func value(_ name: Name, soft: SoftMask? = nil) -> Double? {
    let c = counts
    let n = c.background + c.foreground
    let sumP = c.pBackground + c.pForeground
    switch name {
    case .dice: return meter.loss(against: SoftMask(expert: expert))
    case .softDice: return soft.map { meter.loss(against: $0) }
    case .diceSquared: return ratioLoss(2 * c.pForeground, c.pSquared + c.foreground)
    case .crossEntropy: return (c.logForeground + c.logBackground) / n
    case .weightedCrossEntropy:
      let guarded = max(sumP, 1e-6 * n)
      return ((n - guarded) / guarded * c.logForeground + c.logBackground) / n
    case .focal: return (0.75 * c.focalForeground + 0.25 * c.focalBackground) / n
    case .tversky:
      return ratioLoss(c.pForeground, c.pForeground + 0.3 * c.pBackground + 0.7 * (c.foreground - c.pForeground))
    case .fBeta: return ratioLoss(3.25 * c.pForeground, 2.25 * c.foreground + sumP)
    case .asymmetricSimilarity: return ratioLoss(3.25 * c.pForeground, 2.25 * c.foreground + c.pSquared)
    case .generalisedDice:
      // An empty class takes the largest finite weight of the other.
      let weights = [c.foreground, c.background].map { $0 > 0 ? 1 / ($0 * $0) : nil }
      let largest = weights.compactMap(\.self).max() ?? 1
      let (u1, u0) = (weights[0] ?? largest, weights[1] ?? largest)
      let common = u1 * c.pForeground + u0 * (c.background - c.pBackground)
      return ratioLoss(2 * common, u1 * (sumP + c.foreground) + u0 * (n - sumP + c.background))
    case .generalisedCrossEntropy: return (c.powerForeground + c.powerBackground) / n
    case .noiseRobustDice:
      let size = sumP + c.foreground
      return size > 0 ? c.distance / (size + smoothing) : 0
    case .meanAbsoluteError: return (c.foreground - c.pForeground + c.pBackground) / n
    }
  }

  /// 1 - N/M; 0 for an empty pair.
  private func ratioLoss(_ numerator: Double, _ denominator: Double) -> Double {
    denominator > 0 ? 1 - numerator / denominator : 0
  }
}

/// What the losses are made of, over the voxels of each class.
private struct Sums {
  var foreground = 0.0
  var background = 0.0
  var pForeground = 0.0
  var pBackground = 0.0
  var pSquared = 0.0
  var logForeground = 0.0  // -ln p
  var logBackground = 0.0  // -ln (1 - p)
  var focalForeground = 0.0
  var focalBackground = 0.0
  var powerForeground = 0.0  // (1 - p_y^0.7) / 0.7
  var powerBackground = 0.0
  var distance = 0.0  // |p - t|^1.5
  /// Voxels with the same p, the usual 0 above all, cost one logarithm.
  private var lastP = -1.0
  private var lastTerms = BackgroundTerms(0)

  private struct BackgroundTerms {
    let log: Double
    let focal: Double
    let power: Double
    let distance: Double

    init(_ p: Double) {
      log = -Foundation.log(1 - min(p, 1 - 1e-7))
      focal = p * p * log
      power = (1 - pow(1 - p, 0.7)) / 0.7
      distance = p * p.squareRoot()
    }
  }

  mutating func addBackground(_ p: Double) {
    if p != lastP { (lastP, lastTerms) = (p, BackgroundTerms(p)) }
    background += 1
    pBackground += p
    pSquared += p * p
    logBackground += lastTerms.log
    focalBackground += lastTerms.focal
    powerBackground += lastTerms.power
    distance += lastTerms.distance
  }

  mutating func addForeground(_ p: Double) {
    let log = -Foundation.log(max(p, 1e-7))
    foreground += 1
    pForeground += p
    pSquared += p * p
    logForeground += log
    focalForeground += (1 - p) * (1 - p) * log
    powerForeground += (1 - pow(p, 0.7)) / 0.7
    distance += (1 - p) * (1 - p).squareRoot()
  }
}
