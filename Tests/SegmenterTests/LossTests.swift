import Foundation
import Segmenter
import Testing
import VolumeModel

/// Eight pixels with known answers: p, T, D, gamma = 0.3, and the weights of inverse weighting for lesions {0, 1} and {6}.
enum EightPixels {
  static let probabilities: [Double] = [0.9, 0.6, 0.4, 0.1, 0.05, 0.2, 0.7, 0.3]
  static let expert: [Float] = [1, 1, 0, 0, 0, 0, 1, 0]
  static let grown: [Float] = [0, 0, 1, 0, 0, 0, 0, 1]
  static let ones = [Double](repeating: 1, count: 8)
  static let unclipped: [Double] = [4 / 3, 4 / 3, 8 / 15, 8 / 15, 8 / 15, 8 / 15, 8 / 3, 8 / 15]
  static let clipped: [Double] = [4 / 3, 4 / 3, 1, 1, 1, 1, 8 / 3, 1]
  static let logits = probabilities.map { log($0 / (1 - $0)) }

  static func softTarget(_ label: Float) -> [Float] { zip(expert, grown).map { $0 + label * $1 } }
}

extension LossFunction {
  /// The loss of one reduction group, in double precision throughout.
  func exactValue(logits: [Double], target: [Double], weights: [Double]) -> Double {
    var sums = LossSums()
    for (index, z) in logits.enumerated() {
      let prediction = PixelPrediction(logit: z)
      sums.add(
        terms(of: prediction, target: target[index]), probability: prediction.probability, target: target[index],
        weight: weights[index])
    }
    return value(of: sums)
  }
}

@Suite struct LossTests {
  static let everyLoss: [(name: LossName, reduction: LossReduction)] = LossName.allCases.flatMap { name in
    LossReduction.allCases.map { (name, $0) }
  }

  @Test(
    "values on eight pixels",
    arguments: [
      (EffectiveSoftDice(smoothing: 0), 0.3, EightPixels.ones, 0.29635036496),
      (EffectiveSoftDice(smoothing: 0), 0, EightPixels.ones, 0.296),
      (SquaredDice(), 0, EightPixels.ones, 0.11335012594),
      (SquaredDice(), 0, EightPixels.unclipped, 0.07510763834),
      (SquaredDice(), 0, EightPixels.clipped, 0.09046358914),
      (AsymmetricSimilarity(.squared), 0, EightPixels.ones, 0.17934002869),
      (AsymmetricSimilarity(.squared), 0, EightPixels.clipped, 0.17156512663),
      (AsymmetricSimilarity(.linear), 0, EightPixels.ones, 0.285),
      (Tversky(smoothing: 0), 0, EightPixels.ones, 0.28455284553),
      (BinaryCrossEntropy(), 0, EightPixels.ones, 0.27751987655),
      (BinaryCrossEntropy(), 0, EightPixels.clipped, 0.37750157902),
      (FocalLoss(), 0, EightPixels.ones, 0.01464374297),
      (FocalLoss(), 0, EightPixels.clipped, 0.02224653765),
      (AdaptiveCrossEntropy(), 0, EightPixels.ones, 0.33364647752),
      (GeneralisedDice(.squared), 0, EightPixels.ones, 0.09478118418),
      (GeneralisedDice(.linear), 0, EightPixels.ones, 0.25778688525),
      (GeneralisedCrossEntropy(), 0, EightPixels.ones, 0.24379090627),
      (NoiseRobustDice(smoothing: 0), 0, EightPixels.ones, 0.15975465157),
    ] as [(any LossFunction, Float, [Double], Double)])
  func values(loss: any LossFunction, label: Float, weights: [Double], expected: Double) {
    let target = EightPixels.softTarget(label).map { $0 == label ? Double(label == 0 ? 0 : 0.3) : Double($0) }
    let value = loss.exactValue(logits: EightPixels.logits, target: target, weights: weights)
    #expect(abs(value - expected) < 6e-12)
  }

