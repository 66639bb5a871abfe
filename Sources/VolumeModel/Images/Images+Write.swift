extension Images {
  /// Writes float32 values as NIfTI on the grid of the image that `form` came from, with its codes and units.
  ///
  /// The file appears under its name only when it is complete and has been read back; the same values give the same
  /// bytes.
  /// - Parameters:
  ///   - path: must end in .nii or .nii.gz.
  ///   - force: whether an existing file may be replaced. The image that `form` came from never is.
  ///   - inputs: further files that are never replaced.
  /// - Throws: `cannotCreate`, `transferFailed`, or `wrongGrid` when the volume lies elsewhere than `form` says.
  public static func write(
    _ volume: Volume<Float>, like form: SpatialForm, to path: String, force: Bool, intent: WrittenIntent = .estimate,
    neverReplacing inputs: [String] = []
  ) throws(FileError) {
    let header = WrittenHeader(form, datatype: .float32, intent: intent)
    try write(header, grid: volume.grid, like: form, to: path, force: force, neverReplacing: inputs) {
      output throws(FileError) in
      try volume.withScalars { scalars throws(FileError) in try output.write(UnsafeRawBufferPointer(scalars)) }
    }
  }

  /// Writes a mask as uint8 values 0 and 1; otherwise as for volumes.
  /// - Parameter description: what the header says of the file; without it, that this program wrote it, so that it is
  ///   not taken for the work of a rater.
  public static func write(
    _ mask: Mask, like form: SpatialForm, to path: String, force: Bool, description: String? = nil,
    neverReplacing inputs: [String] = []
  ) throws(FileError) {
    let header = WrittenHeader(
      form, datatype: .uint8, intent: .label, description: description ?? WrittenHeader.ownDescription)
    try write(header, grid: mask.grid, like: form, to: path, force: force, neverReplacing: inputs) {
      output throws(FileError) in
      let (width, rows) = (mask.grid.shape.x, mask.grid.shape.y)
      var plane = [UInt8](repeating: 0, count: width * rows)
      for z in 0..<mask.grid.shape.z {
        mask.words.withUnsafeBufferPointer { words in
          for row in 0..<rows {
            let first = (z * rows + row) * mask.wordsPerRow
            for x in 0..<width { plane[row * width + x] = UInt8(words[first + x >> 6] >> UInt64(x & 63) & 1) }
          }
        }
        try plane.withUnsafeBufferPointer { bytes throws(FileError) in try output.write(UnsafeRawBufferPointer(bytes)) }
      }
    }
  }

  /// Whether a path may be written as an image; asked before long work.
  public static func checkOutput(
    _ path: String, force: Bool, neverReplacing inputs: [String] = []
  ) throws(FileError) {
    let lower = path.lowercased()
    guard lower.hasSuffix(".nii") || lower.hasSuffix(".nii.gz") else {
      throw FileError(.cannotCreate, path: path, problem: "its name must end in .nii or .nii.gz")
    }
    try OutputFile.check(path, force: force, neverReplacing: inputs)
  }

  static func write(
    _ header: WrittenHeader, grid: VoxelGrid, like form: SpatialForm, to path: String, force: Bool,
    neverReplacing inputs: [String], _ voxels: (inout CheckedOutput) throws(FileError) -> Void
  ) throws(FileError) {
    guard grid.matches(form.grid) else {
      throw FileError(
        .wrongGrid, path: path, problem: "not written: \(grid.difference(from: form.grid))",
        advice: "write it like the image it belongs to")
    }
    let protected = inputs + (form.originPath.map { [$0] } ?? [])
    try checkOutput(path, force: force, neverReplacing: protected)
    let file = try OutputFile(path: path, force: force, neverReplacing: protected)
    var output = try CheckedOutput(file, isCompressed: path.lowercased().hasSuffix(".gz"))
    try header.bytes.withUnsafeBufferPointer { bytes throws(FileError) in
      try output.write(UnsafeRawBufferPointer(bytes))
    }
    try voxels(&output)
    let sum = try output.finish()
    try sum.verify(file, grid: grid)
    try file.commit()
  }
}
