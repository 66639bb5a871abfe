/// NRRD files, as 3D Slicer and teem write them: a header of text, then the voxels (.nrrd) or the name of their file
/// (.nhdr); raw or gzip.
///
/// Source: https://teem.sourceforge.net/nrrd/format.html.
struct NRRDFormat: ImageFormat {
  let endings = [".nrrd", ".nhdr"]

  func recognises(_ start: [UInt8], path: String) -> Bool { start.starts(with: Array("NRRD000".utf8)) }

  func open(_ path: String) throws(FileError) -> ImageReader {
    var source = try ByteSource(opening: path)
    let text = try TextHeader(&source, format: "NRRD", separator: ":") { line, _ in line.isEmpty }
    let header = NRRDHeader(text)
    let isGzip = try header.isGzip()
    let voxels = try header.voxelFile()
    let skipped = try header.skippedBytes()
    if isGzip {
      // What is skipped counts in decompressed bytes.
      source = try ByteSource(opening: voxels ?? path, at: voxels == nil ? text.byteCount : 0)
      guard source.isCompressed else {
        throw FileError(
          .badData, path: path, problem: "the header says gzip, the voxels are not compressed",
          advice: "the file is damaged")
      }
      return try ImageReader(try header.check(offset: max(0, skipped)), path: path, source: source)
    }
    source = try ByteSource(opening: voxels ?? path)
    let checked = try header.check(offset: (voxels == nil ? text.byteCount : 0) + max(0, skipped))
    guard skipped < 0 else { return try ImageReader(checked, path: path, source: source) }
    // -1: the voxels are the last bytes of the file.
    let atEnd = try header.check(offset: max(0, source.fileByteCount - checked.layout.byteCount))
    return try ImageReader(atEnd, path: path, source: source)
  }
}
