/// How far each pixel's label is believed: by the teacher's uncertainty at the pixel (PNT), over the slice (INT), or by the
/// mean of both (PINT).
///
/// PINT's loss is the mean of PNT's and INT's; both are a blend with the trust as its fraction, so it is the blend with the
/// mean trust.
struct TrustMap {
  /// What is looked at.
  enum Scale {
    case pixel, slice, both
  }

  let scale: Scale
  let rule: LabelTrust
  let region: TrustRegion
  let pool: WorkerPool
  private let neighbourhood: LesionNeighbourhood

  init(scale: Scale, settings: TeacherSettings, network: UNet) {
    self.scale = scale
    rule = settings.trust
    region = settings.region
    pool = network.pool
    neighbourhood = LesionNeighbourhood(width: network.width, height: network.height)
  }

  /// - Parameters:
  ///   - labels, probabilities, entropies: of the images at hand, one after the other; labels may be more.
  ///   - ramp: how much of the distrust counts, 0 to 1: a <- 1 - ramp (1 - a).
  ///   - trust: receives a, as many as probabilities.
  func write(
    imageCount: Int, labels: UnsafeBufferPointer<Float>, probabilities: UnsafeMutableBufferPointer<Float>,
    entropies: UnsafeMutableBufferPointer<Float>, ramp: Double, trust: UnsafeMutableBufferPointer<Float>
  ) {
    let pixels = probabilities.count / max(imageCount, 1)
    let ramp = Float(ramp)
    pool.run(imageCount) { image, _ in
      let part = image * pixels..<(image + 1) * pixels
      let trust = UnsafeMutableBufferPointer(rebasing: trust[part])
      let entropies = UnsafeBufferPointer(rebasing: entropies[part])
      var ofSlice: Float = 1
      if scale != .pixel {
        // The trust's own place serves for the marks; it is written after them.
        let mean = meanEntropy(
          entropies, labels: .init(rebasing: labels[part]), probabilities: .init(rebasing: probabilities[part]),
          marks: trust)
        ofSlice = rule.fraction(entropy: Float(mean))
      }
      for i in trust.indices {
        let fraction: Float =
          switch scale {
          case .pixel: rule.fraction(entropy: entropies[i])
          case .slice: ofSlice
          case .both: (rule.fraction(entropy: entropies[i]) + ofSlice) / 2
          }
        trust[i] = 1 - ramp * (1 - fraction)
      }
    }
  }

  private func meanEntropy(
    _ entropies: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>,
    probabilities: UnsafeBufferPointer<Float>, marks: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    switch region {
    case .slice: entropies.reduce(0) { $0 + Double($1) } / Double(max(1, entropies.count))
    case .lesions:
      // A slice without a lesion in label or prediction has nothing doubtful.
      neighbourhood.mean(of: entropies, marks: marks) { labels[$0] > 0 || probabilities[$0] >= 0.5 } ?? 0
    }
  }
}
