/// Files that were written without a place, as from a bare array: their voxels are those of the image that they go with.
enum VoxelsOfAnImage {
  /// What is said where a user chose so, and the shape allows it; nil otherwise, and where the grids are one anyway.
  static func note(_ own: VoxelGrid, on grid: VoxelGrid, form: SpatialForm.Source?) -> String? {
    guard form == .image, own.shape == grid.shape, !own.matches(grid) else { return nil }
    return "its voxels are taken as the image's, whatever its header says: \(own.difference(from: grid))"
  }

  /// Whether a file says nothing of its own place: no form at all, or the identity that programs write for want of one.
  static func isPlaceless(_ form: SpatialForm) -> Bool {
    let affine = form.grid.affine
    let axes = [SIMD3(1.0, 0, 0), SIMD3(0.0, 1, 0), SIMD3(0.0, 0, 1)]
    let columns = [affine.columns.0, affine.columns.1, affine.columns.2]
    return form.source == .pixdim || (columns == axes && affine.origin == .zero)
  }
}
