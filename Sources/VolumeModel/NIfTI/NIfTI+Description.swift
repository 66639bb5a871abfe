import CNifti
import Glibc

extension NIfTI {
  /// The description field of a NIfTI header, where programs leave their name; nil for other and unreadable files. Only
  /// the header is read.
  static func description(of path: String) -> String? {
    let descriptor = path.withPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { return nil }
    guard FileStatus(ofDescriptor: descriptor)?.isRegularFile == true, let stream = gzdopen(descriptor, "rb") else {
      close(descriptor)
      return nil
    }
    defer { gzclose(stream) }
    // As little as holds a header, since a study has thousands of files.
    gzbuffer(stream, 1024)
    var bytes = [UInt8](repeating: 0, count: MemoryLayout<nifti_2_header>.size)
    let count = Int(bytes.withUnsafeMutableBytes { gzread(stream, $0.baseAddress, UInt32($0.count)) })
    let field: Range<Int>
    if count >= MemoryLayout<nifti_1_header>.size, bytes[344] == UInt8(ascii: "n") {
      field = 148..<228
    } else if count == bytes.count, bytes[4] == UInt8(ascii: "n"), bytes[6] == UInt8(ascii: "2") {
      field = 240..<320
    } else {
      return nil
    }
    return String(decoding: bytes[field].prefix { $0 != 0 }, as: UTF8.self)
  }
}
