extension OutputFile {
  /// Writes a whole file; it appears complete or not at all.
  /// - Throws: as ``init(path:force:neverReplacing:)`` and ``commit()``.
  public static func write(
    _ bytes: [UInt8], to path: String, force: Bool, neverReplacing inputs: [String] = []
  ) throws(FileError) {
    let file = try OutputFile(path: path, force: force, neverReplacing: inputs)
    try bytes.withUnsafeBufferPointer { buffer throws(FileError) in try file.write(UnsafeRawBufferPointer(buffer)) }
    try file.commit()
  }
}
