import Foundation
import Segmenter
import Testing

@Suite struct TeacherLossTests {
  private let pool = WorkerPool(workerCount: 2)

  private func blend(
    _ logits: [Float], labels: [Float], pseudoLabels: [Float], trust: [Float]
  ) -> (value: Double, gradient: [Float]) {
    var gradient = [Float](repeating: .nan, count: logits.count)
    let value = gradient.withUnsafeMutableBufferPointer { gradient in
      withCopy(logits) { logits in
        withCopy(labels) { labels in
          withCopy(pseudoLabels) { pseudoLabels in
            withCopy(trust) { trust in
              BlendLoss.value(
                logits: .init(logits), labels: .init(labels), pseudoLabels: .init(pseudoLabels), trust: .init(trust),
                gradient: gradient, pool: pool)
            }
          }
        }
      }
    }
    return (value, gradient)
  }

  @Test("the blend of label and pseudo-label is PyTorch's")
  func blendReference() throws {
    let reference = try TeacherReference.read()
    let answer = blend(
      reference.logits, labels: reference.labels, pseudoLabels: reference.mean.map(Float.init), trust: reference.trust)
    #expect(abs(answer.value - reference.blend.value) < 1e-7)
    for (mine, torch) in zip(answer.gradient, reference.blend.gradient) { #expect(abs(Double(mine) - torch) < 1e-7) }
  }

  @Test("full trust is plain cross-entropy, no trust is the squared distance alone, even from an infinite logit")
  func ends() throws {
    let reference = try TeacherReference.read()
    let count = reference.logits.count
    let pseudo = reference.mean.map(Float.init)
    let full = blend(
      reference.logits, labels: reference.labels, pseudoLabels: pseudo, trust: .init(repeating: 1, count: count))
    let plain = BinaryCrossEntropy().valueAndGradient(logits: reference.logits, target: reference.labels)
    #expect(abs(full.value - plain.value) < 1e-12)
    #expect(relativeDistance(full.gradient, plain.gradient) < 1e-6)
    let none = blend([-.infinity, 0], labels: [1, 1], pseudoLabels: [0.5, 0.5], trust: [0, 0])
    #expect(none.value == 0.125)
    #expect(none.gradient == [0, 0])
  }

  @Test("pixels that many stretches hold are added up as few are")
  func stretches() throws {
    let reference = try TeacherReference.read()
    let repeats = 1000
    func many(_ values: [Float]) -> [Float] { (0..<repeats).flatMap { _ in values } }
    let answer = blend(
      many(reference.logits), labels: many(reference.labels), pseudoLabels: many(reference.mean.map(Float.init)),
      trust: many(reference.trust))
    #expect(abs(answer.value - reference.blend.value) < 1e-7)
    let tail = answer.gradient.suffix(reference.logits.count).map { $0 * Float(repeats) }
    #expect(relativeDistance(tail, reference.blend.gradient.map(Float.init)) < 1e-6)
  }

  @Test("consistency counts certain pixels alone, as PyTorch has it")
  func consistency() throws {
    let reference = try TeacherReference.read()
    let limit = ConsistencyLoss.entropyLimit(ramp: GaussianRamp.value(at: reference.consistency.rampShare))
    #expect(abs(limit - reference.consistency.limit) < 1e-12)
    func answer(limit: Double, scale: Double = 1) -> (value: Double, gradient: [Float]) {
      var gradient = [Float](repeating: .nan, count: reference.logits.count)
      let value = gradient.withUnsafeMutableBufferPointer { gradient in
        withCopy(reference.logits) { logits in
          withCopy(reference.mean.map(Float.init)) { mean in
            withCopy(reference.entropy.map(Float.init)) { entropy in
              ConsistencyLoss.value(
                logits: .init(logits), probabilities: .init(mean), entropies: .init(entropy), entropyLimit: limit,
                scale: scale, gradient: gradient, pool: pool)
            }
          }
        }
      }
      return (value, gradient)
    }
    let right = answer(limit: limit)
    #expect(abs(right.value - reference.consistency.value) < 1e-7)
    for (mine, torch) in zip(right.gradient, reference.consistency.gradient) {
      #expect(abs(Double(mine) - torch) < 1e-7)
    }
    #expect(right.gradient.count { $0 != 0 } == reference.consistency.certain)
    // Nothing certain: no loss, no gradient.
    let none = answer(limit: 0)
    #expect(none.value == 0 && none.gradient.allSatisfy { $0 == 0 })
    #expect(relativeDistance(answer(limit: limit, scale: 0.1).gradient, right.gradient.map { $0 / 10 }) < 1e-6)
  }

  @Test func entropy() throws {
    let reference = try TeacherReference.read()
    for (mean, entropy) in zip(reference.mean, reference.entropy) {
      #expect(abs(Double(PredictiveEntropy.value(of: Float(mean))) - entropy) < 1e-6)
    }
    #expect(PredictiveEntropy.value(of: 0) == 0 && PredictiveEntropy.value(of: 1) == 0)
    #expect(abs(PredictiveEntropy.value(of: 0.5) - 0.693_147_2) < 1e-6)
  }

  @Test("a certain teacher leaves all trust in the label, an ignorant one half or none")
  func trust() {
    for rule in LabelTrust.allCases { #expect(rule.fraction(entropy: 0) == 1) }
    let largest = Float(PredictiveEntropy.largest)
    #expect(abs(LabelTrust.exponential.fraction(entropy: largest) - 0.5) < 1e-6)
    #expect(abs(LabelTrust.linear.fraction(entropy: largest)) < 1e-6)
    #expect(abs(LabelTrust.linear.fraction(entropy: largest / 4) - 0.75) < 1e-6)
  }

  @Test("ramps rise as exp(-5 (1 - s)^2)")
  func ramps() {
    #expect(abs(GaussianRamp.value(at: 0.5) - 0.286_504_796_9) < 1e-10)
    #expect(GaussianRamp.value(at: 1) == 1 && GaussianRamp.value(at: 3) == 1)
    #expect(abs(GaussianRamp.value(at: -1) - exp(-5)) < 1e-15)
    // A fifth of 100 steps untouched, then a ramp over the next fifth.
    func delayed(_ step: Int) -> Double { GaussianRamp.delayed(step: step, of: 100, part: 0.2) }
    #expect(delayed(0) == 0 && delayed(19) == 0)
    #expect(abs(delayed(20) - exp(-5)) < 1e-15)
    #expect(abs(delayed(30) - 0.286_504_796_9) < 1e-10)
    #expect(delayed(40) == 1 && delayed(1000) == 1)
    #expect(GaussianRamp.delayed(step: 0, of: 100, part: 0) == 1)
  }

  @Test("a mean teacher keeps 0, 1/2, 2/3, ... up to 0.99")
  func teacherAverage() {
    let keep = (0..<200).map { MovingAverage.Rule.teacher().keep(update: $0) }
    #expect(keep[0] == 0)
    for update in 1..<99 { #expect(abs(keep[update] - Double(update) / Double(update + 1)) < 1e-9) }
    #expect(keep[150] == 0.99)
  }
}
