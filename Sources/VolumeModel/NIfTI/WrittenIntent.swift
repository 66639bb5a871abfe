import CNifti

/// What written values mean, for programs that read the intent code of a header.
public enum WrittenIntent: Sendable, Hashable {
  /// Intensities.
  case none
  /// Label numbers, as of a mask.
  case label
  /// An estimate of a quantity, as of soft masks and probability maps.
  case estimate

  var code: Int32 {
    switch self {
    case .none: NIFTI_INTENT_NONE
    case .label: NIFTI_INTENT_LABEL
    case .estimate: NIFTI_INTENT_ESTIMATE
    }
  }
}
