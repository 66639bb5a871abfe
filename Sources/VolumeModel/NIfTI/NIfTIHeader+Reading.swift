import CNifti

extension NIfTIHeader {
  /// Reads the header at the start of `source`, told by its size field and its magic.
  /// - Parameter isHeaderFile: whether the name is that of a header of a pair, which may be Analyze 7.5.
  static func read(from source: inout ByteSource, isHeaderFile: Bool) throws(FileError) -> NIfTIHeader {
    let shortSize = MemoryLayout<nifti_1_header>.size
    var bytes = try source.bytes(atMost: shortSize)
    guard bytes.count == shortSize else {
      throw ForeignContent.error(bytes, in: source.path, endsEarly: source.endsEarly)
    }
    let size = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
    if isLong(bytes) {
      bytes += try source.bytes(atMost: MemoryLayout<nifti_2_header>.size - shortSize)
      guard bytes.count == MemoryLayout<nifti_2_header>.size else {
        throw ForeignContent.error(bytes, in: source.path, endsEarly: source.endsEarly)
      }
      return try longHeader(bytes, size: size, path: source.path)
    }
    return try shortHeader(bytes, size: size, path: source.path, isHeaderFile: isHeaderFile)
  }

  private static func shortHeader(
    _ bytes: [UInt8], size: Int32, path: String, isHeaderFile: Bool
  ) throws(FileError) -> NIfTIHeader {
    var raw = nifti_1_header()
    withUnsafeMutableBytes(of: &raw) { $0.copyBytes(from: bytes.prefix($0.count)) }
    let name = magic(bytes, at: 344)
    let isNIfTI = name == "n+1" || name == "ni1"
    let hasSize = size == 348 || size.byteSwapped == 348
    guard isNIfTI || (isHeaderFile && hasSize && !name.hasPrefix("n")) else {
      guard hasSize else { throw ForeignContent.error(bytes, in: path, endsEarly: false) }
      throw FileError(
        .badData, path: path, problem: "not NIfTI: its magic is '\(name.visibleOnOneLine)', not 'n+1'",
        advice: "the header is damaged, or the file is of another format")
    }
    // With a damaged size the byte order shows in the number of dimensions, which is 1 to 7.
    let isSwapped = hasSize ? size != 348 : !(1...7).contains(raw.dim.0)
    if isSwapped { nifti_swap_as_nifti1(&raw) }
    var header = NIfTIHeader(
      raw, version: isNIfTI ? .nifti1 : .analyze, saysPair: name != "n+1", isByteSwapped: isSwapped)
    if !hasSize {
      header.notes.append(
        "the header gives its size as \(size) bytes instead of 348; its magic is right and was trusted")
    }
    if !isNIfTI { header.notes.append("Analyze 7.5 header: orientation unknown, left and right cannot be told") }
    return header
  }

  private static func longHeader(_ bytes: [UInt8], size: Int32, path: String) throws(FileError) -> NIfTIHeader {
    var raw = nifti_2_header()
    withUnsafeMutableBytes(of: &raw) { $0.copyBytes(from: bytes) }
    let name = magic(bytes, at: 4)
    let tail: [UInt8] = [0x0D, 0x0A, 0x1A, 0x0A]
    guard name == "n+2" || name == "ni2" else {
      throw FileError(.badData, path: path, problem: "not NIfTI: its magic is '\(name.visibleOnOneLine)', not 'n+2'")
    }
    guard Array(bytes[8..<12]) == tail else {
      throw FileError(
        .badData, path: path, problem: "damaged by a transfer as text", advice: "copy the file again as binary")
    }
    let hasSize = size == 540 || size.byteSwapped == 540
    let isSwapped = hasSize ? size != 540 : !(1...7).contains(raw.dim.0)
    if isSwapped { nifti_swap_as_nifti2(&raw) }
    var header = NIfTIHeader(raw, saysPair: name == "ni2", isByteSwapped: isSwapped)
    if !hasSize {
      header.notes.append(
        "the header gives its size as \(size) bytes instead of 540; its magic is right and was trusted")
    }
    return header
  }

  /// Whether the first bytes of a file are those of a NIfTI header, or damaged so little that they still seem to be.
  static func starts(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 348 else { return false }
    return isLong(bytes) || ["n+1", "ni1"].contains(magic(bytes, at: 344))
  }

  /// Whether size or magic are those of NIfTI-2.
  private static func isLong(_ bytes: [UInt8]) -> Bool {
    let size = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
    return size == 540 || size.byteSwapped == 540 || ["n+2", "ni2"].contains { magic(bytes, at: 4).hasPrefix($0) }
  }

  /// The first three characters of a magic, which the fourth byte must end.
  private static func magic(_ bytes: [UInt8], at offset: Int) -> String {
    guard bytes.count >= offset + 4 else { return "" }
    let four = bytes[offset..<offset + 4]
    return String(decoding: four.last == 0 ? four.dropLast() : four, as: UTF8.self)
  }
}
