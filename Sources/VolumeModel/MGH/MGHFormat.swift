/// FreeSurfer's MGH files and their gzip form MGZ: a big-endian header of 284 bytes, then the voxels.
///
/// Source: https://surfer.nmr.mgh.harvard.edu/fswiki/FsTutorial/MghFormat.
struct MGHFormat: ImageFormat {
  let endings = [".mgh.gz", ".mgz", ".mgh"]

  func recognises(_ start: [UInt8], path: String) -> Bool {
    // The version, 1, and a number type are little to go by, so the lengths must be possible too.
    guard start.count >= MGHHeader.fieldBytes, let header = MGHHeader(start) else { return false }
    return header.version == 1 && MGHHeader.types[header.type] != nil && header.lengths.allSatisfy { $0 > 0 }
  }

  func open(_ path: String) throws(FileError) -> ImageReader {
    var source = try ByteSource(opening: path)
    guard let header = MGHHeader(try source.bytes(atMost: MGHHeader.fieldBytes)) else {
      throw FileError(
        .badData, path: path, problem: "the MGH header is cut off", advice: "fetch or copy the file again")
    }
    return try ImageReader(try header.check(path: path), path: path, source: source)
  }
}

/// The fields of an MGH header, as they stand in the file.
struct MGHHeader {
  /// Bytes up to the end of the last field.
  static let fieldBytes = 90
  /// Where the voxels start.
  private static let byteCount = 284
  static let types: [Int32: VoxelType] = [0: .uint8, 1: .int32, 3: .float32, 4: .int16, 10: .uint16]

  let version: Int32
  /// Width, height, depth and frames.
  let lengths: [Int]
  let type: Int32
  let hasDirections: Bool
  let spacingMM: [Double]
  /// The RAS directions of the three voxel axes, one after the other.
  let directions: [Double]
  /// The RAS millimetres of the voxel at half of each length.
  let centre: [Double]

  /// Nil when there are fewer bytes than fields.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.fieldBytes else { return nil }
    func integer(_ place: Int) -> Int32 {
      Int32(bitPattern: bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) })
    }
    func number(_ place: Int) -> Double { Double(Float(bitPattern: UInt32(bitPattern: integer(place)))) }
    version = integer(0)
    lengths = (1...4).map { Int(integer(4 * $0)) }
    type = integer(20)
    hasDirections = bytes[28] != 0 || bytes[29] != 0
    spacingMM = (0..<3).map { number(30 + 4 * $0) }
    directions = (0..<9).map { number(42 + 4 * $0) }
    centre = (0..<3).map { number(78 + 4 * $0) }
  }

  /// Checks what reading relies on.
  /// - Throws: `badData` for number types and lengths that cannot be.
  func check(path: String) throws(FileError) -> ImageHeader {
    guard let voxelType = Self.types[type] else {
      throw FileError(
        .badData, path: path, problem: "MGH number type \(type) is not read",
        advice: "convert it with mri_convert -odt float")
    }
    let decoder = VoxelDecoder(
      type: voxelType, isByteSwapped: Int16(1).bigEndian != 1, slope: 1, intercept: 0)
    let axes = lengths[3] == 1 ? Array(lengths.prefix(3)) : lengths
    let layout = try VoxelLayout(axes: axes, decoder: decoder, offset: Self.byteCount, path: path)
    var notes: [String] = []
    let grid = grid(layout.shape, &notes)
    return ImageHeader(
      formatName: "mgh", layout: layout,
      spatial: SpatialForm(grid: grid, datatype: voxelType.rawValue, originPath: path), mayBeFollowed: true,
      notes: notes + grid.shapeNotes)
  }

  private func grid(_ shape: SIMD3<Int>, _ notes: inout [String]) -> VoxelGrid {
    if hasDirections {
      let columns = (0..<3).map { axis in
        SIMD3(directions[3 * axis], directions[3 * axis + 1], directions[3 * axis + 2]) * spacingMM[axis]
      }
      let turned = Affine(columns: (columns[0], columns[1], columns[2]), origin: .zero)
      // FreeSurfer's centre is the voxel at half of each length, so half a voxel off for even ones.
      let origin = SIMD3(centre[0], centre[1], centre[2]) - turned.worldMM(ofVoxel: SIMD3<Double>(shape) / 2)
      let affine = Affine(columns: turned.columns, origin: origin)
      if affine.isUsable { return VoxelGrid(shape: shape, affine: affine) }
      notes.append("the directions in the header are no usable map and were ignored")
    }
    notes.append("orientation unknown: the header does not say which side is left; voxels of 1 mm were taken")
    return VoxelGrid(shape: shape, affine: Affine(spacingMM: SIMD3(1, 1, 1)), orientationKnown: false)
  }
}
