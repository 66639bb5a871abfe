import Testing
import VolumeModel

import Segmenter

/// The evaluation on all workers against the plain one.
struct BatchLossTests {
  @Test(arguments: InstructionSet.available, LossName.allCases)
  func agreesWithThePlainEvaluation(_ instructions: InstructionSet, _ name: LossName) {
    for reduction in LossReduction.allCases {
      for isWeighted in [false, true] {
        let loss = name.loss(reduction: reduction)
        var random = RandomStream(seed: 5, name: "loss")
        // Two stretches and a rest that fills no register.
        let count = 3 * 6_331
        let logits = (0..<count).map { _ in Float(random.normal() * 4) }
        let target = (0..<count).map { _ in [Float(0), 0, 0.3, 1][random.index(below: 4)] }
        let weights = isWeighted ? (0..<count).map { _ in Float(random.uniform() * 3) } : []
        let plain = loss.valueAndGradient(logits: logits, target: target, weights: weights, imageCount: 3)
        var bits: [[Float]] = []
        for workers in [1, 2] {
          var gradient = [Float](repeating: 0, count: count)
          let value = BatchLoss(pool: WorkerPool(workerCount: workers), instructionSet: instructions).value(
            of: loss, imageCount: 3, logits: logits, target: target, weights: weights, gradient: &gradient)
          #expect(abs(value - plain.value) < 1e-6 * max(1, abs(plain.value)))
          let scale = plain.gradient.map(abs).max() ?? 0
          let worst = zip(gradient, plain.gradient).map { abs($0 - $1) }.max() ?? 0
          #expect(worst <= 1e-5 * scale)
          bits.append(gradient)
        }
        #expect(bits[0] == bits[1])
      }
    }
  }

  /// What is no number must not pass for an empty pair.
  @Test(arguments: InstructionSet.available, [LossName.softDice, .crossEntropy])
  func aLogitThatIsNoNumberShows(_ instructions: InstructionSet, _ name: LossName) {
    var gradient = [Float](repeating: 0, count: 40)
    var logits = [Float](repeating: 1, count: 40)
    logits[37] = .nan
    let value = BatchLoss(pool: WorkerPool(workerCount: 1), instructionSet: instructions).value(
      of: name.loss(), imageCount: 1, logits: logits, target: [Float](repeating: 1, count: 40), weights: [],
      gradient: &gradient)
    #expect(!value.isFinite)
  }
}

extension BatchLoss {
  fileprivate func value(
    of loss: any LossFunction, imageCount: Int, logits: [Float], target: [Float], weights: [Float],
    gradient: inout [Float]
  ) -> Double {
    logits.withUnsafeBufferPointer { logits in
      target.withUnsafeBufferPointer { target in
        weights.withUnsafeBufferPointer { weights in
          gradient.withUnsafeMutableBufferPointer { gradient in
            value(
              of: loss, imageCount: imageCount, logits: logits, target: target,
              weights: weights, gradient: gradient)
          }
        }
      }
    }
  }
}
