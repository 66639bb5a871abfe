/// The fields of a MetaImage header that matter here, read with care: nothing is believed before it is checked.
struct MetaImageHeader {
  private let text: TextHeader

  init(_ text: TextHeader) { self.text = text }

  var isCompressed: Bool { isTrue("CompressedData") }

  /// The file of the voxels; nil when they follow the header.
  func voxelFile() throws(FileError) -> String? {
    guard let name = text["ElementDataFile"], !name.isEmpty else { throw text.missing("ElementDataFile") }
    if name.uppercased() == "LOCAL" { return nil }
    guard !name.uppercased().hasPrefix("LIST"), !name.contains("%") else {
      throw FileError(
        .badData, path: text.path, problem: "its voxels lie in several files, which is not read",
        advice: "save it as one .mha file")
    }
    let path = FilePath.beside(text.path, name: name)
    guard FileStatus(ofPath: path) != nil else {
      throw FileError(
        .notFound, path: text.path, problem: "\(FilePath.lastComponent(path)) is missing",
        advice: "header and voxels belong side by side")
    }
    return path
  }

  /// Bytes in front of the voxels in a file of their own; a header size of -1 says that they are its last bytes.
  func skippedBytes(in source: borrowing ByteSource) throws(FileError) -> Int {
    guard text["HeaderSize"] != nil else { return 0 }
    guard let size = try text.integers("HeaderSize").first, size >= -1, size < 1 << 53 else {
      throw text.unreadable("HeaderSize", text["HeaderSize"] ?? "")
    }
    return size >= 0 ? size : max(0, source.fileByteCount - (try check(offset: 0)).layout.byteCount)
  }

  /// Checks what reading relies on.
  /// - Throws: `badData` with the field that is wrong.
  func check(offset: Int) throws(FileError) -> ImageHeader {
    guard let name = text["ElementType"] else { throw text.missing("ElementType") }
    guard let type = Self.types[name.uppercased()] else { throw text.unreadable("ElementType", name) }
    guard text["BinaryData"] == nil || isTrue("BinaryData") else {
      throw FileError(
        .badData, path: text.path, problem: "its voxels are text, which is not read", advice: "save it as binary data")
    }
    let channels = text["ElementNumberOfChannels"] == nil ? [1] : try text.integers("ElementNumberOfChannels")
    guard channels == [1] else {
      throw FileError(
        .badData, path: text.path, problem: "holds \(text["ElementNumberOfChannels"] ?? "") values a voxel, or colours",
        advice: "save one of them as an image of its own")
    }
    let sizes = try text.integers("DimSize")
    guard let dimension = try text.integers("NDims").first, dimension == sizes.count else {
      throw text.unreadable("DimSize", text["DimSize"] ?? "")
    }
    let isBig = isTrue("BinaryDataByteOrderMSB") || isTrue("ElementByteOrderMSB")
    let decoder = VoxelDecoder(
      type: type, isByteSwapped: isBig != (Int16(1).bigEndian == 1), slope: 1, intercept: 0)
    let layout = try VoxelLayout(axes: sizes, decoder: decoder, offset: offset, path: text.path)
    var notes: [String] = []
    let grid = try grid(layout.shape, axes: sizes.count, &notes)
    return ImageHeader(
      formatName: "metaimage", layout: layout,
      spatial: SpatialForm(grid: grid, datatype: type.rawValue, originPath: text.path),
      notes: notes + grid.shapeNotes)
  }

  /// As MetaIO writes them; its "long" has four bytes everywhere.
  private static let types: [String: VoxelType] = [
    "MET_CHAR": .int8, "MET_UCHAR": .uint8, "MET_SHORT": .int16, "MET_USHORT": .uint16, "MET_INT": .int32,
    "MET_UINT": .uint32, "MET_LONG": .int32, "MET_ULONG": .uint32, "MET_LONG_LONG": .int64,
    "MET_ULONG_LONG": .uint64, "MET_FLOAT": .float32, "MET_DOUBLE": .float64,
  ]

  private func isTrue(_ name: String) -> Bool { ["true", "t", "1"].contains(text[name]?.lowercased() ?? "") }

  /// Directions are those of DICOM, left-posterior-superior: each row of the matrix is the direction of one axis.
  private func grid(_ shape: SIMD3<Int>, axes: Int, _ notes: inout [String]) throws(FileError) -> VoxelGrid {
    var spacing = SIMD3<Double>(1, 1, 1)
    for (axis, size) in try text.numbers("ElementSpacing", "ElementSize").prefix(3).enumerated()
    where size.isFinite && size > 0 { spacing[axis] = size }
    var origin = SIMD3<Double>.zero
    for (axis, value) in try text.numbers("Offset", "Position", "Origin").prefix(3).enumerated() {
      origin[axis] = value
    }
    let matrix = try text.numbers("TransformMatrix", "Orientation", "Rotation")
    var columns = [SIMD3<Double>(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
    // A matrix of two axes lies in no patient.
    let isKnown = axes >= 3 && matrix.count == axes * axes
    if isKnown {
      columns = (0..<3).map { SIMD3(matrix[$0 * axes], matrix[$0 * axes + 1], matrix[$0 * axes + 2]) }
    }
    return PatientAxes.grid(
      shape, columns: (0..<3).map { columns[$0] * spacing[$0] }, origin: origin,
      signs: isKnown ? PatientAxes.lps : nil, notes: &notes)
  }
}
