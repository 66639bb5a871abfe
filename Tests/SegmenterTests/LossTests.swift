import Foundation
import Segmenter
import Testing

/// Eight pixels with known answers: p, T, D, gamma = 0.3, no smoothing.
private let probabilities: [Double] = [0.9, 0.6, 0.4, 0.1, 0.05, 0.2, 0.7, 0.3]
private let expert: [Float] = [1, 1, 0, 0, 0, 0, 1, 0]
private let grown: [Float] = [0, 0, 1, 0, 0, 0, 0, 1]
private let logits = probabilities.map { Float(log($0 / (1 - $0))) }

private func softTarget(_ label: Float) -> [Float] { zip(expert, grown).map { $0 + label * $1 } }

/// dL/dz from the tabled dL/dp.
private func alongLogits(_ gradient: [Double]) -> [Double] {
  zip(gradient, probabilities).map { $0 * $1 * (1 - $1) }
}

@Suite struct LossTests {
  @Test(
    "soft Dice on eight pixels",
    arguments: [
      (
        label: Float(0.3), value: 0.29635036496,
        gradient: [-0.18924823, -0.18924823, 0.01513133, 0.10272257, 0.10272257, 0.10272257, -0.18924823, 0.01513133]
      ),
      (
        label: Float(0), value: 0.296,
        gradient: [-0.20736, -0.20736, 0.11264, 0.11264, 0.11264, 0.11264, -0.20736, 0.11264]
      ),
    ])
  func softDice(label: Float, value: Double, gradient: [Double]) {
    let loss = EffectiveSoftDice(smoothing: 0)
    let (got, slope) = loss.valueAndGradient(logits: logits, target: softTarget(label))
    #expect(abs(got - value) < 1e-7)
    for (one, wanted) in zip(slope, alongLogits(gradient)) { #expect(abs(Double(one) - wanted) < 1e-7) }
  }

  @Test func crossEntropyOnEightPixels() {
    let (value, slope) = BinaryCrossEntropy().valueAndGradient(logits: logits, target: expert)
    #expect(abs(value - 0.27751987655) < 1e-7)
    for (index, one) in slope.enumerated() {
      #expect(abs(Double(one) - (probabilities[index] - Double(expert[index])) / 8) < 1e-7)
    }
  }

  static let losses: [any LossFunction] = LossReduction.allCases.flatMap { reduction in
    LossCatalogue.names.compactMap { LossCatalogue.loss(named: $0, reduction: reduction) }
  }

  @Test("gradients agree with central differences", arguments: losses.indices)
  func centralDifferences(index: Int) {
    let loss = Self.losses[index]
    var random = RandomStream(seed: 3, name: "test")
    let count = 24
    let z = (0..<count).map { _ in Float(random.normal() * 2) }
    let target = (0..<count).map { _ in Float([0, 0.3, 1][random.index(below: 3)]) }
    let weights = (0..<count).map { _ in Float(random.uniform(in: 0.2...2)) }
    let slope = loss.valueAndGradient(logits: z, target: target, weights: weights, imageCount: 2).gradient
    for pixel in 0..<count {
      let step: Float = 1e-2
      var up = z
      var down = z
      up[pixel] += step
      down[pixel] -= step
      let difference =
        (loss.value(logits: up, target: target, weights: weights, imageCount: 2)
          - loss.value(logits: down, target: target, weights: weights, imageCount: 2))
        / Double(up[pixel] - down[pixel])
      #expect(abs(difference - Double(slope[pixel])) < 2e-5)
    }
  }

  @Test("without weights is with weights of 1", arguments: losses.indices)
  func unitWeights(index: Int) {
    let loss = Self.losses[index]
    let ones = [Float](repeating: 1, count: 8)
    let plain = loss.valueAndGradient(logits: logits, target: softTarget(0.3))
    let weighted = loss.valueAndGradient(logits: logits, target: softTarget(0.3), weights: ones)
    #expect(plain.value == weighted.value)
    #expect(plain.gradient == weighted.gradient)
  }

  @Test func perImageIsTheMeanOverImages() {
    let loss = EffectiveSoftDice(reduction: .perImage)
    let target = softTarget(0.3)
    let halves = [0..<4, 4..<8].map {
      EffectiveSoftDice().value(logits: Array(logits[$0]), target: Array(target[$0]))
    }
    let mean = (halves[0] + halves[1]) / 2
    #expect(abs(loss.value(logits: logits, target: target, imageCount: 2) - mean) < 1e-12)
    #expect(abs(EffectiveSoftDice().value(logits: logits, target: target, imageCount: 2) - mean) > 1e-3)
  }

  @Test func emptyTargetWithEmptyPredictionCostsNothing() {
    let nothing = [Float](repeating: -100, count: 16)
    let (value, slope) = EffectiveSoftDice().valueAndGradient(
      logits: nothing, target: [Float](repeating: 0, count: 16))
    #expect(abs(value) < 1e-9)
    #expect(slope.allSatisfy { $0.isFinite })
  }

  @Test(
    "a grown pixel is pushed up below a soft Dice of 2 gamma and down above it", arguments: [(0.5, true), (0.7, false)])
  func signSwitch(dice: Double, isPushedUp: Bool) {
    // One grown pixel at p = 0.5 beside expert pixels whose common p sets the soft Dice.
    let count = 2000
    let target = [Float](repeating: 1, count: count) + [0.3]
    // 2 n p / (n p + n) = dice
    let p = dice / (2 - dice)
    let z = [Float](repeating: Float(log(p / (1 - p))), count: count) + [0]
    let slope = EffectiveSoftDice().valueAndGradient(logits: z, target: target).gradient
    #expect((slope[count] < 0) == isPushedUp)
  }

  @Test func extremeLogitsStayFinite() {
    let z: [Float] = [1e4, -1e4, 1e4, -1e4]
    for loss in Self.losses {
      let (value, slope) = loss.valueAndGradient(logits: z, target: [1, 0, 0, 1])
      #expect(value.isFinite)
      #expect(slope.allSatisfy { $0.isFinite })
    }
  }
}
