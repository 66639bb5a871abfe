/// Quality control before learning (after Audelan and Delingette, MICCAI 2019): slices whose annotation disagrees with the
/// intensities around it more than most do are left out, and the plain network learns from the others.
package final class QualityControl: LearningMethod {
  /// Whether each training slice is learned from.
  private let isKept: [Bool]
  /// What is said of the choice, once.
  private var sentence: String?

  init(for context: any MethodContext) {
    let agreements = context.trainingSlices.map {
      AppearanceAgreement.dice(intensities: $0.intensities, classes: $0.classes, width: context.sliceWidth)
    }
    let limit = Self.limit(agreements.compactMap(\.self))
    // What cannot be judged, a slice without a lesion among it, is believed.
    isKept = agreements.map { $0.map { $0 >= limit } ?? true }
    let left = isKept.count { !$0 }
    sentence =
      "quality control leaves out \(left) of \(isKept.count) training slices, whose annotation agrees with the intensities "
      + "around it by a Dice below \((limit * 100).rounded() / 100)"
  }

  /// The agreement below which an annotation is taken for wrong: more than this many robust standard deviations (1.4826
  /// times the median absolute deviation) below the median. The source looks at the lower tail without a number.
  static let deviations = 1.5

  package static func limit(_ agreements: [Double]) -> Double {
    guard !agreements.isEmpty else { return 0 }
    func median(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
    let centre = median(agreements)
    return centre - deviations * 1.4826 * median(agreements.map { abs($0 - centre) })
  }

  func step(_ context: any StepContext) -> Double? {
    let (network, batch) = (context.network, context.batch)
    let kept = (0..<batch.imageCount).filter { isKept[batch.slices[$0]] }
    // A batch of which nothing is left teaches nothing.
    guard !kept.isEmpty else { return 0 }
    network.forward(imageCount: batch.imageCount)
    network.logitGradients.update(repeating: 0)
    let fraction = 1 / Double(kept.count)
    let value = kept.reduce(0) { $0 + fraction * context.lossAndGradient(image: $1) }
    guard context.isFinite(value) else { return nil }
    let gradients = network.logitGradients
    network.pool.forPixels(gradients.count) { for i in $0 { gradients[i] *= Float(fraction) } }
    network.backward()
    return context.update() ? value : nil
  }

  func endEpoch(_ context: any EpochContext) -> [String] {
    defer { sentence = nil }
    return sentence.map { [$0] } ?? []
  }

  /// 1 in slices that are learned from, 0 in the others.
  func pixelMaps(_ context: any StepContext) -> [PixelMapKind: [Float]] {
    let batch = context.batch
    return [
      .weight: (0..<batch.imageCount).flatMap {
        [Float](repeating: isKept[batch.slices[$0]] ? 1 : 0, count: batch.pixelsPerImage)
      }
    ]
  }
}
