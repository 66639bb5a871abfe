/// What a reviewer says of a lesion, or of a whole case.
public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
  case approved, rejected
}

/// Where a lesion lies, or why it is none: the regions of the McDonald criteria (Thompson et al. 2018) and what reviewers
/// of lesion masks note beside them.
public enum LesionClass: String, Sendable, Hashable, Codable, CaseIterable {
  case periventricular
  case juxtacortical
  case cortical
  case infratentorial
  case deepWhiteMatter = "deep-white-matter"
  case notALesion = "not-a-lesion"
  case unsure

  /// As people read it.
  public var title: String { rawValue.replacing("-", with: " ") }
}
