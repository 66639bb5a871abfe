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
    (0..<bytes.count / byteCount).map { number in
      switch self {
      case .single: bytes.loadUnaligned(fromByteOffset: number * 4, as: Float.self)
      case .half: Float(Float16(bitPattern: bytes.loadUnaligned(fromByteOffset: number * 2, as: UInt16.self)))
      }
    }
  }
}
