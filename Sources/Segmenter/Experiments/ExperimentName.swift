/// The experiments that the program repeats from papers, on one's own cases.
public enum ExperimentName: String, Sendable, Hashable, Codable, CaseIterable {
  /// Size and label of the soft mask (Kats, Goldberger and Greenspan, ISBI 2019).
  case softMask = "soft-mask"
  /// Losses with and without inverse weighting (Shirokikh et al., MICCAI 2020).
  case loss
  /// Methods for noisy annotations, by kind and rate of the noise (Wang et al., MICCAI 2020; Shi and Wu, MICCAI 2021).
  case noise
  /// Relabelling, against clean and noisy masks (Redekop and Chernyavskiy, ISBI 2021).
  case relabelling = "relabel"
  /// Whether methods see what is wrong with annotations that were corrupted on purpose.
  case truth
  /// Whose masks to learn from, where several people drew every case.
  case raters

  /// For people.
  public var title: String {
    switch self {
    case .softMask: "Soft masks: size and label"
    case .loss: "Losses with and without inverse weighting"
    case .noise: "Methods for noisy annotations"
    case .relabelling: "Relabelling, against clean and noisy masks"
    case .raters: "Whose masks to learn from"
    case .truth: "Self-test of methods on annotations corrupted on purpose"
    }
  }
}
