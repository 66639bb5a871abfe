/// One minus F-beta (Hashemi et al., IEEE Access 2019), which counts a missed pixel beta^2 times as much as a false one:
///
///     linear:   N = (1 + beta^2) sum(w p t),   M = beta^2 sum(w t) + sum(w p),   L = 1 - N / M
///     squared:  N = (1 + beta^2) sum(w p t),   M = beta^2 sum(w t^2) + sum(w p^2)
///
/// The squared form is the one that inverse weighting was tried with (Shirokikh et al., MICCAI 2020).
public struct AsymmetricSimilarity: OverlapLoss {
  /// Whether the denominator has sums or sums of squares.
  public enum Form: Sendable, Hashable { case linear, squared }

  /// What the sums of the loss run over.
  public var reduction: LossReduction
  /// The form of the denominator.
  public var form: Form
  /// How many times a missed pixel counts as much as a false one, before squaring.
  public var beta: Double

  /// - Parameters:
  ///   - form: sums or sums of squares in the denominator.
  ///   - beta: above 1, a missed pixel counts more than a false one.
  public init(_ form: Form, reduction: LossReduction = .batch, beta: Double = 1.5) {
    self.form = form
    self.reduction = reduction
    self.beta = beta
  }

  /// N and M of the formula above, from the sums over the pixels.
  public func ratio(of sums: OverlapSums) -> OverlapRatio {
    let squaredBeta = beta * beta
    let numerator = OverlapRatio.LinearForm(overlap: 1 + squaredBeta)
    switch form {
    case .linear:
      return OverlapRatio(numerator, over: .init(predicted: 1, constant: squaredBeta * sums.target))
    case .squared:
      return OverlapRatio(numerator, over: .init(predictedSquared: 1, constant: squaredBeta * sums.targetSquared))
    }
  }
}
