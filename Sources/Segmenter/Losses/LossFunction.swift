/// A loss on logits: its value, and its gradient with respect to each logit.
///
/// Pixels are in one run, image after image. The target t lies in [0, 1], the weight w is 0 or more, and the probability
/// is p = sigmoid(z). A loss is computed in two passes over the pixels, so that any part of the pixels can be done on its
/// own: the first adds up ``LossSums``, the second makes the gradient from them. All arithmetic is in double precision
/// and in a fixed order, so that a loss has the same bits on every run.
///
/// Overlap losses conform through ``OverlapLoss`` and losses that are a mean over pixels through ``PixelLoss``; only what
/// is neither states the requirements here by itself.
public protocol LossFunction: Sendable {
  /// What one sum or ratio runs over.
  var reduction: LossReduction { get set }

  /// What one pixel adds to the sums, before its weight.
  func terms(of prediction: PixelPrediction, target: Double) -> LossTerms

  /// L, from the sums over all pixels of a reduction group; 0 for no pixels.
  func value(of sums: LossSums) -> Double

  /// The first pass over some pixels of a reduction group.
  /// - Parameters:
  ///   - pixels: the part of the spans to add up.
  ///   - logits: z of every pixel.
  ///   - target: t, as many.
  ///   - weights: w, as many, or empty for 1 everywhere.
  ///   - kept: receives what the second pass needs, as many; or is empty when only the value is asked for.
  func sums(
    over pixels: Range<Int>, logits: Span<Float>, target: Span<Float>, weights: Span<Float>,
    keeping kept: inout MutableSpan<Float>
  ) -> LossSums

  /// The second pass over some pixels of a reduction group.
  /// - Parameters:
  ///   - sums: those over all pixels of the group.
  ///   - scale: factor on the gradient.
  ///   - gradient: holds what the first pass kept; receives `scale * dL/dz`.
  func writeGradient(
    over pixels: Range<Int>, sums: LossSums, target: Span<Float>, weights: Span<Float>, scale: Double,
    gradient: inout MutableSpan<Float>
  )
}

/// What one sum or ratio of a loss runs over.
public enum LossReduction: String, Sendable, Hashable, Codable, CaseIterable {
  /// One ratio over all pixels of the batch. The default for slices: one slice may hold two or three lesion pixels,
  /// and a ratio of its own is then mostly noise.
  case batch
  /// One ratio an image, then the mean over the images.
  case perImage = "per-image"
}

extension LossFunction {
  /// Keeps p for the second pass: it saves the second exponential.
  public func sums(
    over pixels: Range<Int>, logits: Span<Float>, target: Span<Float>, weights: Span<Float>,
    keeping kept: inout MutableSpan<Float>
  ) -> LossSums {
    var sums = LossSums()
    for i in pixels {
      let prediction = PixelPrediction(logit: Double(logits[i]))
      let t = Double(target[i])
      sums.add(
        terms(of: prediction, target: t), probability: prediction.probability, target: t,
        weight: weights.isEmpty ? 1 : Double(weights[i]))
      if !kept.isEmpty { kept[i] = Float(prediction.probability) }
    }
    return sums
  }

  /// The loss of a batch under the loss's own reduction, with the gradient written to `gradient` (may be empty).
  public func batchValue(
    imageCount: Int, logits: Span<Float>, target: Span<Float>, weights: Span<Float>,
    gradient: inout MutableSpan<Float>
  ) -> Double {
    precondition(logits.count == target.count, "one target a logit")
    precondition(weights.isEmpty || weights.count == logits.count, "one weight a logit, or none")
    precondition(gradient.isEmpty || gradient.count == logits.count, "one gradient a logit, or none")
    guard imageCount > 0, !logits.isEmpty else { return 0 }
    let groupCount = reduction == .batch ? 1 : imageCount
    let pixelsOfGroup = logits.count / groupCount
    let fraction = 1 / Double(groupCount)
    var sumOfValues = 0.0
    for group in 0..<groupCount {
      let pixels = group * pixelsOfGroup..<(group + 1) * pixelsOfGroup
      let sums = sums(over: pixels, logits: logits, target: target, weights: weights, keeping: &gradient)
      sumOfValues += value(of: sums)
      if !gradient.isEmpty {
        writeGradient(
          over: pixels, sums: sums, target: target, weights: weights, scale: fraction, gradient: &gradient)
      }
    }
    return sumOfValues * fraction
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
