/// The windows that one key goes through.
package enum WindowPreset: String, CaseIterable, Sendable {
  /// For the whole brain, from percentiles.
  case automatic = "auto"
  /// The upper half of the automatic window: lesions against white matter.
  case narrow
  /// From the brain's darkest to its brightest voxels.
  case whole
}
