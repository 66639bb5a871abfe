internal import Foundation

/// How the learning rate changes over a run; a function of the step alone, so that a continued run needs no more than
/// its counter.
public struct LearningRateSchedule: Sendable, Hashable, Codable {
  /// The forms there are.
  public enum Shape: String, Sendable, Hashable, Codable, CaseIterable {
    case constant
    /// Times `factor` after each of `milestones`.
    case step
    /// Half a cosine from 1 to `lowestFraction` over `epochs`, step by step (Loshchilov and Hutter, ICLR 2017).
    case cosine
  }

  /// The form of the curve.
  public var shape: Shape
  /// Steps over which the rate first rises in a straight line.
  public var risingSteps: Int
  /// Of `step`: epochs that are done when the rate falls, in ascending order.
  public var milestones: [Int]
  /// Of `step`.
  public var factor: Double
  /// Of `cosine`: its length; the rate stays at its end after that.
  public var epochs: Int?
  /// Of `cosine`: what is left of the rate at its end.
  public var lowestFraction: Double

  /// A schedule; what belongs to another shape plays no part.
  public init(
    _ shape: Shape = .constant, risingSteps: Int = 0, milestones: [Int] = [], factor: Double = 0.1,
    epochs: Int? = nil, lowestFraction: Double = 0
  ) {
    self.shape = shape
    self.risingSteps = risingSteps
    self.milestones = milestones
    self.factor = factor
    self.epochs = epochs
    self.lowestFraction = lowestFraction
  }

  /// What the learning rate is multiplied with in a step.
  /// - Parameters:
  ///   - step: steps done before, over the whole run.
  ///   - stepsPerEpoch: at least 1.
  package func multiplier(step: Int, stepsPerEpoch: Int) -> Double {
    let rise = risingSteps > 0 ? min(1, Double(step + 1) / Double(risingSteps)) : 1
    switch shape {
    case .constant: return rise
    case .step:
      let passed = milestones.count { Double($0) * Double(stepsPerEpoch) <= Double(step) }
      return rise * pow(factor, Double(passed))
    case .cosine:
      let length = max(1, Double(epochs ?? 1) * Double(stepsPerEpoch))
      let place = min(1, Double(step) / length)
      return rise * (lowestFraction + (1 - lowestFraction) * (1 + cos(Double.pi * place)) / 2)
    }
  }

  func check() throws(TrainingError) {
    guard risingSteps >= 0 else { throw .plan("a learning rate that rises over \(risingSteps) steps") }
    guard shape != .step || (!milestones.isEmpty && milestones.allSatisfy { $0 > 0 }) else {
      throw .plan("a step schedule without epochs at which the rate falls; give some, as 40,80")
    }
    guard factor > 0, factor <= 1 else { throw .plan("a rate that falls by the factor \(factor); 0 to 1 is possible") }
    guard shape != .cosine || (epochs ?? 0) > 0 else {
      throw .plan("a cosine schedule without a length; give the epochs of the run, or of the schedule")
    }
    guard (0...1).contains(lowestFraction) else {
      throw .plan("a lowest fraction of \(lowestFraction) of the learning rate")
    }
  }
}
