import Foundation

/// An image of whole numbers, written byte by byte in any of the forms that its format allows, by nobody's library.
struct EncodedImage {
  enum Format: String, CaseIterable { case nifti, nrrd, metaImage, mgh }
  enum Forms: String { case both, quaternion, matrix }

  var format = Format.nifti
  var type = "float32"
  var isBigEndian = false
  /// Value = slope * stored + intercept.
  var slope = 1.0
  var intercept = 0.0
  var forms = Forms.both
  /// Whether another volume stands before it, so that it is the file's second.
  var isSecondVolume = false

  static let types = [
    "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64",
  ]

  /// The ending of its file.
  var ending: String {
    switch format {
    case .nifti: ".nii"
    case .nrrd: ".nrrd"
    case .metaImage: ".mha"
    case .mgh: ".mgh"
    }
  }

  /// The bytes of a file with these values on a grid along the patient's axes, x fastest.
  func bytes(of values: [Double], shape: SIMD3<Int>, spacingMM: SIMD3<Double>, originMM: SIMD3<Double>) -> Data {
    let first = isSecondVolume ? values.map { _ in 3.0 } : []
    let voxels = (first + values).reduce(into: Data()) { $0 += stored(($1 - intercept) / slope) }
    switch format {
    case .nifti: return niftiHeader(shape, spacingMM, originMM) + voxels
    case .nrrd: return Data(nrrdHeader(shape, spacingMM, originMM).utf8) + voxels
    case .metaImage: return Data(metaImageHeader(shape, spacingMM, originMM).utf8) + voxels
    case .mgh: return mghHeader(shape, spacingMM, originMM) + voxels
    }
  }

  private func stored(_ value: Double) -> Data {
    let whole = Int64(value.rounded())
    return switch type {
    case "uint8": Data([UInt8(whole)])
    case "int8": number(Int8(whole))
    case "uint16": number(UInt16(whole))
    case "int16": number(Int16(whole))
    case "uint32": number(UInt32(whole))
    case "int32": number(Int32(whole))
    case "uint64": number(UInt64(whole))
    case "int64": number(whole)
    case "float32": number(Float(value).bitPattern)
    default: number(value.bitPattern)
    }
  }

  private func number<Number: FixedWidthInteger>(_ number: Number) -> Data {
    withUnsafeBytes(of: isBigEndian ? number.bigEndian : number.littleEndian) { Data($0) }
  }

  private func niftiHeader(_ shape: SIMD3<Int>, _ spacing: SIMD3<Double>, _ origin: SIMD3<Double>) -> Data {
    let codes: [String: (code: Int16, bits: Int16)] = [
      "uint8": (2, 8), "int16": (4, 16), "int32": (8, 32), "float32": (16, 32), "float64": (64, 64), "int8": (256, 8),
      "uint16": (512, 16), "uint32": (768, 32), "int64": (1024, 64), "uint64": (1280, 64),
    ]
    var header = Data(count: 352)
    func put(_ bytes: Data, _ place: Int) { header.replaceSubrange(place..<place + bytes.count, with: bytes) }
    func float(_ value: Double, _ place: Int) { put(number(Float(value).bitPattern), place) }
    put(number(Int32(348)), 0)
    let axes = [isSecondVolume ? 4 : 3, shape.x, shape.y, shape.z, isSecondVolume ? 2 : 1, 1, 1, 1]
    for (index, length) in axes.enumerated() { put(number(Int16(length)), 40 + 2 * index) }
    put(number(codes[type]?.code ?? 0), 70)
    put(number(codes[type]?.bits ?? 0), 72)
    for (index, size) in [1, spacing.x, spacing.y, spacing.z, 1].enumerated() { float(size, 76 + 4 * index) }
    float(352, 108)
    float(slope, 112)
    float(intercept, 116)
    header[123] = 2
    if forms != .matrix {
      put(number(Int16(1)), 252)
      for axis in 0..<3 { float(origin[axis], 268 + 4 * axis) }
    }
    if forms != .quaternion {
      put(number(Int16(1)), 254)
      for axis in 0..<3 {
        float(spacing[axis], 280 + 20 * axis)
        float(origin[axis], 292 + 16 * axis)
      }
    }
    put(Data("n+1".utf8), 344)
    return header
  }

  private func nrrdHeader(_ shape: SIMD3<Int>, _ spacing: SIMD3<Double>, _ origin: SIMD3<Double>) -> String {
    let type = type == "float32" ? "float" : type == "float64" ? "double" : type
    return """
      NRRD0004
      type: \(type)
      dimension: 3
      space: RAS
      sizes: \(shape.x) \(shape.y) \(shape.z)
      space directions: (\(spacing.x),0,0) (0,\(spacing.y),0) (0,0,\(spacing.z))
      endian: \(isBigEndian ? "big" : "little")
      encoding: raw
      space origin: (\(origin.x),\(origin.y),\(origin.z))


      """
  }

  /// Its world is LPS, so that the first two axes run backwards.
  private func metaImageHeader(_ shape: SIMD3<Int>, _ spacing: SIMD3<Double>, _ origin: SIMD3<Double>) -> String {
    let types = ["uint8": "MET_UCHAR", "int16": "MET_SHORT", "float32": "MET_FLOAT", "float64": "MET_DOUBLE"]
    return """
      ObjectType = Image
      NDims = 3
      BinaryData = True
      BinaryDataByteOrderMSB = \(isBigEndian ? "True" : "False")
      TransformMatrix = -1 0 0 0 -1 0 0 0 1
      Offset = \(-origin.x) \(-origin.y) \(origin.z)
      ElementSpacing = \(spacing.x) \(spacing.y) \(spacing.z)
      DimSize = \(shape.x) \(shape.y) \(shape.z)
      ElementType = \(types[type] ?? "")
      ElementDataFile = LOCAL

      """
  }

  /// Always big-endian; places the centre of the volume.
  private func mghHeader(_ shape: SIMD3<Int>, _ spacing: SIMD3<Double>, _ origin: SIMD3<Double>) -> Data {
    let codes: [String: Int32] = ["uint8": 0, "int32": 1, "float32": 3, "int16": 4]
    var header = Data()
    let words: [Int32] = [1, Int32(shape.x), Int32(shape.y), Int32(shape.z), 1, codes[type] ?? -1, 0]
    for word in words {
      header += withUnsafeBytes(of: word.bigEndian) { Data($0) }
    }
    header += [0, 1]
    let centre = origin + SIMD3<Double>(shape) / 2 * spacing
    let floats = [
      spacing.x, spacing.y, spacing.z, 1, 0, 0, 0, 1, 0, 0, 0, 1, centre.x, centre.y, centre.z,
    ]
    for value in floats { header += withUnsafeBytes(of: Float(value).bitPattern.bigEndian) { Data($0) } }
    return header + Data(count: 284 - header.count)
  }
}
