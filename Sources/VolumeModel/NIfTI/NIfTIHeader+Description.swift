import CNifti

extension NIfTIHeader {
  /// The description field of a NIfTI header, where programs leave their name; nil for other and unreadable files. Only
  /// the header is read.
  static func description(of path: String) -> String? {
    let (short, long) = (MemoryLayout<nifti_1_header>.size, MemoryLayout<nifti_2_header>.size)
    guard let bytes = ByteSource.start(of: path, count: long) else { return nil }
    let field: Range<Int>
    if bytes.count >= short, bytes[344] == UInt8(ascii: "n") {
      field = 148..<228
    } else if bytes.count == long, bytes[4] == UInt8(ascii: "n"), bytes[6] == UInt8(ascii: "2") {
      field = 240..<320
    } else {
      return nil
    }
    return String(decoding: bytes[field].prefix { $0 != 0 }, as: UTF8.self)
  }
}
