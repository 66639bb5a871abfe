import Pictures

/// Where in the case one looks. It belongs to one case and is replaced with it.
package struct PlaceState: Sendable {
  /// The crosshair, in voxels; the slice shown passes through it.
  package internal(set) var cursor: SIMD3<Int>
  /// The image shown, by its place among ``ScanState/channels``.
  package internal(set) var channel = 0
  package internal(set) var zoom = 1.0
  /// Where the view is centred, in voxels; nil is the middle of the crop.
  package internal(set) var centre: SIMD3<Double>?
  /// The disagreement, or lesion, visited last.
  package internal(set) var finding: Int?
  package internal(set) var jumps = JumpList()
  package internal(set) var ruler: Ruler?
  /// What split and blink compare; nil is the natural pair of the case.
  package internal(set) var comparedPair: ComparedPair?
  package internal(set) var blink: Blink?

  init(cursor: SIMD3<Int>) { self.cursor = cursor }

  // MARK: - Moving

  /// Moves the crosshair; a view that is zoomed in follows it.
  mutating func place(crosshair voxel: SIMD3<Int>) {
    cursor = voxel
    if zoom > 1 { centreOnCrosshair() }
  }

  /// Moves the crosshair far, remembering where it was.
  mutating func jump(to voxel: SIMD3<Int>) {
    if voxel != cursor { jumps.leave(cursor) }
    place(crosshair: voxel)
  }

  mutating func centreOnCrosshair() { centre = SIMD3<Double>(cursor) + 0.5 }

  /// Zooms to a factor, 1 being the whole crop.
  mutating func zoom(to wanted: Double) {
    let factor = min(Self.zoomLimits.upperBound, max(Self.zoomLimits.lowerBound, wanted))
    if centre == nil, factor > 1 { centreOnCrosshair() }
    zoom = abs(factor - 1) < 0.01 ? 1 : factor
    if zoom <= 1 { centre = nil }
  }

  package static let zoomLimits = 0.5...16.0

  /// Back to the whole crop.
  mutating func fit() {
    zoom = 1
    centre = nil
  }
}