  /// TP = 2.2, FP = 1.05, FN = 0.8 of the eight pixels; focal without focus is weighted cross-entropy.
  static let parameterValues: [(LossName, LossParameters, Double)] = [
    (.tversky, LossParameters(falseWeight: 0.5, missedWeight: 0.5), 0.296),
    (.tversky, LossParameters(falseWeight: 0.9), 1 - 2.2 / 3.705),
    (.fBeta, LossParameters(beta: 1), 0.296),
    (.fBeta, LossParameters(beta: 2), 1 - 11 / 15.25),
    (.focal, LossParameters(lesionFraction: 0.5, focus: 0), 0.138759938275),
    (.crossEntropy, LossParameters(), 0.27751987655),
  ]

  @Test("parameters of losses reach their formula", arguments: parameterValues)
  func parameters(name: LossName, parameters: LossParameters, expected: Double) {
    let value = name.loss(parameters: parameters).exactValue(
      logits: EightPixels.logits, target: EightPixels.expert.map { Double($0) }, weights: EightPixels.ones)
    // Overlap losses add a smoothing of 1e-5.
    #expect(abs(value - expected) < 1e-5)
  }

  static let refusedValues: [(LossName, LossParameters, String)] = [
    (.crossEntropy, LossParameters(focus: 1), "belongs to the loss focal"),
    (.focal, LossParameters(lesionFraction: 1.5), "a focal alpha of 1.5"),
    (.tversky, LossParameters(falseWeight: 0, missedWeight: 0), "neither false nor missed"),
    (.fBeta, LossParameters(beta: 0), "a beta of 0"),
  ]

  @Test("a parameter that plays no part, or cannot be, is refused", arguments: refusedValues)
  func refusedParameters(name: LossName, parameters: LossParameters, reason: String) {
    var plan = SyntheticCase.plan()
    plan.loss = name
    plan.lossParameters = parameters
    #expect { try plan.check() } throws: { "\($0)".contains(reason) }
  }

  @Test(
    "gradients along p on eight pixels",
    arguments: [
      (
        EffectiveSoftDice(smoothing: 0), 0.3, EightPixels.ones,
        [-0.18924823, -0.18924823, 0.01513133, 0.10272257, 0.10272257, 0.10272257, -0.18924823, 0.01513133]
      ),
      (
        EffectiveSoftDice(smoothing: 0), 0, EightPixels.ones,
        [-0.20736, -0.20736, 0.11264, 0.11264, 0.11264, 0.11264, -0.20736, 0.11264]
      ),
      (
        SquaredDice(), 0, EightPixels.ones,
        [-0.08141667, -0.18861867, 0.142936, 0.035734, 0.017867, 0.071468, -0.15288467, 0.107202]
      ),
      (
        SquaredDice(), 0, EightPixels.clipped,
        [-0.05689847, -0.14247673, 0.08557826, 0.02139456, 0.01069728, 0.04278913, -0.22790129, 0.06418369]
      ),
    ] as [(any LossFunction, Float, [Double], [Double])])
  func gradientsAlongProbabilities(loss: any LossFunction, label: Float, weights: [Double], expected: [Double]) {
    let slope = loss.valueAndGradient(
      logits: EightPixels.logits.map { Float($0) }, target: EightPixels.softTarget(label),
      weights: weights.map { Float($0) }
    ).gradient
    for (index, p) in EightPixels.probabilities.enumerated() {
      #expect(abs(Double(slope[index]) - expected[index] * p * (1 - p)) < 2e-8)
    }
  }

