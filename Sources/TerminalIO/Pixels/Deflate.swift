import CZlib

/// The bytes in zlib's form (RFC 1950).
/// - Parameter level: zlib's, from 1 (fast) to 9 (small).
/// - Throws: ``PNGError/compression(status:)`` where memory is short.
func deflated(_ bytes: [UInt8], level: Int32) throws(PNGError) -> [UInt8] {
  var length = compressBound(uLong(bytes.count))
  var output = [UInt8](repeating: 0, count: Int(length))
  let status = output.withUnsafeMutableBufferPointer { target in
    bytes.withUnsafeBufferPointer { source in
      compress2(target.baseAddress, &length, source.baseAddress, uLong(source.count), level)
    }
  }
  guard status == Z_OK else { throw .compression(status: status) }
  output.removeLast(output.count - Int(length))
  return output
}
