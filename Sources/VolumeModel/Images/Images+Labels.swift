extension Images {
  /// Writes label numbers as uint8; otherwise as for volumes.
  public static func write(
    _ labels: Volume<UInt8>, like form: SpatialForm, to path: String, force: Bool, neverReplacing inputs: [String] = []
  ) throws(FileError) {
    try write(labels, .uint8, like: form, to: path, force: force, neverReplacing: inputs)
  }

  /// Writes a label map of many labels as uint16; otherwise as for volumes.
  public static func write(
    _ labels: Volume<UInt16>, like form: SpatialForm, to path: String, force: Bool, neverReplacing inputs: [String] = []
  ) throws(FileError) {
    try write(labels, .uint16, like: form, to: path, force: force, neverReplacing: inputs)
  }

  /// Writes a label map of very many labels as uint32; otherwise as for volumes.
  public static func write(
    _ labels: Volume<UInt32>, like form: SpatialForm, to path: String, force: Bool, neverReplacing inputs: [String] = []
  ) throws(FileError) {
    try write(labels, .uint32, like: form, to: path, force: force, neverReplacing: inputs)
  }

  /// Writes numbers of lesions as int32; otherwise as for volumes.
  public static func write(
    _ labels: Volume<Int32>, like form: SpatialForm, to path: String, force: Bool, neverReplacing inputs: [String] = []
  ) throws(FileError) {
    try write(labels, .int32, like: form, to: path, force: force, neverReplacing: inputs)
  }

  private static func write<Label: FixedWidthInteger & Sendable>(
    _ labels: Volume<Label>, _ type: VoxelType, like form: SpatialForm, to path: String, force: Bool,
    neverReplacing inputs: [String]
  ) throws(FileError) {
    let header = WrittenHeader(form, datatype: type, intent: .label)
    try write(header, grid: labels.grid, like: form, to: path, force: force, neverReplacing: inputs) {
      output throws(FileError) in
      try labels.withScalars { scalars throws(FileError) in try output.write(UnsafeRawBufferPointer(scalars)) }
    }
  }
}
