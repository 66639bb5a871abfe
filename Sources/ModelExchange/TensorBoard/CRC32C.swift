/// The cyclic redundancy check of Castagnoli et al. (1993), which zlib does not have (its own is another polynomial).
package enum CRC32C {
  /// The remainder of each byte, for the polynomial 0x1edc6f41 read backwards.
  private static let remainders: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0x82f6_3b78 : rest >> 1 }
  }

  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { remainders[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
  }
}
