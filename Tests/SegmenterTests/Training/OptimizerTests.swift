import Foundation
import Segmenter
import Testing
import VolumeModel

/// PyTorch's answers: Scripts/fixtures/optimiser_oracle.py.
struct OptimizerOracle: Decodable {
  struct Run: Decodable, CustomTestStringConvertible {
    struct Step: Decodable {
      let rate: Double
      let weights: [Double]
    }
    let name: String
    let optimizer: OptimizerSettings.Method
    let rate: Double
    let momentum: Double?
    let nesterov: Bool?
    let decay: Double?
    let limit: Double?
    let schedule: LearningRateSchedule.Shape?
    let milestones: [Int]?
    let epochs: Int?
    let lowest: Double?
    let rising: Int?
    let steps: [Step]

    var testDescription: String { name }
    var settings: OptimizerSettings {
      OptimizerSettings(
        optimizer, learningRate: rate, momentum: momentum ?? 0.9, usesNesterov: nesterov ?? false,
        weightDecay: decay ?? 0)
    }
    var learningRateSchedule: LearningRateSchedule {
      LearningRateSchedule(
        schedule ?? .constant, risingSteps: rising ?? 0, milestones: milestones ?? [], epochs: epochs,
        lowestFraction: lowest ?? 0)
    }
  }
  let start: [Float]
  let gradients: [[Float]]
  let runs: [Run]

  static func read() throws -> OptimizerOracle {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/optimisers.json")
    return try JSONDecoder().decode(Self.self, from: try Data(contentsOf: file))
  }
}

@Suite struct OptimizerTests {
  @Test(
    "ten steps with PyTorch's rates and weights, on every instruction set", arguments: try OptimizerOracle.read().runs)
  func followsPyTorch(run: OptimizerOracle.Run) throws {
    let oracle = try OptimizerOracle.read()
    let pool = WorkerPool(workerCount: 2)
    #expect(run.steps.count == 10)
    for instructionSet in InstructionSet.available {
      var optimizer = run.settings.optimizer(parameterCount: oracle.start.count)
      var weights = oracle.start
      for (number, wanted) in run.steps.enumerated() {
        let rate = run.rate * run.learningRateSchedule.multiplier(step: number, stepsPerEpoch: 2)
        #expect(abs(rate - wanted.rate) <= 1e-7 * wanted.rate, "rate of step \(number + 1)")
        optimizer.learningRate = rate
        var gradient = oracle.gradients[number]
        gradient.withUnsafeMutableBufferPointer { gradient in
          let norm = euclideanNorm(gradient, pool: pool, instructionSet: instructionSet)
          weights.withUnsafeMutableBufferPointer {
            optimizer.step(
              $0, along: gradient, scale: clippingFactor(norm: norm, limit: run.limit), pool: pool,
              instructionSet: instructionSet)
          }
        }
        #expect(
          relativeDistance(weights, wanted.weights.map { Float($0) }) < 1e-5, "step \(number + 1), \(instructionSet)")
      }
      #expect(optimizer.stepCount == 10)
    }
  }

  @Test(
    "parameters in several stretches have the bits of parameters in one", arguments: OptimizerSettings.Method.allCases)
  func stretches(method: OptimizerSettings.Method) {
    let count = 40_000
    func stepped(_ range: Range<Int>, threads: Int) -> [Float] {
      var random = RandomStream(seed: 3, name: "optimiser")
      var weights = (0..<count).map { _ in Float(random.normal()) }
      var gradient = (0..<count).map { _ in Float(random.normal()) }
      weights = Array(weights[range])
      gradient = Array(gradient[range])
      var optimizer = OptimizerSettings(method, weightDecay: 0.01).optimizer(parameterCount: range.count)
      let pool = WorkerPool(workerCount: threads)
      for _ in 0..<3 {
        gradient.withUnsafeMutableBufferPointer { gradient in
          weights.withUnsafeMutableBufferPointer {
            optimizer.step($0, along: gradient, scale: 0.5, pool: pool, instructionSet: .best)
          }
        }
      }
      return weights
    }
    let whole = stepped(0..<count, threads: 2)
    #expect(whole == stepped(0..<count, threads: 1))
    // 16 is a whole number of registers, so that the same parameters are worked on in the same way.
    #expect(Array(whole[16_384..<32_768]) == stepped(16_384..<32_768, threads: 1))
  }

  @Test(
    "settings that cannot work are refused in a sentence",
    arguments: [
      OptimizerSettings(.sgd, momentum: 1), OptimizerSettings(.adam, usesNesterov: true),
      OptimizerSettings(.sgd, momentum: 0, usesNesterov: true), OptimizerSettings(learningRate: 0),
      OptimizerSettings(learningRate: .nan), OptimizerSettings(weightDecay: -1),
    ])
  func refusesSettings(settings: OptimizerSettings) {
    var plan = SyntheticCase.plan()
    plan.optimizer = settings
    #expect(throws: TrainingError.self) { try plan.check() }
  }

  /// Epochs times steps fitted no integer, which ended the program.
  @Test(arguments: [
    LearningRateSchedule(.step, milestones: [.max]), LearningRateSchedule(.cosine, epochs: .max),
    LearningRateSchedule(risingSteps: .max),
  ])
  func schedulesOfAnyLengthHaveARate(schedule: LearningRateSchedule) {
    let rate = schedule.multiplier(step: 7, stepsPerEpoch: 1000)
    #expect(rate > 0 && rate <= 1)
  }

  @Test(arguments: [
    LearningRateSchedule(.step), LearningRateSchedule(.step, milestones: [0]), LearningRateSchedule(.cosine),
    LearningRateSchedule(.step, milestones: [3], factor: 0), LearningRateSchedule(risingSteps: -1),
    LearningRateSchedule(.cosine, epochs: 3, lowestFraction: 2),
  ])
  func refusesSchedules(schedule: LearningRateSchedule) {
    var plan = SyntheticCase.plan()
    plan.schedule = schedule
    #expect(throws: TrainingError.self) { try plan.check() }
  }
}
