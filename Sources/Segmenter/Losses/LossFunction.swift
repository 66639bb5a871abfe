/// What one sum or ratio of a loss runs over.
public enum LossReduction: String, Sendable, Hashable, Codable, CaseIterable {
  /// One ratio over all pixels of the batch. The default for slices: one slice may hold two or three lesion pixels,
  /// and a ratio of its own is then mostly noise.
  case batch
  /// One ratio an image, then the mean over the images.
  case perImage = "per-image"
}

/// A loss on logits: its value, and its gradient with respect to each logit.
///
/// Pixels are in one run, image after image. The target t lies in [0, 1]; the probability is p = sigmoid(z).
/// Sums run in double precision and in a fixed order, so that a loss has the same bits on every run.
public protocol LossFunction: Sendable {
  /// The name that `--loss` and run files use.
  static var name: String { get }
  var reduction: LossReduction { get }

  /// The value of one reduction group.
  /// - Parameters:
  ///   - pixels: the group's part of the spans.
  ///   - logits: z of every pixel.
  ///   - target: t, as many.
  ///   - weights: w >= 0, as many, or empty for 1 everywhere.
  ///   - scale: factor on the gradient (not on the value).
  ///   - gradient: receives `scale * dL/dz`, as many; or empty when only the value is wanted.
  func value(
    over pixels: Range<Int>, logits: Span<Float>, target: Span<Float>, weights: Span<Float>, scale: Double,
    gradient: inout MutableSpan<Float>
  ) -> Double
}

extension LossFunction {
  /// The loss of a batch under the loss's own reduction, with the gradient written to `gradient` (may be empty).
  public func batchValue(
    imageCount: Int, logits: Span<Float>, target: Span<Float>, weights: Span<Float>,
    gradient: inout MutableSpan<Float>
  ) -> Double {
    precondition(logits.count == target.count, "one target a logit")
    precondition(weights.isEmpty || weights.count == logits.count, "one weight a logit, or none")
    precondition(gradient.isEmpty || gradient.count == logits.count, "one gradient a logit, or none")
    guard imageCount > 0, !logits.isEmpty else { return 0 }
    if reduction == .batch || imageCount == 1 {
      return value(
        over: 0..<logits.count, logits: logits, target: target, weights: weights, scale: 1, gradient: &gradient)
    }
    let pixels = logits.count / imageCount
    let share = 1 / Double(imageCount)
    var sum = 0.0
    for image in 0..<imageCount {
      sum += value(
        over: image * pixels..<(image + 1) * pixels, logits: logits, target: target, weights: weights, scale: share,
        gradient: &gradient)
    }
    return sum * share
  }

  /// The loss of plain arrays, for callers outside a training step.
  public func value(
    logits: [Float], target: [Float], weights: [Float] = [], imageCount: Int = 1
  ) -> Double {
    var none: [Float] = []
    var gradient = none.mutableSpan
    return batchValue(
      imageCount: imageCount, logits: logits.span, target: target.span, weights: weights.span, gradient: &gradient)
  }

  /// Value and gradient of plain arrays.
  public func valueAndGradient(
    logits: [Float], target: [Float], weights: [Float] = [], imageCount: Int = 1
  ) -> (value: Double, gradient: [Float]) {
    var storage = [Float](repeating: 0, count: logits.count)
    var gradient = storage.mutableSpan
    let value = batchValue(
      imageCount: imageCount, logits: logits.span, target: target.span, weights: weights.span, gradient: &gradient)
    return (value, storage)
  }
}

/// The losses by the name that options and run files use.
public enum LossCatalogue {
  public static let names = [EffectiveSoftDice.name, BinaryCrossEntropy.name]

  /// The loss of a name, or nil when there is none.
  public static func loss(named name: String, reduction: LossReduction = .batch) -> (any LossFunction)? {
    switch name {
    case EffectiveSoftDice.name: EffectiveSoftDice(reduction: reduction)
    case BinaryCrossEntropy.name: BinaryCrossEntropy(reduction: reduction)
    default: nil
    }
  }
}
