/// Files may say twice where their voxels lie, and not the same.
extension SpatialForm {
  /// The form that is not used, where a file has both.
  var otherForm: (source: Source, affine: Affine)? {
    switch source {
    case .sform: qformAffine.map { (.qform, $0) }
    case .qform: sformAffine.map { (.sform, $0) }
    case .pixdim, .directions, .image: nil
    }
  }

  /// The grid by one of the two forms, where the file has both and uses the other.
  func grid(by form: Source) -> VoxelGrid? {
    otherForm.flatMap { $0.source == form ? VoxelGrid(shape: grid.shape, affine: $0.affine) : nil }
  }

  /// The same fields, read by the other form.
  func read(by form: Source, grid: VoxelGrid) -> SpatialForm {
    SpatialForm(
      grid: grid, source: form, sformCode: sformCode, qformCode: qformCode, datatype: datatype, originPath: originPath,
      fields: fields)
  }
}
