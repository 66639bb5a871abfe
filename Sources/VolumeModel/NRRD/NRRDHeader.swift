/// The fields of an NRRD header that matter here, read with care: nothing is believed before it is checked.
struct NRRDHeader {
  private let text: TextHeader

  init(_ text: TextHeader) { self.text = text }

  /// Whether the voxels are gzip; they are raw otherwise.
  func isGzip() throws(FileError) -> Bool {
    guard let encoding = text["encoding"] else { throw text.missing("encoding") }
    switch encoding.lowercased() {
    case "raw": return false
    case "gzip", "gz": return true
    default:
      throw FileError(
        .badData, path: text.path, problem: "NRRD encoding '\(encoding.prefix(20))' is not read",
        advice: "save it as raw or gzip, for example: unu save -f nrrd -e gzip")
    }
  }

  /// The file of the voxels; nil when they follow the header.
  func voxelFile() throws(FileError) -> String? {
    guard let name = text["data file"] else { return nil }
    guard !name.uppercased().hasPrefix("LIST"), !name.contains("%"), !name.isEmpty else {
      throw FileError(
        .badData, path: text.path, problem: "its voxels lie in several files, which is not read",
        advice: "save it as one file, for example: unu save -f nrrd -e gzip")
    }
    let path = FilePath.beside(text.path, name: name)
    guard FileStatus(ofPath: path) != nil else {
      throw FileError(
        .notFound, path: text.path, problem: "\(FilePath.lastComponent(path)) is missing",
        advice: "header and voxels belong side by side")
    }
    return path
  }

  /// Bytes between the start of the data and the first voxel; -1 means that the voxels are the last bytes.
  func skippedBytes() throws(FileError) -> Int {
    guard try (text["line skip"] == nil ? [0] : text.integers("line skip")) == [0] else {
      throw text.unreadable("line skip", text["line skip"] ?? "")
    }
    guard text["byte skip"] != nil else { return 0 }
    guard let count = try text.integers("byte skip").first, count >= -1, count < 1 << 53 else {
      throw text.unreadable("byte skip", text["byte skip"] ?? "")
    }
    return count
  }

  /// Checks what reading relies on.
  /// - Throws: `badData` with the field that is wrong.
  func check(offset: Int) throws(FileError) -> ImageHeader {
    let type = try voxelType()
    var isSwapped = false
    if type.byteCount > 1 {
      guard let endian = text["endian"]?.lowercased() else { throw text.missing("endian") }
      guard endian == "little" || endian == "big" else { throw text.unreadable("endian", endian) }
      isSwapped = (endian == "little") != (Int16(1).littleEndian == 1)
    }
    let (axes, directions) = try spatialAxes()
    let decoder = VoxelDecoder(type: type, isByteSwapped: isSwapped, slope: 1, intercept: 0)
    let layout = try VoxelLayout(axes: axes, decoder: decoder, offset: offset, path: text.path)
    var notes: [String] = []
    let grid = try grid(layout.shape, directions: directions, &notes)
    return ImageHeader(
      formatName: "nrrd", layout: layout,
      spatial: SpatialForm(grid: grid, datatype: type.rawValue, originPath: text.path),
      notes: notes + grid.shapeNotes)
  }

  private func voxelType() throws(FileError) -> VoxelType {
    guard let name = text["type"] else { throw text.missing("type") }
    let plain = name.lowercased().split(separator: " ").joined(separator: " ")
    guard let type = Self.types.first(where: { $0.value.contains(plain) })?.key else {
      throw text.unreadable("type", name)
    }
    return type
  }

  private static let types: [VoxelType: [String]] = [
    .int8: ["signed char", "int8", "int8_t"], .uint8: ["uchar", "unsigned char", "uint8", "uint8_t"],
    .int16: ["short", "short int", "signed short", "signed short int", "int16", "int16_t"],
    .uint16: ["ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"],
    .int32: ["int", "signed int", "int32", "int32_t"], .uint32: ["uint", "unsigned int", "uint32", "uint32_t"],
    .int64: ["longlong", "long long", "long long int", "signed long long", "signed long long int", "int64", "int64_t"],
    .uint64: ["ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"],
    .float32: ["float"], .float64: ["double"],
  ]

