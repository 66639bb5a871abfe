/// What the header of an image says, whatever its format, once it has passed the checks.
struct ImageHeader: Sendable {
  /// As `info` names it: "nifti1", "mgh", "nrrd", "metaimage".
  let formatName: String
  let layout: VoxelLayout
  let spatial: SpatialForm
  /// The form codes as they stand in a NIfTI header; nil for formats without them.
  var formCodes: (qform: Int, sform: Int)?
  /// The display range that the file suggests, when it suggests one.
  var suggestedRange: ClosedRange<Float>?
  /// Whether the format lets other things follow the voxels.
  var mayBeFollowed = false
  /// What is unusual about the file, or was assumed, a sentence each.
  var notes: [String] = []
}
