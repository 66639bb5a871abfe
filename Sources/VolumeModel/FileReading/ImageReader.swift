/// An image file opened, its header checked, and its stream standing at the first voxel.
struct ImageReader: ~Copyable {
  let path: String
  let header: ImageHeader
  private(set) var notes: [String]
  private var source: ByteSource
  /// Range and counts of all values that were decoded, once `summarize` was called.
  private(set) var summary: ValueSummary?

  var layout: VoxelLayout { header.layout }
  var isCompressed: Bool { source.isCompressed }
  /// Of the file with the voxels, as it lies on the disk.
  var storedByteCount: Int { source.fileByteCount }

  /// - Parameters:
  ///   - source: the file of the voxels; it is compared with what the header claims, and moved to the first voxel.
  init(_ header: ImageHeader, path: String, source: consuming ByteSource) throws(FileError) {
    try header.layout.check(against: source, path: path)
    try source.skip(to: header.layout.offset)
    self.path = path
    self.header = header
    notes = header.notes
    self.source = source
  }

  /// Counts what is decoded from here on, so that who reads the voxels need not read them again to say what they are.
  mutating func summarize() { summary = ValueSummary() }

  /// Passes over whole volumes.
  mutating func skip(volumes: Int) throws(FileError) {
    try source.skip(to: source.position + volumes * layout.bytesPerVolume)
  }

  /// Passes over voxels, those of earlier volumes included, up to one that lies ahead.
  mutating func skip(toVoxel voxel: Int) throws(FileError) {
    try source.skip(to: layout.offset + voxel * layout.decoder.type.byteCount)
  }

  /// Decodes the next `voxelCount` voxels, a piece at a time, and calls `body` with the scaled values of each piece.
  /// - Parameter multiple: every piece but the last holds a multiple of so many voxels.
  mutating func forEachPiece<Value: BinaryFloatingPoint>(
    voxelCount: Int, multiple: Int = 1, as _: Value.Type, _ body: (UnsafeMutableBufferPointer<Value>) -> Void
  ) throws(FileError) {
    let pieceCount = max(1, 32768 / multiple) * multiple
    let size = layout.decoder.type.byteCount
    let stored = UnsafeMutableRawBufferPointer.allocate(byteCount: min(pieceCount, voxelCount) * size, alignment: 16)
    defer { stored.deallocate() }
    let values = UnsafeMutableBufferPointer<Value>.allocate(capacity: min(pieceCount, voxelCount))
    defer { values.deallocate() }
    values.initialize(repeating: 0)
    let exact = UnsafeMutableBufferPointer<Double>.allocate(capacity: summary == nil ? 0 : values.count)
    defer { exact.deallocate() }
    exact.initialize(repeating: 0)
    var left = voxelCount
    while left > 0 {
      let count = min(left, values.count)
      let piece = UnsafeMutableRawBufferPointer(rebasing: stored[..<(count * size)])
      guard try source.read(into: piece) == piece.count else { throw endedEarly() }
      let decoded = UnsafeMutableBufferPointer(rebasing: values[..<count])
      layout.decoder.decode(UnsafeRawBufferPointer(piece), into: decoded)
      if summary != nil {
        let counted = UnsafeMutableBufferPointer(rebasing: exact[..<count])
        layout.decoder.decode(UnsafeRawBufferPointer(piece), into: counted)
        summary?.add(UnsafeBufferPointer(counted))
      }
      body(decoded)
      left -= count
    }
  }

  /// Reads on to the end, so that a damaged checksum is found, and notes what is left over.
  mutating func finish() throws(FileError) {
    let end = layout.offset + layout.byteCount
    try source.skip(to: end)
    guard source.position >= end else { throw endedEarly() }
    guard source.isCompressed else {
      let rest = source.fileByteCount - end
      if rest > 0, !header.mayBeFollowed { notes.append("\(rest) bytes after the voxels were ignored") }
      return
    }
    // A stream that goes on is followed a little, never to its end: it may be made to have none.
    let patience = 1 << 20
    try source.skip(to: end + patience)
    let excess = source.position - end
    if source.endsEarly {
      notes.append("the compressed data end early: the voxels are all there, the checksum behind them is not")
    } else if !header.mayBeFollowed, excess >= patience {
      notes.append(
        "the file holds more data than its header says; only the \(layout.byteCount) bytes claimed were read")
    } else if !header.mayBeFollowed, excess > 0 {
      notes.append("\(excess) bytes after the voxels were ignored")
    }
    guard excess < patience else { return }
    let behind = try source.byteCountBehindTheEnd()
    if behind > 0 { notes.append("\(behind) bytes after the end of the compressed data were ignored") }
  }

  private func endedEarly() -> FileError {
    let found = max(0, source.position - layout.offset)
    return FileError(
      .badData, path: path,
      problem: source.endsEarly
        ? "the compressed data end early, after \(found) of \(layout.byteCount) bytes of voxels"
        : "voxel data cut off: \(found) of \(layout.byteCount) bytes",
      advice: "fetch or copy the file again")
  }
}
