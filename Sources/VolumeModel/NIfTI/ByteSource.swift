import CNifti
import Glibc

/// The bytes of one file, decompressed when it is gzip (several members read as one stream), opened read-only.
struct ByteSource: ~Copyable {
  let path: String
  /// Bytes on disk.
  let fileByteCount: Int
  /// Whether the content is gzip, whatever the name says.
  let isCompressed: Bool
  /// The checksum of the content that a gzip file ends with; 0 for others.
  let trailingChecksum: UInt32
  /// Decompressed bytes read so far.
  private(set) var position = 0
  private let stream: gzFile

  /// - Throws: `notFound` for what is not there or is no regular file; pipes are refused without waiting.
  init(opening path: String) throws(FileError) {
    // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
    let descriptor = path.withPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw FileError.cannotOpen(path, code: errno) }
    guard let status = FileStatus(ofDescriptor: descriptor), status.isRegularFile else {
      let isFolder = FileStatus(ofDescriptor: descriptor)?.isFolder == true
      close(descriptor)
      throw FileError(
        .notFound, path: path, problem: isFolder ? "is a folder, not an image file" : "is not a regular file",
        advice: "name an image file")
    }
    var magic: (UInt8, UInt8) = (0, 0)
    let sniffed = withUnsafeMutableBytes(of: &magic) { pread(descriptor, $0.baseAddress, 2, 0) }
    var trailer: UInt64 = 0
    let isTrailerThere = withUnsafeMutableBytes(of: &trailer) {
      status.byteCount >= 18 && pread(descriptor, $0.baseAddress, 8, status.byteCount - 8) == 8
    }
    let checksum = isTrailerThere ? UInt32(truncatingIfNeeded: UInt64(littleEndian: trailer)) : 0
    guard let stream = gzdopen(descriptor, "rb") else {
      close(descriptor)
      throw FileError(.transferFailed, path: path, problem: "cannot be opened (out of memory)")
    }
    gzbuffer(stream, 1 << 17)
    self.path = path
    self.stream = stream
    isCompressed = sniffed == 2 && magic == (0x1F, 0x8B)
    // A gzip file ends with checksum and length, both little-endian.
    trailingChecksum = isCompressed ? checksum : 0
    fileByteCount = status.byteCount
  }

  deinit { gzclose(stream) }

  /// Fills as much of `buffer` as the data allow and returns the number of bytes; fewer than asked for only at the end.
  /// - Throws: `badData` when the compressed data are damaged, `transferFailed` when the disk fails. A compressed
  ///   stream that merely stops is told by `endsEarly`.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let wanted = min(buffer.count - filled, 1 << 30)
      let count = gzread(stream, buffer.baseAddress.map { $0 + filled }, UInt32(wanted))
      if count > 0 {
        filled += Int(count)
        position += Int(count)
      }
      guard count >= wanted else {
        let code = errorCode
        if count < 0 || (code != Z_OK && code != Z_BUF_ERROR) { throw failure(code) }
        break
      }
    }
    return filled
  }

  /// Reads and forgets bytes up to `target`, or fewer when the data end first.
  mutating func skip(to target: Int) throws(FileError) {
    guard target > position else { return }
    if !isCompressed {
      // The caller has checked the target against the file's size.
      let reached = gzseek(stream, target, SEEK_SET)
      guard reached >= 0 else { throw failure(errorCode) }
      position = Int(reached)
      return
    }
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer throws(FileError) in
      while position < target {
        let wanted = min(buffer.count, target - position)
        guard try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])) == wanted else { return }
      }
    }
  }

  /// Whether the last short read came from a gzip stream without its end.
  var endsEarly: Bool { isCompressed && errorCode == Z_BUF_ERROR }

  private var errorCode: Int32 {
    var code: Int32 = Z_OK
    _ = gzerror(stream, &code)
    return code
  }

  private func failure(_ code: Int32) -> FileError {
    switch code {
    case Z_ERRNO:
      FileError(.transferFailed, path: path, problem: "could not be read (\(FileError.reason(errno)))")
    case Z_MEM_ERROR:
      FileError(.transferFailed, path: path, problem: "could not be read (out of memory)")
    default:
      FileError(
        .badData, path: path, problem: "the compressed data are damaged",
        advice: "fetch or copy the file again ('gzip -t' checks it)")
    }
  }
}
