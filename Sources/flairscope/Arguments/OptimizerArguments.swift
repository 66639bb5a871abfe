import ArgumentParser
import Foundation
import Segmenter

/// How the weights are changed, and how fast.
struct OptimizerArguments: ParsableArguments {
  @Option(help: "The optimiser; adam unless said, of ren, mirikharaji, mw-net and mcpm sgd.")
  var optimizer: OptimizerSettings.Method?
  @Option(help: "The learning rate; 0.001, of sgd 0.01, of those four methods 0.1.")
  var learningRate: Double?
  @Option(help: "Momentum of sgd.")
  var momentum = 0.9
  @Flag(help: "Nesterov's form of momentum.")
  var nesterov = false
  @Option(help: "Weight decay; 0.01 of adamw, of the others 0.")
  var weightDecay: Double?
  @Option(help: "The longest gradient (L2 norm), to which longer ones are shortened; 0 leaves all as they are.")
  var gradientClip = 1.0

  @Option(help: "How the learning rate changes: constant, step, cosine.")
  var schedule = LearningRateSchedule.Shape.constant
  @Option(help: "Steps over which the learning rate first rises in a straight line.")
  var warmUp = 0
  @Option(help: ArgumentHelp("Of step: after these epochs the learning rate falls.", valueName: "40,80"))
  var milestones: String?
  @Option(help: "Of step: by this factor.")
  var decayFactor = 0.1
  @Option(help: "Of cosine: its length in epochs; --epochs by default.")
  var scheduleEpochs: Int?

  func settings(for method: MethodName) -> OptimizerSettings {
    let optimizer = optimizer ?? method.usualOptimizer
    let usualRate = optimizer == method.usualOptimizer ? method.usualLearningRate : optimizer.usualLearningRate
    return OptimizerSettings(
      optimizer, learningRate: learningRate ?? usualRate, momentum: momentum, usesNesterov: nesterov,
      weightDecay: weightDecay)
  }

  var gradientNormLimit: Double? { gradientClip == 0 ? nil : gradientClip }

  /// - Parameter epochs: those of the run, when they are given.
  func learningRateSchedule(epochs: Int?) throws -> LearningRateSchedule {
    let falls = try (milestones ?? "").split(separator: ",").map { text in
      guard let epoch = Int(text.trimmingCharacters(in: .whitespaces)) else {
        throw ValidationError("The milestone '\(text)' is not understood; write epochs, as 40,80.")
      }
      return epoch
    }
    return LearningRateSchedule(
      schedule, risingSteps: warmUp, milestones: falls.sorted(), factor: decayFactor,
      epochs: schedule == .cosine ? scheduleEpochs ?? epochs : nil)
  }
}
