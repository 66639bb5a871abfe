import CNifti

/// An image file opened, its header checked, and its stream standing at the first voxel.
struct ImageReader: ~Copyable {
  let path: String
  let header: NIfTIHeader
  let layout: VoxelLayout
  /// Whether the voxels lie in a file of their own.
  let isPair: Bool
  private(set) var notes: [String]
  private var source: ByteSource

  var isCompressed: Bool { source.isCompressed }

  init(opening path: String) throws(FileError) {
    let paths = try ImagePaths(path)
    var source = try ByteSource(opening: paths.header)
    var header = try NIfTIHeader.read(from: &source, isHeaderFile: paths.voxels != nil)
    let isPair = paths.voxels != nil && header.saysPair
    var notes: [String] = []
    if header.saysPair && !isPair {
      notes.append(
        "the header says that the voxels lie in an .img file, but the name says one file; they were read from this one")
    }
    if !source.isCompressed, paths.header.lowercased().hasSuffix(".gz") {
      notes.append("not compressed, in spite of its name; read as plain NIfTI")
    }
    let layout = try header.check(path: path, isSeparate: isPair)
    if isPair, let voxels = paths.voxels {
      guard FileStatus(ofPath: voxels) != nil else {
        throw FileError(
          .notFound, path: path, problem: "\(ImagePaths.lastComponent(voxels)) is missing",
          advice: "the two files of a pair belong side by side")
      }
      source = try ByteSource(opening: voxels)
    }
    try layout.check(against: source, path: path)
    notes += header.notes
    if !isPair, let note = try HeaderExtensions.complaint(&source, header: header, voxelOffset: layout.offset) {
      notes.append(note)
    }
    try source.skip(to: layout.offset)
    self.path = path
    self.header = header
    self.layout = layout
    self.isPair = isPair
    self.notes = notes
    self.source = source
  }

  /// Passes over whole volumes.
  mutating func skip(volumes: Int) throws(FileError) {
    try source.skip(to: source.position + volumes * layout.bytesPerVolume)
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
    var left = voxelCount
    while left > 0 {
      let count = min(left, values.count)
      let piece = UnsafeMutableRawBufferPointer(rebasing: stored[..<(count * size)])
      guard try source.read(into: piece) == piece.count else { throw endedEarly() }
      let decoded = UnsafeMutableBufferPointer(rebasing: values[..<count])
      layout.decoder.decode(UnsafeRawBufferPointer(piece), into: decoded)
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
      if rest > 0 { notes.append("\(rest) bytes after the voxels were ignored") }
      return
    }
    // A stream that goes on is followed a little, never to its end: it may be made to have none.
    let patience = 1 << 20
    try source.skip(to: end + patience)
    let excess = source.position - end
    if source.endsEarly {
      notes.append("the compressed data end early: the voxels are all there, the checksum behind them is not")
    } else if excess >= patience {
      notes.append(
        "the file holds more data than its header says; only the \(layout.byteCount) bytes claimed were read")
    } else if excess > 0 {
      notes.append("\(excess) bytes after the voxels were ignored")
    }
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
