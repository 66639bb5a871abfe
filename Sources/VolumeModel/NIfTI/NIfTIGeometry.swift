import CNifti

/// Works out where the voxels of a NIfTI file lie: the matrix when its code says so, else the quaternion, else the voxel sizes alone.
struct NIfTIGeometry {
  let form: SpatialForm
  let notes: [String]

  init(_ header: NIfTIHeader, shape: SIMD3<Int>, path: String) {
    var notes: [String] = []
    let (pixdim, sizeNotes) = Self.usableSizes(header.pixdim, shape: shape)
    let matrix = header.sformCode > 0 ? Self.affine(rows: header.rows) : nil
    let quaternion = header.qformCode > 0 ? Self.affine(quaternion: header.quaternion, pixdim: pixdim) : nil
    if header.sformCode > 0, matrix == nil { notes.append("the sform matrix is no usable map and was ignored") }
    if header.qformCode > 0, quaternion == nil {
      notes.append("the qform quaternion is no usable rotation and was ignored")
    }

    let source: SpatialForm.Source = matrix != nil ? .sform : quaternion != nil ? .qform : .pixdim
    // Beside a matrix they place nothing.
    if source != .sform { notes += sizeNotes }
    let inFileUnits = matrix ?? quaternion ?? Affine(spacingMM: SIMD3(pixdim[1], pixdim[2], pixdim[3]))
    let scale = Self.millimetres(perUnitOf: header.units & 7, spacing: inFileUnits.spacingMM, notes: &notes)
    let affine = inFileUnits.scaled(by: scale)
    let grid = VoxelGrid(shape: shape, affine: affine, orientationKnown: source != .pixdim)

    if matrix != nil, let quaternion {
      let other = VoxelGrid(shape: shape, affine: quaternion.scaled(by: scale))
      let distance = grid.largestCornerDistanceMM(to: other)
      if distance > 1e-3 {
        notes.append(
          "sform (\(SpatialForm.codeName(header.sformCode))) and qform (\(SpatialForm.codeName(header.qformCode))) "
            + "differ by up to \(decimal(distance, 3)) mm; the sform is used")
      }
    }
    if source == .sform {
      let sizes = SIMD3(abs(header.pixdim[1]), abs(header.pixdim[2]), abs(header.pixdim[3]))
      let difference = inFileUnits.spacingMM - sizes
      if (0..<3).contains(where: { shape[$0] > 1 && !(abs(difference[$0]) <= 1e-3 * inFileUnits.spacingMM[$0]) }) {
        notes.append(
          "the header's voxel sizes \(sizesText(sizes)) differ from the matrix's \(sizesText(inFileUnits.spacingMM)); "
            + "the matrix is used")
      }
    }
    if source == .pixdim {
      notes.append("orientation unknown: the file does not say which side is left; only voxel sizes are used")
    } else {
      notes += grid.shapeNotes
    }
    form = SpatialForm(
      grid: grid, source: source, sformCode: matrix == nil ? 0 : header.sformCode,
      qformCode: quaternion == nil ? 0 : header.qformCode,
      datatype: VoxelType(code: header.datatype)?.rawValue ?? "unknown", originPath: path,
      fields: SpatialForm.NIfTIFields(
        rows: matrix == nil ? [Double](repeating: 0, count: 12) : header.rows,
        quaternion: quaternion == nil ? [Double](repeating: 0, count: 6) : header.quaternion,
        pixdim: pixdim, units: header.units, isNIfTI2: header.version == .nifti2))
    self.notes = notes
  }

  /// pixdim[0] to [3] with a handedness of 1 or -1 and positive sizes.
  private static func usableSizes(_ pixdim: [Double], shape: SIMD3<Int>) -> (sizes: [Double], notes: [String]) {
    var notes: [String] = []
    var sizes = Array(pixdim.prefix(4))
    sizes[0] = sizes[0] < 0 ? -1 : 1
    var replaced = false
    for axis in 1...3 where !(1e-6...1e6).contains(abs(sizes[axis])) {
      replaced = replaced || shape[axis - 1] > 1
      sizes[axis] = 1
    }
    if replaced { notes.append("a voxel size is missing or absurd; 1 mm was taken, so volumes count voxels, not mm3") }
    if (1...3).contains(where: { sizes[$0] < 0 }) {
      notes.append("negative voxel sizes were taken as positive")
      for axis in 1...3 { sizes[axis] = abs(sizes[axis]) }
    }
    return (sizes, notes)
  }

  private static func affine(rows: [Double]) -> Affine? {
    let affine = Affine(sformRows: rows)
    return affine.isUsable ? affine : nil
  }

  private static func affine(quaternion q: [Double], pixdim: [Double]) -> Affine? {
    guard q.allSatisfy(\.isFinite), q[0] * q[0] + q[1] * q[1] + q[2] * q[2] <= 1.001 else { return nil }
    let affine = Affine(quaternion: q, pixdim: pixdim)
    return affine.isUsable ? affine : nil
  }

  /// Millimetres of one length unit. A unit that makes voxels of an absurd size is a slip of the writing program.
  private static func millimetres(perUnitOf unit: Int, spacing: SIMD3<Double>, notes: inout [String]) -> Double {
    let (name, scale) =
      switch unit {
      case Int(NIFTI_UNITS_METER): ("metres", 1000.0)
      case Int(NIFTI_UNITS_MICRON): ("micrometres", 0.001)
      default: ("", 1.0)
      }
    guard scale != 1 else { return 1 }
    let sizes = spacing * scale
    guard sizes.max() <= 50, sizes.min() >= 0.001 else {
      notes.append("lengths are said to be \(name), which would make voxels of \(sizesText(sizes)) mm; taken as mm")
      return 1
    }
    notes.append("lengths in the file are \(name); converted to mm")
    return scale
  }
}
