import CNifti
import Glibc

/// The header of an output file, made by libnifti and completed with the fields of the image it belongs to.
struct WrittenHeader {
  /// Header and the four bytes that say "no extensions".
  let bytes: [UInt8]

  /// What the description field says, by which ``OwnOutput`` knows our files.
  static let ownDescription = "flairscope"

  init(_ form: SpatialForm, datatype: VoxelType, intent: WrittenIntent, description: String = ownDescription) {
    let shape = form.grid.shape
    let dim = [3, Int64(shape.x), Int64(shape.y), Int64(shape.z), 1, 1, 1, 1]
    // The older header counts in 16 bits.
    let fields = form.writtenFields
    let isLong = fields.isNIfTI2 || shape.max() > Int(Int16.max)
    bytes =
      isLong
      ? Self.long(form, fields, dim, datatype.code, intent, description)
      : Self.short(form, fields, dim, datatype.code, intent, description)
  }

  private static func short(
    _ form: SpatialForm, _ fields: SpatialForm.NIfTIFields, _ dim: [Int64], _ datatype: Int32, _ intent: WrittenIntent,
    _ description: String
  ) -> [UInt8] {
    guard let made = nifti_make_new_n1_header(dim, datatype) else { return [] }
    defer { free(made) }
    var raw = made.pointee
    set(&raw.magic, to: "n+1")
    raw.dim = (3, Int16(dim[1]), Int16(dim[2]), Int16(dim[3]), 1, 1, 1, 1)
    raw.vox_offset = 352
    (raw.scl_slope, raw.scl_inter) = (1, 0)
    raw.intent_code = Int16(intent.code)
    set(&raw.descrip, to: description)
    raw.xyzt_units = CChar(truncatingIfNeeded: fields.units & 7)
    raw.pixdim = (
      Float(fields.pixdim[0]), Float(fields.pixdim[1]), Float(fields.pixdim[2]), Float(fields.pixdim[3]), 0, 0, 0, 0
    )
    (raw.qform_code, raw.sform_code) = (Int16(form.qformCode), Int16(form.sformCode))
    let (q, s) = (fields.quaternion.map(Float.init), fields.rows.map(Float.init))
    (raw.quatern_b, raw.quatern_c, raw.quatern_d) = (q[0], q[1], q[2])
    (raw.qoffset_x, raw.qoffset_y, raw.qoffset_z) = (q[3], q[4], q[5])
    raw.srow_x = (s[0], s[1], s[2], s[3])
    raw.srow_y = (s[4], s[5], s[6], s[7])
    raw.srow_z = (s[8], s[9], s[10], s[11])
    return withUnsafeBytes(of: raw) { Array($0) } + [0, 0, 0, 0]
  }

  private static func long(
    _ form: SpatialForm, _ fields: SpatialForm.NIfTIFields, _ dim: [Int64], _ datatype: Int32, _ intent: WrittenIntent,
    _ description: String
  ) -> [UInt8] {
    guard let made = nifti_make_new_n2_header(dim, datatype) else { return [] }
    defer { free(made) }
    var raw = made.pointee
    raw.dim = (3, dim[1], dim[2], dim[3], 1, 1, 1, 1)
    raw.vox_offset = 544
    (raw.scl_slope, raw.scl_inter) = (1, 0)
    raw.intent_code = intent.code
    set(&raw.descrip, to: description)
    raw.xyzt_units = Int32(fields.units & 7)
    raw.pixdim = (fields.pixdim[0], fields.pixdim[1], fields.pixdim[2], fields.pixdim[3], 0, 0, 0, 0)
    (raw.qform_code, raw.sform_code) = (Int32(form.qformCode), Int32(form.sformCode))
    let (q, s) = (fields.quaternion, fields.rows)
    (raw.quatern_b, raw.quatern_c, raw.quatern_d) = (q[0], q[1], q[2])
    (raw.qoffset_x, raw.qoffset_y, raw.qoffset_z) = (q[3], q[4], q[5])
    raw.srow_x = (s[0], s[1], s[2], s[3])
    raw.srow_y = (s[4], s[5], s[6], s[7])
    raw.srow_z = (s[8], s[9], s[10], s[11])
    return withUnsafeBytes(of: raw) { Array($0) } + [0, 0, 0, 0]
  }

  /// Puts text into a fixed array of characters, the rest zero.
  private static func set<Characters>(_ field: inout Characters, to text: String) {
    withUnsafeMutableBytes(of: &field) { bytes in
      for index in bytes.indices { bytes[index] = 0 }
      bytes.copyBytes(from: text.utf8.prefix(bytes.count - 1))
    }
  }
}