  /// The lengths of the axes, and the steps along the spatial ones; an axis of one sample that is not spatial is left
  /// out.
  private func spatialAxes() throws(FileError) -> (lengths: [Int], steps: [SIMD3<Double>]?) {
    let sizes = try text.integers("sizes")
    guard let dimension = try text.integers("dimension").first, dimension == sizes.count else {
      throw text.unreadable("sizes", text["sizes"] ?? "")
    }
    guard let listed = text["space directions"] else {
      let kinds = (text["kinds"] ?? "").lowercased().split(separator: " ").prefix(3)
      guard kinds.allSatisfy({ ["domain", "space", "none", "???"].contains($0) }) else {
        throw manyValues(sizes.first ?? 0)
      }
      return (sizes, nil)
    }
    let vectors = try Self.vectors(listed, of: text)
    guard vectors.count == sizes.count else { throw text.unreadable("space directions", listed) }
    var (lengths, steps): ([Int], [SIMD3<Double>]) = ([], [])
    var others: [Int] = []
    for (size, vector) in zip(sizes, vectors) {
      if let vector, steps.count < 3 {
        if let count = others.first { throw manyValues(count) }
        lengths.append(size)
        steps.append(vector)
      } else if size != 1 {
        others.append(size)
      }
    }
    return (lengths + (others.isEmpty ? [] : [Int](repeating: 1, count: 3 - steps.count)) + others, steps)
  }

  private func manyValues(_ count: Int) -> FileError {
    FileError(
      .badData, path: text.path, problem: "holds \(count) values a voxel, or colours",
      advice: "save one of them as an image of its own")
  }

  /// The vectors of `space directions`; nil for an axis that has none.
  private static func vectors(_ listed: String, of text: TextHeader) throws(FileError) -> [SIMD3<Double>?] {
    var vectors: [SIMD3<Double>?] = []
    for word in listed.replacing(")", with: ") ").replacing(", ", with: ",").split(separator: " ") {
      if word.lowercased() == "none" {
        vectors.append(nil)
        continue
      }
      let numbers = word.split(whereSeparator: { "(),".contains($0) }).map { Double($0) }
      guard word.hasPrefix("("), word.hasSuffix(")"), (2...4).contains(numbers.count) else {
        throw text.unreadable("space directions", listed)
      }
      var vector = SIMD3<Double>.zero
      for (axis, number) in numbers.prefix(3).enumerated() {
        guard let number else { throw text.unreadable("space directions", listed) }
        vector[axis] = number
      }
      // Some programs write NaN where the format says "none".
      vectors.append(numbers.allSatisfy { $0?.isNaN == true } ? nil : vector)
    }
    return vectors
  }

  private func grid(
    _ shape: SIMD3<Int>, directions: [SIMD3<Double>]?, _ notes: inout [String]
  ) throws(FileError) -> VoxelGrid {
    let scale = millimetresPerUnit(&notes)
    var origin = SIMD3<Double>.zero
    for (axis, value) in try text.numbers("space origin").prefix(3).enumerated() { origin[axis] = value * scale }
    if let directions {
      return PatientAxes.grid(
        shape, columns: directions.map { $0 * scale }, origin: origin, signs: spaceSigns, notes: &notes)
    }
    var spacing = SIMD3<Double>(1, 1, 1)
    for (axis, value) in try text.numbers("spacings").prefix(3).enumerated()
    where value.isFinite && value != 0 { spacing[axis] = abs(value) }
    let columns = [SIMD3(spacing.x, 0, 0), SIMD3(0, spacing.y, 0), SIMD3(0, 0, spacing.z)]
    return PatientAxes.grid(shape, columns: columns, origin: .zero, signs: nil, notes: &notes)
  }

  /// What turns the named space into RAS; nil for spaces that do not name the patient's sides.
  private var spaceSigns: SIMD3<Double>? {
    switch text["space"]?.lowercased() {
    case "right-anterior-superior", "ras", "right-anterior-superior-time", "rast": SIMD3(1, 1, 1)
    case "left-anterior-superior", "las", "left-anterior-superior-time", "last": SIMD3(-1, 1, 1)
    case "left-posterior-superior", "lps", "left-posterior-superior-time", "lpst": PatientAxes.lps
    default: nil
    }
  }

  private func millimetresPerUnit(_ notes: inout [String]) -> Double {
    let unit = text["space units"]?.split(separator: "\"").first { !$0.allSatisfy(\.isWhitespace) } ?? "mm"
    let scale: Double? =
      switch unit.lowercased() {
      case "mm", "millimeter", "millimetre": 1
      case "cm": 10
      case "m", "meter", "metre": 1000
      case "um", "microns", "micron": 0.001
      default: nil
      }
    if scale == nil { notes.append("the unit of lengths, '\(unit.prefix(20))', is not known; taken as mm") }
    if let scale, scale != 1 { notes.append("lengths in the file are \(unit); converted to mm") }
    return scale ?? 1
  }
}
