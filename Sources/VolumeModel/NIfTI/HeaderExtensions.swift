/// The blocks that programs may put between header and voxels. They are skipped; only their lengths are looked at.
enum HeaderExtensions {
  static func complaint(
    _ source: inout ByteSource, header: NIfTIHeader, voxelOffset: Int
  ) throws(FileError) -> String? {
    guard voxelOffset >= header.byteCount + 4 else { return nil }
    guard let flag = try word(&source), UInt32(bitPattern: flag).littleEndian & 0xFF != 0 else { return nil }
    while voxelOffset - source.position >= 16 {
      let start = source.position
      guard let stored = try word(&source) else { return nil }
      let size = Int(header.isByteSwapped ? stored.byteSwapped : stored)
      if size == 0, try isPadding(&source, upTo: min(voxelOffset, start + (1 << 16))) { return nil }
      guard size >= 8, size <= voxelOffset - start else {
        return "a header extension claims \(size) bytes; the extensions were skipped"
      }
      try source.skip(to: start + size)
      guard source.position == start + size else { return nil }
    }
    return nil
  }

  /// Whether only zeros follow: room that a program left before the voxels.
  private static func isPadding(_ source: inout ByteSource, upTo end: Int) throws(FileError) -> Bool {
    while source.position + 4 <= end {
      guard let next = try word(&source) else { return true }
      if next != 0 { return false }
    }
    return true
  }

  private static func word(_ source: inout ByteSource) throws(FileError) -> Int32? {
    var word: Int32 = 0
    var failure: FileError?
    let count = withUnsafeMutableBytes(of: &word) { bytes -> Int in
      do throws(FileError) { return try source.read(into: bytes) } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count == 4 ? word : nil
  }
}
