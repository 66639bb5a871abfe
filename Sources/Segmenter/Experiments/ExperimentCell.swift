public import VolumeModel

/// What annotations a cell is trained on.
public enum ExperimentTarget: Sendable, Hashable {
  /// The mask of rater 1, grown.
  case softMask(SoftMaskParameters)
  /// The mask of rater 1 as it is.
  case clean
  /// The mask of rater 1 with noise on a fraction of its slices; slices that a method sets aside as trusted are clean.
  case noisy(NoiseChoice, rate: Double)
  /// The mask of a rater, counted from 0, as it is.
  case rater(Int)
  /// The masks of all raters as they are, used as the plan says.
  case allRaters
  /// What all raters agree on by STAPLE.
  case consensus
}

/// One row, or one place, of an experiment's tables: how a network is trained, whichever patients are left out.
public struct ExperimentCondition: Sendable, Hashable {
  /// In file names; no two conditions of an experiment have the same.
  public let name: String
  /// What it learns from.
  public let target: ExperimentTarget
  /// Noise with which the left-out patient's mask is corrupted to be compared with, beside the clean one.
  public let testNoise: NoiseChoice?
  /// Without its seed.
  public let plan: TrainingPlan

  init(_ name: String, target: ExperimentTarget, testNoise: NoiseChoice? = nil, plan: TrainingPlan) {
    self.name = name
    self.target = target
    self.testNoise = testNoise
    self.plan = plan
  }
}

/// Patients that a network is tested on and never trained on: one, or a fold of them.
public struct LeftOutPatients: Sendable, Hashable {
  /// The patient's name, or "fold-2-of-4"; in file names.
  public let name: String
  /// Sorted.
  public let patients: [String]

  /// Each patient alone, or in so many folds as ``PatientFolds`` deals them.
  static func all(_ patients: [String], folds: Int?) -> [LeftOutPatients] {
    let groups = PatientFolds(patients, count: folds ?? patients.count).patients
    guard folds != nil else { return groups.map { LeftOutPatients(name: $0.joined(), patients: $0) } }
    return groups.enumerated().map { number, patients in
      LeftOutPatients(name: "fold-\(number + 1)-of-\(groups.count)", patients: patients)
    }
  }
}

/// One network to train: a condition, the patients that are left out, a seed. Its folder is a run folder.
public struct ExperimentCell: Sendable, Hashable {
  /// How the network is trained.
  public let condition: ExperimentCondition
  /// Never trained on.
  public let leftOut: LeftOutPatients
  /// Of the run.
  public let seed: UInt64

  /// Of the cell's folder.
  public var name: String { "\(condition.name)_without-\(leftOut.name)_seed-\(seed)" }

  /// The condition's plan with the cell's seed.
  public var plan: TrainingPlan {
    var plan = condition.plan
    plan.seed = seed
    return plan
  }

  /// Every condition with every patient left out once, seed by seed, so that an experiment that is stopped has whole
  /// tables of fewer seeds.
  /// - Parameters:
  ///   - patients: of every case, in any order, repeated or not.
  ///   - folds: groups in which they are left out; nil leaves out one at a time.
  public static func all(
    _ conditions: [ExperimentCondition], patients: [String], folds: Int?, seeds: Int
  ) throws(ExperimentError) -> [ExperimentCell] {
    let patients = Set(patients).sorted()
    guard patients.count >= 2 else {
      throw .cases(
        "the cases are all of patient \(patients.first ?? "?"): one patient is left out at a time, so give two or more")
    }
    if let folds, folds > patients.count {
      throw .cases("\(folds) folds of \(patients.count) patients: give as many folds as patients at most")
    }
    let groups = LeftOutPatients.all(patients, folds: folds)
    return (1...UInt64(max(1, seeds))).flatMap { seed in
      conditions.flatMap { condition in
        groups.map { ExperimentCell(condition: condition, leftOut: $0, seed: seed) }
      }
    }
  }
}
