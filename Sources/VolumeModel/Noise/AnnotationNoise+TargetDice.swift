extension AnnotationNoise {
  /// Finds the strength whose noisy annotation comes nearest a Dice against the original, by bisection with one seed.
  ///
  /// Kinds that count whole numbers, and masks of few voxels, reach a Dice only about; the result says which.
  /// - Parameter target: between 0 and 1.
  /// - Returns: the nearest annotation that was met on the way. An empty mask stays empty, at Dice 1.
  public func tuned(
    toDice target: Double, mask: Mask, seed: UInt64, bright: BrightTissue? = nil, slices: Set<Int>? = nil
  ) -> NoisyAnnotation {
    func noisy(_ strength: Double) -> NoisyAnnotation {
      var noise = self
      noise.strength = strength
      return noise.apply(to: mask, seed: seed, bright: bright, slices: slices)
    }
    // A strength at which the Dice is still too high, and one at which it is too low. For polygons and curves the
    // strong side is the lower limit.
    let limits = kind.strengths
    var mild = kind.description.isMilderWhenLarger ? limits.upperBound : limits.lowerBound
    var strong =
      kind.description.isMilderWhenLarger ? limits.lowerBound : max(kind.usualStrength ?? 1, limits.lowerBound)
    var nearest = noisy(strong)
    func consider(_ candidate: NoisyAnnotation) {
      if abs(candidate.dice - target) < abs(nearest.dice - target) { nearest = candidate }
    }
    var isPassed = nearest.dice <= target
    while !kind.description.isMilderWhenLarger, !isPassed, strong < limits.upperBound {
      mild = strong
      strong = min(2 * strong, limits.upperBound)
      let candidate = noisy(strong)
      consider(candidate)
      isPassed = candidate.dice <= target
    }
    // Where the strongest noise leaves more than the target, nothing milder comes nearer.
    guard isPassed else { return nearest }
    for _ in 0..<Self.mostBisections {
      guard abs(nearest.dice - target) > Self.diceTolerance, abs(strong - mild) > Self.strengthTolerance else { break }
      var middle = (mild + strong) / 2
      if kind.countsWholeNumbers {
        middle.round(.down)
        guard middle != mild, middle != strong else { break }
      }
      let candidate = noisy(middle)
      consider(candidate)
      if candidate.dice > target { mild = middle } else { strong = middle }
    }
    if kind.countsWholeNumbers { consider(noisy(mild)) }
    return nearest
  }

  private static let mostBisections = 24
  private static let diceTolerance = 0.0005
  /// In millimetres, or as a probability: no voxel changes within it.
  private static let strengthTolerance = 1e-4
}
