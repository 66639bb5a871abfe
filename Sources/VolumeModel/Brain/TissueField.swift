/// How bright brain tissue is from place to place: the smooth inhomogeneity of the receiver.
enum TissueField {
  /// For every voxel the local mean of the tissue as a multiple of `level`.
  ///
  /// A mean with Gaussian weights (25 mm) over the voxels of `tissue`; a wider one (60 mm) with a small weight decides
  /// where tissue is far. Limited to 0.7...1.4, so that scalp can never pass as dim brain.
  static func estimate(_ scan: Volume<Float>, tissue: Mask, level: Float) -> Volume<Float> {
    let grid = scan.grid
    var factors = SIMD3(repeating: 1)
    for axis in 0..<3 { factors[axis] = max(1, Int(8 / grid.spacingMM[axis] + 0.5)) }
    var shape = SIMD3<Int>.zero
    for axis in 0..<3 { shape[axis] = (grid.shape[axis] + factors[axis] - 1) / factors[axis] }
    let coarse = VoxelGrid(shape: shape, affine: Affine(spacingMM: grid.spacingMM * SIMD3<Double>(factors)))
    var sums = Volume<Float>(grid: coarse, filledWith: 0)
    var counts = sums
    scan.withScalars { scan in
      tissue.forEachLinearIndex { index in
        let voxel = grid.voxel(atLinearIndex: index)
        let block = SIMD3(voxel.x / factors.x, voxel.y / factors.y, voxel.z / factors.z)
        sums[block] += scan[index]
        counts[block] += 1
      }
    }
    var field = Volume<Float>(grid: coarse, filledWith: 0)
    let near = (sums.smoothed(deviationMM: 25), counts.smoothed(deviationMM: 25))
    let far = (sums.smoothed(deviationMM: 60), counts.smoothed(deviationMM: 60))
    field.withMutableScalars { field in
      for index in field.indices {
        let sum = near.0.scalars[index] + 0.05 * far.0.scalars[index]
        let count = near.1.scalars[index] + 0.05 * far.1.scalars[index]
        field[index] = count > 1e-6 && level > 0 ? min(max(sum / count / level, 0.7), 1.4) : 1
      }
    }
    let blocks = SIMD3<Float>(factors)
    return field.interpolated(on: grid) { (SIMD3<Float>($0) + 0.5) / blocks - 0.5 }
  }
}
