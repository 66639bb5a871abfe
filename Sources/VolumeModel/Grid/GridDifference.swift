extension VoxelGrid {
  /// What sets this grid apart from the image's, in words: shapes first, then voxel sizes, then place.
  public func difference(from image: VoxelGrid) -> String {
    if shape != image.shape {
      return "its shape \(shapeText) differs from the image's \(image.shapeText)"
        + (sameSizes(as: image) ? "" : ", voxels \(sizesText(spacingMM)) mm against \(sizesText(image.spacingMM)) mm")
    }
    if !sameSizes(as: image) {
      return "its voxels of \(sizesText(spacingMM)) mm differ from the image's \(sizesText(image.spacingMM)) mm"
    }
    if orientation == nil, image.orientation != nil { return "it does not say its orientation, the image does" }
    if let mine = orientation?.code, let other = image.orientation?.code, mine != other {
      let reordered = AxisReordering(from: self, to: image, toleranceMM: .infinity)
      let place =
        reordered.map { "re-ordered it lies up to \(decimal($0.largestDistanceMM, 3)) mm from the image's voxels" }
        ?? "it does not cover the same voxels"
      return "its axes run \(mine), the image's \(other), and \(place)"
    }
    return "it lies up to \(decimal(largestCornerDistanceMM(to: image), 3)) mm from the image's voxels"
  }

  /// The shape as people write it.
  public var shapeText: String { "\(shape.x) x \(shape.y) x \(shape.z)" }

  private func sameSizes(as other: VoxelGrid) -> Bool {
    let d = spacingMM - other.spacingMM
    return max(abs(d.x), max(abs(d.y), abs(d.z))) < 1e-3
  }
}
