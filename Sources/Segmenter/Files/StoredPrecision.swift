/// How a weights file holds its numbers. The raw value is the name that safetensors has for it.
public enum StoredPrecision: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 binary32, the numbers as they are.
  case single = "F32"
  /// IEEE 754 binary16, the nearest number, ties to even: half the size, about three decimal digits. Numbers beyond
  /// 65504 become infinite, which reading refuses.
  case half = "F16"

  /// Bytes of one number.
  var byteCount: Int { self == .single ? 4 : 2 }

  /// The bytes of numbers in this precision. Little-endian machines only, like every platform of this package.
  func withBytes(of scalars: [Float], _ body: (UnsafeRawBufferPointer) -> Void) {
    switch self {
    case .single: scalars.withUnsafeBytes(body)
    case .half: scalars.map { Float16($0).bitPattern }.withUnsafeBytes(body)
    }
  }

  /// The numbers that bytes of this precision hold; bytes after the last whole number are left out.
  func scalars(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    // Tensors of files from elsewhere may begin at any byte.
    let count = bytes.count / byteCount
    switch self {
    case .single: return (0..<count).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    case .half:
      return (0..<count).map { Self.single(half: bytes.loadUnaligned(fromByteOffset: $0 * 2, as: UInt16.self)) }
    }
  }

  /// The number of a binary16 pattern. `Float(Float16)` calls a function for each number where the processor is not known
  /// to convert, which takes most of the time that a weights file takes to read.
  package static func single(half pattern: UInt16) -> Float {
    let sign = UInt32(pattern & 0x8000) << 16
    let rest = UInt32(pattern & 0x7fff) << 13
    // Exponents of binary16 begin 112 lower; the product is exact for small numbers without a leading 1, too.
    let magnitude = rest >= 0x0f80_0000 ? rest | 0x7f80_0000 : (Float(bitPattern: rest) * 0x1p112).bitPattern
    return Float(bitPattern: magnitude | sign)
  }
}
