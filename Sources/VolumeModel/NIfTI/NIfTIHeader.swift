import CNifti

/// The fields of a NIfTI-1, NIfTI-2 or Analyze 7.5 header that matter here, in this machine's byte order and wide
/// enough for all three. Nothing in it is to be believed before `NIfTIHeader.check`.
struct NIfTIHeader: Sendable {
  enum Version: Sendable { case analyze, nifti1, nifti2 }

  var version: Version
  /// Whether the magic says that the voxels lie in a file of their own.
  var saysPair: Bool
  var isByteSwapped: Bool
  /// `dim`, all eight entries as they stand in the file.
  var dim: [Int]
  var datatype: Int32
  var bitsPerVoxel: Int
  var pixdim: [Double]
  var voxelOffset: Double
  var slope: Double
  var intercept: Double
  var displayRange: (low: Double, high: Double)
  var units: Int
  var qformCode: Int
  var sformCode: Int
  /// quatern_b, _c, _d and qoffset_x, _y, _z.
  var quaternion: [Double]
  /// srow_x, _y, _z one after the other.
  var rows: [Double]
  /// Repairs made while reading, as sentences.
  var notes: [String] = []

  /// Bytes of the header itself: 348 or 540.
  var byteCount: Int { version == .nifti2 ? MemoryLayout<nifti_2_header>.size : MemoryLayout<nifti_1_header>.size }
  var formatName: String {
    switch version {
    case .analyze: "analyze"
    case .nifti1: "nifti1"
    case .nifti2: "nifti2"
    }
  }
}

extension NIfTIHeader {
  init(_ raw: nifti_1_header, version: Version, saysPair: Bool, isByteSwapped: Bool) {
    self.version = version
    self.saysPair = saysPair
    self.isByteSwapped = isByteSwapped
    dim = integers(raw.dim, as: Int16.self)
    datatype = Int32(raw.datatype)
    bitsPerVoxel = Int(raw.bitpix)
    pixdim = doubles(raw.pixdim, as: Float.self)
    voxelOffset = Double(raw.vox_offset)
    slope = Double(raw.scl_slope)
    intercept = Double(raw.scl_inter)
    displayRange = (Double(raw.cal_min), Double(raw.cal_max))
    units = Int(UInt8(bitPattern: raw.xyzt_units))
    qformCode = Int(raw.qform_code)
    sformCode = Int(raw.sform_code)
    quaternion = [raw.quatern_b, raw.quatern_c, raw.quatern_d, raw.qoffset_x, raw.qoffset_y, raw.qoffset_z].map(
      Double.init)
    rows = [raw.srow_x, raw.srow_y, raw.srow_z].flatMap { doubles($0, as: Float.self) }
    if version == .analyze {
      // These bytes mean other things in Analyze, which has no orientation that programs agree on.
      (qformCode, sformCode, units, intercept) = (0, 0, 0, 0)
    }
  }

  init(_ raw: nifti_2_header, saysPair: Bool, isByteSwapped: Bool) {
    version = .nifti2
    self.saysPair = saysPair
    self.isByteSwapped = isByteSwapped
    dim = integers(raw.dim, as: Int64.self)
    datatype = Int32(raw.datatype)
    bitsPerVoxel = Int(raw.bitpix)
    pixdim = doubles(raw.pixdim, as: Double.self)
    voxelOffset = Double(raw.vox_offset)
    slope = raw.scl_slope
    intercept = raw.scl_inter
    displayRange = (raw.cal_min, raw.cal_max)
    units = Int(raw.xyzt_units)
    qformCode = Int(raw.qform_code)
    sformCode = Int(raw.sform_code)
    quaternion = [raw.quatern_b, raw.quatern_c, raw.quatern_d, raw.qoffset_x, raw.qoffset_y, raw.qoffset_z]
    rows = [raw.srow_x, raw.srow_y, raw.srow_z].flatMap { doubles($0, as: Double.self) }
  }
}

// C arrays arrive as tuples; these read them through their bytes.

private func integers<Fields, Field: FixedWidthInteger & BitwiseCopyable>(_ fields: Fields, as _: Field.Type) -> [Int] {
  withUnsafeBytes(of: fields) { bytes in
    (0..<bytes.count / MemoryLayout<Field>.size).map {
      Int(bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Field>.size, as: Field.self))
    }
  }
}

private func doubles<Fields, Field: BinaryFloatingPoint & BitwiseCopyable>(_ fields: Fields, as _: Field.Type)
  -> [Double]
{
  withUnsafeBytes(of: fields) { bytes in
    (0..<bytes.count / MemoryLayout<Field>.size).map {
      Double(bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Field>.size, as: Field.self))
    }
  }
}
