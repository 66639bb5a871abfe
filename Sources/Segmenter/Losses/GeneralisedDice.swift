/// Dice over the two classes lesion (q1 = p, r1 = t) and background (q0 = 1 - p, r0 = 1 - t), each weighted by its size:
///
///     L = 1 - 2 sum_l u_l sum(w q_l r_l) / sum_l u_l sum(w (q_l + r_l))        linear
///     L = 1 - 2 sum_l u_l sum(w q_l r_l) / sum_l u_l sum(w (q_l^2 + r_l^2))    squared
///
/// The linear form has u_l = 1 / (sum r_l)^2 (Sudre et al., DLMIA 2017), an empty class taking the weight of the other;
/// the squared form has u_l = 1 / (1 + (sum r_l)^2) (the released code of Shirokikh et al., MICCAI 2020). The sizes are
/// pixels, without w, so that a common factor on all w changes nothing. u_l is a constant of the differentiation.
public struct GeneralisedDice: OverlapLoss {
  /// Whether the denominator has sums or sums of squares.
  public enum Form: Sendable, Hashable { case linear, squared }

  /// What the sums of the loss run over.
  public var reduction: LossReduction
  /// The form of the denominator.
  public var form: Form

  /// - Parameter form: sums or sums of squares in the denominator.
  public init(_ form: Form, reduction: LossReduction = .batch) {
    self.form = form
    self.reduction = reduction
  }

  /// N and M of the formula above, from the sums over the pixels.
  public func ratio(of sums: OverlapSums) -> OverlapRatio {
    let (lesion, background) = classWeights(sums)
    // sum(w q0 r0) = sum(w) - sum(w p) - sum(w t) + sum(w p t), and so on.
    let numerator = OverlapRatio.LinearForm(
      overlap: 2 * (lesion + background), predicted: -2 * background,
      constant: 2 * background * (sums.weight - sums.target))
    switch form {
    case .linear:
      return OverlapRatio(
        numerator,
        over: .init(
          predicted: lesion - background,
          constant: lesion * sums.target + background * (2 * sums.weight - sums.target)))
    case .squared:
      return OverlapRatio(
        numerator,
        over: .init(
          predicted: -2 * background, predictedSquared: lesion + background,
          constant: lesion * sums.targetSquared
            + background * (2 * sums.weight - 2 * sums.target + sums.targetSquared)))
    }
  }

  private func classWeights(_ sums: OverlapSums) -> (lesion: Double, background: Double) {
    let sizes = (lesion: sums.lesionPixels, background: sums.backgroundPixels)
    switch form {
    case .linear:
      // Never both are empty: then there is no pixel.
      let lesion = sizes.lesion > 0 ? sizes.lesion : sizes.background
      let background = sizes.background > 0 ? sizes.background : sizes.lesion
      return (1 / (lesion * lesion), 1 / (background * background))
    case .squared:
      return (1 / (1 + sizes.lesion * sizes.lesion), 1 / (1 + sizes.background * sizes.background))
    }
  }
}