  @Test(
    "gradients along z on eight pixels",
    arguments: [
      (
        FocalLoss(),
        [-0.00027155, -0.01519486, 0.00506495, 0.00009052, 0.00001152, 0.00069629, -0.00674447, 0.00224816]
      ),
      (
        AdaptiveCrossEntropy(),
        [-0.0265587, -0.09518217, 0.02789475, 0.00421053, 0.001875, 0.01026317, -0.07414978, 0.01815791]
      ),
      (
        BinaryCrossEntropy(),
        zip(EightPixels.probabilities, EightPixels.expert).map { ($0 - Double($1)) / 8 }
      ),
    ] as [(any LossFunction, [Double])])
  func gradientsAlongLogits(loss: any LossFunction, expected: [Double]) {
    let slope = loss.valueAndGradient(
      logits: EightPixels.logits.map { Float($0) }, target: EightPixels.expert
    ).gradient
    for (one, wanted) in zip(slope, expected) { #expect(abs(Double(one) - wanted) < 2e-8) }
  }

  /// Differences of the value in double precision; the class weight that `detached` holds constant moves with p there,
  /// so it is checked against PyTorch alone.
  @Test("gradients agree with central differences", arguments: everyLoss.filter { $0.name != .detachedCrossEntropy })
  func centralDifferences(name: LossName, reduction: LossReduction) {
    let loss = name.loss(reduction: reduction)
    var random = RandomStream(seed: 3, name: "test")
    let count = 24
    let z = (0..<count).map { _ in Float(random.normal() * 2) }
    let target = (0..<count).map { _ in Float([0, 0.3, 1][random.index(below: 3)]) }
    let weights = (0..<count).map { _ in Float(random.uniform(in: 0.2...2)) }
    let slope = loss.valueAndGradient(logits: z, target: target, weights: weights, imageCount: 2).gradient
    func value(_ logits: [Double]) -> Double {
      let groups = reduction == .batch ? [0..<count] : [0..<count / 2, count / 2..<count]
      let values = groups.map { group in
        loss.exactValue(
          logits: Array(logits[group]), target: target[group].map { Double($0) },
          weights: weights[group].map { Double($0) })
      }
      return values.reduce(0, +) / Double(groups.count)
    }
    let step = 1e-5
    for pixel in 0..<count {
      var (up, down) = (z.map { Double($0) }, z.map { Double($0) })
      up[pixel] += step
      down[pixel] -= step
      #expect(abs((value(up) - value(down)) / (2 * step) - Double(slope[pixel])) < 2e-8)
    }
  }

  @Test("without weights is with weights of 1", arguments: everyLoss)
  func unitWeights(name: LossName, reduction: LossReduction) {
    let loss = name.loss(reduction: reduction)
    let logits = EightPixels.logits.map { Float($0) }
    let plain = loss.valueAndGradient(logits: logits, target: EightPixels.softTarget(0.3), imageCount: 2)
    let weighted = loss.valueAndGradient(
      logits: logits, target: EightPixels.softTarget(0.3), weights: [Float](repeating: 1, count: 8), imageCount: 2)
    #expect(plain.value == weighted.value)
    #expect(plain.gradient == weighted.gradient)
  }

  /// The smoothing of 1e-5 is all that may show.
  /// A compound of both kinds does neither.
  @Test(
    "a common factor on all weights changes no ratio and scales a mean",
    arguments: LossName.allCases.filter { $0 != .diceCrossEntropy })
  func scaledWeights(name: LossName) {
    let loss = name.loss()
    let factor: Float = 64
    let logits = EightPixels.logits.map { Float($0) }
    let weights = EightPixels.clipped.map { Float($0) }
    let once = loss.valueAndGradient(logits: logits, target: EightPixels.softTarget(0.3), weights: weights)
    let scaled = loss.valueAndGradient(
      logits: logits, target: EightPixels.softTarget(0.3), weights: weights.map { $0 * factor })
    let isRatio = loss is any OverlapLoss || loss is NoiseRobustDice
    let share: Double = isRatio ? 1 : Double(factor)
    #expect(abs(scaled.value - share * once.value) < 2e-6 * share)
    for (a, b) in zip(scaled.gradient, once.gradient) { #expect(abs(Double(a) - share * Double(b)) < 2e-6 * share) }
  }

  @Test("a part of the pixels at a time gives the whole", arguments: LossName.allCases)
  func parts(name: LossName) {
    let loss = name.loss()
    let logits = EightPixels.logits.map { Float($0) }
    let target = EightPixels.softTarget(0.3)
    let weights = EightPixels.clipped.map { Float($0) }
    let whole = loss.valueAndGradient(logits: logits, target: target, weights: weights)
    var storage = [Float](repeating: 0, count: 8)
    var gradient = storage.mutableSpan
    var sums = LossSums()
    for part in [0..<3, 3..<8] {
      sums += loss.sums(
        over: part, logits: logits.span, target: target.span, weights: weights.span, keeping: &gradient)
    }
    for part in [3..<8, 0..<3] {
      loss.writeGradient(
        over: part, sums: sums, target: target.span, weights: weights.span, scale: 1, gradient: &gradient)
    }
    #expect(abs(loss.value(of: sums) - whole.value) < 1e-12)
    for (a, b) in zip(storage, whole.gradient) { #expect(abs(a - b) < 1e-7) }
  }

  static let hardCases: [(logits: [Float], target: [Float])] = [
    // Saturated, right and wrong; far beyond what single precision resolves.
    ([60, -60, 60, -60], [1, 0, 0, 1]), ([1e4, -1e4, 1e4, -1e4], [1, 0, 0, 1]), ([60, 60, -60, 60], [0.3, 1, 0.3, 0]),
    // Nothing to find: nothing found, something found. Everything to find.
    ([-60, -60, -60, -60], [0, 0, 0, 0]), ([-1, 2, 0, -3], [0, 0, 0, 0]), ([-1, 2, 0, -3], [1, 1, 1, 1]),
    ([-200, -200, -200, -200], [1, 1, 1, 1]),
  ]

  @Test("extremes stay finite", arguments: everyLoss)
  func extremes(name: LossName, reduction: LossReduction) {
    let loss = name.loss(reduction: reduction)
    for (logits, target) in Self.hardCases {
      for weights in [[], [2e5, 1, 0, 1]] as [[Float]] {
        let (value, slope) = loss.valueAndGradient(logits: logits, target: target, weights: weights, imageCount: 2)
        #expect(value.isFinite && value >= -1e-9)
        #expect(slope.allSatisfy { $0.isFinite })
      }
    }
  }

  /// What has gone wrong in the network must not pass for an empty pair.
  @Test("a logit that is no number shows in the value", arguments: everyLoss)
  func notANumber(name: LossName, reduction: LossReduction) {
    let (value, slope) = name.loss(reduction: reduction).valueAndGradient(
      logits: [1, -2, .nan, 0.5], target: [1, 0, 0, 1], imageCount: 2)
    #expect(value.isNaN)
    #expect(slope.contains { $0.isNaN })
  }

  @Test("nothing to find and nothing found costs nothing", arguments: LossName.allCases)
  func emptyPair(name: LossName) {
    let (value, slope) = name.loss().valueAndGradient(
      logits: [Float](repeating: -100, count: 16), target: [Float](repeating: 0, count: 16))
    #expect(abs(value) < 1e-9)
    #expect(slope.allSatisfy { abs($0) < 1e-9 })
  }

  @Test func perImageIsTheMeanOverImages() {
    let logits = EightPixels.logits.map { Float($0) }
    let target = EightPixels.softTarget(0.3)
    let halves = [0..<4, 4..<8].map {
      EffectiveSoftDice().value(logits: Array(logits[$0]), target: Array(target[$0]))
    }
    let mean = (halves[0] + halves[1]) / 2
    let loss = EffectiveSoftDice(reduction: .perImage)
    #expect(abs(loss.value(logits: logits, target: target, imageCount: 2) - mean) < 1e-12)
    #expect(abs(EffectiveSoftDice().value(logits: logits, target: target, imageCount: 2) - mean) > 1e-3)
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

  @Test("F-beta is a Tversky index, and Dice is one", arguments: [0.5, 1, 1.5, 2])
  func identities(beta: Double) {
    let target = EightPixels.expert.map { Double($0) }
    func value(_ loss: some LossFunction) -> Double {
      loss.exactValue(logits: EightPixels.logits, target: target, weights: EightPixels.clipped)
    }
    let share = 1 / (1 + beta * beta)
    let index = value(Tversky(falseWeight: share, missedWeight: 1 - share, smoothing: 0))
    #expect(abs(value(AsymmetricSimilarity(.linear, beta: beta)) - index) < 1e-14)
    if beta == 1 { #expect(abs(value(EffectiveSoftDice(smoothing: 0)) - index) < 1e-14) }
  }

  @Test("exponents that are not the usual ones take the general way", arguments: [1.5, 1.500001])
  func generalExponents(exponent: Double) {
    func value(_ loss: some LossFunction) -> Double {
      loss.exactValue(
        logits: EightPixels.logits, target: EightPixels.expert.map { Double($0) }, weights: EightPixels.ones)
    }
    #expect(abs(value(NoiseRobustDice(exponent: exponent, smoothing: 0)) - 0.15975465157) < 1e-6)
    #expect(abs(value(FocalLoss(focus: exponent + 0.5)) - 0.01464374297) < 1e-6)
  }
}
