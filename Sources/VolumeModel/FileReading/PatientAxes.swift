/// The affine of formats that give each voxel axis a direction in space.
enum PatientAxes {
  /// Signs that turn the left-posterior-superior millimetres of DICOM and ITK into right-anterior-superior ones.
  static let lps = SIMD3<Double>(-1, -1, 1)

  /// The grid of up to three directions; a missing third one stands at right angles to the others.
  /// - Parameters:
  ///   - columns: one voxel step along each axis, in millimetres of the file's space.
  ///   - origin: the place of the first voxel's centre.
  ///   - signs: what turns the file's space into RAS; nil when the file does not name its space.
  ///   - notes: gets what was assumed.
  static func grid(
    _ shape: SIMD3<Int>, columns: [SIMD3<Double>], origin: SIMD3<Double>, signs: SIMD3<Double>?, notes: inout [String]
  ) -> VoxelGrid {
    var columns = columns
    if columns.count == 2 {
      let normal = cross(columns[0], columns[1])
      columns.append(normal / max((normal * normal).sum().squareRoot(), .leastNormalMagnitude))
    }
    if columns.count == 3 {
      let turn = signs ?? SIMD3(1, 1, 1)
      let affine = Affine(columns: (columns[0] * turn, columns[1] * turn, columns[2] * turn), origin: origin * turn)
      if affine.isUsable {
        if signs == nil { notes.append(unknown) }
        return VoxelGrid(shape: shape, affine: affine, orientationKnown: signs != nil)
      }
      notes.append("the directions in the header are no usable map and were ignored")
    }
    notes.append(unknown + "; voxels of 1 mm were taken")
    return VoxelGrid(shape: shape, affine: Affine(spacingMM: SIMD3(1, 1, 1)), orientationKnown: false)
  }

  private static let unknown = "orientation unknown: the file does not say which side is left"
}
