package import VolumeModel

/// The tools with which voxels are drawn, and what is half drawn.
package struct EditingTools: Sendable {
  package var radiusMM = 2.0
  /// Whether the brush is a disc on the slice it paints on, in place of a ball.
  package var isFlat = false
  /// Whether the left button and the polygon erase; the right button then paints.
  package var erases = false
  /// The FLAIR that voxels need to be painted; nil paints all.
  package var paintsAbove: Double?
  /// What a drag of the mouse has painted so far.
  package var stroke: BrushStroke?
  /// The polygon whose corners are being set.
  package var polygon: PolygonDraft?

  /// Between half a voxel of usual scans and the largest lesions.
  package static let radiusLimitsMM = 0.5...10.0
}

/// A drag of the brush, which becomes one action when the button is released.
package struct BrushStroke: Sendable {
  package let adds: Bool
  /// The voxel axis across the slice that is painted on.
  let axis: Int
  /// What it is about, as it was when the button was pressed; nil begins a new lesion.
  let lesion: EditedLesion?
  /// The disagreement under the pointer then.
  let finding: Int?
  let start: SIMD3<Int>
  package internal(set) var last: SIMD3<Int>
  package internal(set) var voxels = VoxelRegion()
}

/// A polygon on one slice.
package struct PolygonDraft: Sendable {
  /// The voxel axis across the slice.
  let axis: Int
  package internal(set) var corners: [SIMD3<Int>]
}

/// What an edit is about: a lesion, and the voxels that it has before.
package struct EditedLesion: Sendable {
  let number: Int
  /// Its voxels when it was measured, by which the record knows it.
  let region: VoxelRegion
  let before: VoxelRegion
}
