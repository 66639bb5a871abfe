import ArgumentParser
import Foundation
import Segmenter

/// How the weights are changed, and how fast.
struct OptimizerArguments: ParsableArguments {
  @Option(
    help:
      "The optimiser. Default: \(MethodName.plain.details.usualOptimizer.rawValue)\(Self.exceptions { $0.usualOptimizer.rawValue })."
  )
  var optimizer: OptimizerSettings.Method?
  @Option(
    help:
      "The learning rate. Default: 0.001, with sgd 0.01\(Self.exceptions { "\($0.usualLearningRate)" }).")
  var learningRate: Double?
  @Option(help: "With --optimizer sgd: the momentum. Default: \(String(format: "%g", OptimizerSettings().momentum)).")
  var momentum: Double?
  @Flag(help: "Use Nesterov's form of momentum.")
  var nesterov = false
  @Option(help: "The weight decay. Default: 0.01 with adamw, 0 with the others.")
  var weightDecay: Double?
  @Option(help: "The largest L2 norm of the gradient; a larger one is scaled down to it. 0 turns clipping off.")
  var gradientClip = 1.0

  @Option(help: "How the learning rate changes: constant, step, cosine.")
  var schedule = LearningRateSchedule.Shape.constant
  @Option(help: "Steps over which the learning rate rises linearly from 0 at the start of a run.")
  var warmUp = 0
  @Option(
    help: ArgumentHelp("With --schedule step: the epochs after which the learning rate falls.", valueName: "40,80"))
  var milestones: String?
  @Option(
    help: "With --schedule step: the factor by which it falls. Default: \(String(format: "%g", Self.usualDecayFactor))."
  )
  var decayFactor: Double?
  @Option(help: "With --schedule cosine: its length in epochs. Default: --epochs.")
  var scheduleEpochs: Int?

  /// "; sgd for the methods ren and mcpm": the methods that have another default than the plain one; nothing without any.
  private static func exceptions(_ value: (MethodDescription) -> String) -> String {
    let usual = value(MethodName.plain.details)
    let others = MethodName.allCases.map(\.details).filter { value($0) != usual }
    guard let first = others.first.map(value) else { return "" }
    return "; \(first) for the methods \(others.map(\.name.rawValue).joined(separator: ", "))"
  }

  private static let usualDecayFactor = 0.1

  func validate() throws {
    guard momentum == nil || optimizer == .sgd else { throw ValidationError("--momentum goes with --optimizer sgd.") }
    guard decayFactor == nil || schedule == .step else {
      throw ValidationError("--decay-factor goes with --schedule step.")
    }
    guard milestones == nil || schedule == .step else {
      throw ValidationError("--milestones goes with --schedule step.")
    }
    guard scheduleEpochs == nil || schedule == .cosine else {
      throw ValidationError("--schedule-epochs goes with --schedule cosine.")
    }
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
      schedule, risingSteps: warmUp, milestones: falls.sorted(), factor: decayFactor ?? Self.usualDecayFactor,
      epochs: schedule == .cosine ? scheduleEpochs ?? epochs : nil)
  }
}
