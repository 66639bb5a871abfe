package import VolumeModel

/// The parameters that move under a key, with the step of each key press and its limits.
package struct Tuning: Sendable, Hashable {
  package var soft = SoftMaskParameters()
  /// Probabilities from here on count as lesion.
  package var binarisation = 0.5

  package static let sizeStep = 0.05
  package static let sizeLimits = 1.0...3.0
  package static let labelStep = 0.05
  package static let binarisationStep = 0.05
  package static let binarisationLimits = 0.05...0.95
  /// A key moves the FLAIR threshold by this fraction of the brain's standard deviation.
  package static let thresholdStepSD = 0.1

  package init() {}

  package mutating func changeSize(by steps: Int) {
    soft.size = Self.stepped(soft.size, by: Double(steps) * Self.sizeStep, on: Self.sizeStep, within: Self.sizeLimits)
  }

  package mutating func changeLabel(by steps: Int) {
    soft.label = Self.stepped(soft.label, by: Double(steps) * Self.labelStep, on: Self.labelStep, within: 0...1)
  }

  package mutating func changeBinarisation(by steps: Int) {
    binarisation = Self.stepped(
      binarisation, by: Double(steps) * Self.binarisationStep, on: Self.binarisationStep,
      within: Self.binarisationLimits)
  }

  /// Moves the FLAIR threshold from `current` (the automatic one, when none was set).
  package mutating func changeThreshold(by steps: Int, from current: Double, standardDeviation: Double) {
    soft.threshold = .value(current + Double(steps) * Self.thresholdStepSD * standardDeviation)
  }

  /// Keeps values on their grid, so that stepping there and back ends where it began.
  private static func stepped(
    _ value: Double, by change: Double, on step: Double, within limits: ClosedRange<Double>
  ) -> Double {
    let target = ((value + change) / step).rounded() * step
    let tidy = (target * 1e6).rounded() / 1e6
    return min(limits.upperBound, max(limits.lowerBound, tidy))
  }
}
