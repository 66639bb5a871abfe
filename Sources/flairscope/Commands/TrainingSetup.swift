import ArgumentParser
import Foundation
import Pictures
import Segmenter
import VolumeModel

/// What a run learns from and how, out of options or of the record of an earlier run.
struct TrainingSetup {
  var plan: TrainingPlan
  let initial: TrainedModel?
  let initialRecord: RunWeights?
  /// Each case, in order.
  let sources: [TrainingSource]

  /// A run as options say.
  init(
    plan: TrainingPlan, initial: TrainedModel?, initialPath: String?, cases: [CaseFiles], trust: MethodArguments,
    labelling: LabelArguments
  ) throws {
    self.plan = plan
    self.initial = initial
    initialRecord = initialPath.map { RunWeights(file: $0) }
    sources =
      cases.map { .files($0, trusted: trust.trusted) }
      + (try trust.trustedCases.map { .trustedCase(labelling.applied(to: try CaseFiles.find(inFolder: $0))) })
  }

  /// The run of a `run.toml`. Files that are no longer what they were are refused: the result would not be the same.
  init(repeating path: String) throws {
    let record = try RunRecord.read(path)
    plan = record.plan
    guard plan.imageRoles.first == "FLAIR" else {
      throw FileError(.badData, path: path, problem: "cannot be repeated: its first image is not the FLAIR")
    }
    guard !record.cases.isEmpty else {
      throw FileError(.badData, path: path, problem: "cannot be repeated: it names no files of its cases")
    }
    initialRecord = record.initialWeights
    initial = try record.initialWeights.map { weights in
      try weights.checkFile()
      return try TrainedModel.read(from: weights.path)
    }
    sources = record.cases.map { .record($0) }
  }

  /// Trains into a run folder, and draws its curves at the end. Returns only when all threads have ended: the process must
  /// not leave with a product in flight.
  func train(
    _ inputs: [TrainingInput], in folder: RunFolder, mapsAtEnd: Bool = false, stop: StopFlag,
    onEvent: @escaping @Sendable (TrainingEvent) -> Void
  ) throws -> TrainedModel {
    let training = TrainingRun.start(
      plan, inputs: inputs, initialWeights: initial?.weights, folder: folder, mapsAtEnd: mapsAtEnd, onEvent: onEvent)
    stop.hold { training.stop() }
    let model: TrainedModel
    do {
      model = try training.wait()
    } catch {
      // Stopped before its first step there is nothing to keep; the status is still that of the signal.
      guard error == .cancelledBeforeFirstEpoch, let signal = stop.signal else { throw error }
      Messages.error("\(error)")
      throw ExitCode(128 + signal)
    }
    try TrainingChart.write(to: folder)
    return model
  }

  /// Reads the cases, and says what is unusual about them.
  func inputs() throws -> [TrainingInput] {
    try sources.map { source in
      let input = try TrainingInput(
        source, roles: plan.imageRoles, softMask: plan.softMask, raters: plan.usedRaters)
      for note in input.notes { Messages.note(note) }
      return input
    }
  }
}
