import CZlib
import Glibc

/// The bytes of one file from a place on, opened read-only; decompressed when they are gzip (several members read as
/// one stream) or, where the caller says so, zlib.
struct ByteSource: ~Copyable {
  let path: String
  /// Bytes on disk, from the place where reading starts.
  let fileByteCount: Int
  /// Whether the content is compressed, whatever the name says.
  let isCompressed: Bool
  /// The checksum of the content that a gzip file ends with; 0 for others.
  let trailingChecksum: UInt32
  /// Decompressed bytes read so far.
  private(set) var position = 0
  /// Belongs to the stream, which closes it.
  private let descriptor: Int32
  private let start: Int
  private let stream: gzFile
  private let inflater: ZlibInflater?

  /// - Parameters:
  ///   - start: the first byte to read; what lies before it is no part of the stream.
  ///   - isZlib: whether the bytes are a zlib stream (RFC 1950), which nothing in them says for certain.
  ///   - bufferByteCount: how much is read from the disk at a time.
  /// - Throws: `notFound` for what is not there or is no regular file; pipes are refused without waiting.
  init(
    opening path: String, at start: Int = 0, isZlib: Bool = false, bufferByteCount: UInt32 = 1 << 17
  ) throws(FileError) {
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
    let sniffed = withUnsafeMutableBytes(of: &magic) { pread(descriptor, $0.baseAddress, 2, start) }
    var trailer: UInt64 = 0
    let isTrailerThere = withUnsafeMutableBytes(of: &trailer) {
      status.byteCount - start >= 18 && pread(descriptor, $0.baseAddress, 8, status.byteCount - 8) == 8
    }
    let checksum = isTrailerThere ? UInt32(truncatingIfNeeded: UInt64(littleEndian: trailer)) : 0
    guard lseek(descriptor, start, SEEK_SET) == start, let stream = gzdopen(descriptor, "rb") else {
      close(descriptor)
      throw FileError(.transferFailed, path: path, problem: "cannot be opened (out of memory)")
    }
    gzbuffer(stream, bufferByteCount)
    self.path = path
    self.descriptor = descriptor
    self.start = start
    self.stream = stream
    let isGzip = sniffed == 2 && magic == (0x1F, 0x8B)
    isCompressed = isGzip || isZlib
    // A gzip file ends with checksum and length, both little-endian.
    trailingChecksum = isGzip ? checksum : 0
    fileByteCount = max(0, status.byteCount - start)
    inflater = isZlib ? ZlibInflater() : nil
  }

  deinit { gzclose(stream) }

  /// Fills as much of `buffer` as the data allow and returns the number of bytes; fewer than asked for only at the end.
  /// - Throws: `badData` when the compressed data are damaged, `transferFailed` when the disk fails. A compressed
  ///   stream that merely stops is told by `endsEarly`.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let count = try inflater == nil ? readStored(into: buffer) : inflate(into: buffer)
    position += count
    return count
  }

  private func readStored(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let room = min(buffer.count - filled, 1 << 30)
      let count = gzread(stream, buffer.baseAddress.map { $0 + filled }, UInt32(room))
      if count > 0 {
        filled += Int(count)
      }
      guard count >= room else {
        let code = errorCode
        if count < 0 || (code != Z_OK && code != Z_BUF_ERROR) { throw failure(code) }
        break
      }
    }
    return filled
  }

  private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard let inflater else { return 0 }
    let count = try inflater.read(into: buffer) { input throws(FileError) in try readStored(into: input) }
    guard let count else { throw failure(Z_DATA_ERROR) }
    return count
  }

  /// Passes over bytes up to `target`, or fewer when the data end first.
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
        let count = min(buffer.count, target - position)
        guard try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])) == count else { return }
      }
    }
  }

  /// Whether the last short read came from a gzip stream without its end.
  var endsEarly: Bool { isCompressed && (errorCode == Z_BUF_ERROR || inflater?.isStarved == true) }

  /// The bytes on disk behind the end of the compressed data, once all of these have been read; 0 when they break off.
  /// zlib's reader of gzip files passes over such bytes without a word.
  func byteCountBehindTheEnd() throws(FileError) -> Int {
    guard isCompressed, !endsEarly else { return 0 }
    var file = StoredBytes(descriptor, path: path, at: start, count: fileByteCount)
    if let inflater {
      file.skip(count: Int(gztell(stream)))
      return inflater.unusedByteCount + file.byteCountLeft
    }
    // A file of one member ends with its length, and need not be looked through again.
    if file.lastFourBytes == UInt32(truncatingIfNeeded: position) { return 0 }
    return try ZlibInflater.byteCountBehindLastMember(of: &file)
  }

  /// How many bytes of a file are enough to tell its format.
  static let startLength = 348

  /// The first bytes of a file, decompressed; nil when it cannot be opened or read. Little more is read from the disk,
  /// since a study has thousands of files.
  static func start(of path: String, count: Int = startLength) -> [UInt8]? {
    do throws(FileError) {
      var source = try ByteSource(opening: path, bufferByteCount: 1024)
      return try source.bytes(atMost: count)
    } catch {
      return nil
    }
  }

  /// The next bytes, fewer than asked for only at the end.
  mutating func bytes(atMost count: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FileError) { filled = try read(into: UnsafeMutableRawBufferPointer(buffer)) } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

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
