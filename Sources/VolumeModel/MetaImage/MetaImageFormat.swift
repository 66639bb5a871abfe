/// MetaImage files, as ITK and SimpleITK write them: a header of text, then the voxels (.mha) or the name of their file
/// (.mhd); raw or a zlib stream.
///
/// Source: https://itk.org/Wiki/ITK/MetaIO/Documentation.
struct MetaImageFormat: ImageFormat {
  let endings = [".mha", ".mhd"]

  func recognises(_ start: [UInt8], path: String) -> Bool {
    let line = start.prefix { $0 != 0x0A }
    guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return false }
    let name = String(decoding: line[..<equals], as: UTF8.self).filter { !$0.isWhitespace }
    return ["ObjectType", "ObjectSubType", "NDims", "Comment"].contains(name)
  }

  func open(_ path: String) throws(FileError) -> ImageReader {
    var source = try ByteSource(opening: path)
    let text = try TextHeader(&source, format: "MetaImage", separator: "=") { _, name in name == "elementdatafile" }
    let header = MetaImageHeader(text)
    let voxels = try header.voxelFile()
    if header.isCompressed {
      source = try ByteSource(opening: voxels ?? path, at: voxels == nil ? text.byteCount : 0, isZlib: true)
      return try ImageReader(try header.check(offset: 0), path: path, source: source)
    }
    source = try ByteSource(opening: voxels ?? path)
    let checked = try header.check(offset: voxels == nil ? text.byteCount : try header.skippedBytes(in: source))
    return try ImageReader(checked, path: path, source: source)
  }
}
