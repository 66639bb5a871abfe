internal import CKernels

/// Channels that are stored side by side: those of a map are padded to whole panels, matrices are cut into panels of so many
/// columns.
let panelWidth = Int(FS_PANEL)

/// Floats of one cache line. Buffers start on one, and a line more or less between buffers of like size keeps them out of
/// the same cache sets.
let cacheLineFloats = 16

extension Int {
  /// Rounded up to whole panels of channels.
  var paddedToPanel: Int { panels * panelWidth }
  /// Panels that so many channels take.
  var panels: Int { dividedRoundingUp(by: panelWidth) }
  func dividedRoundingUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
}
