internal import VolumeModel

/// Whose annotation of a case is learned from, where several people drew one.
public enum RaterUse: String, Sendable, Hashable, Codable, CaseIterable {
  /// The first rater's.
  case first
  /// Each time one rater's, drawn at random.
  case random
  /// The mean of all raters', a soft label.
  case mean
}

extension TrainingPlan {
  /// Whose annotation is learned from, whether the plan says so or not.
  public var usedRaters: RaterUse { raterUse ?? .first }

  /// Says what cannot work where several annotations of a slice are learned from.
  func checkRaterUse() throws(TrainingError) {
    guard usedRaters != .first else { return }
    let reason = "--raters \(usedRaters.rawValue) learns from several annotations of a slice"
    guard method.name == .plain else {
      throw .plan("\(reason), --method \(method.name.rawValue) from one; leave one of both out")
    }
    guard weighting == .none else {
      throw .plan("\(reason), --weighting weighs the lesions of one; leave one of both out")
    }
    guard augmentations?.contains(.lesions) != true else {
      throw .plan("\(reason), --augment lesions copies those of one; leave one of both out")
    }
  }
}
