import CZlib

/// Decompresses a zlib stream (RFC 1950) or a gzip file (RFC 1952) whose bytes are handed in a piece at a time.
final class ZlibInflater {
  /// The library keeps the address of its stream, so the stream must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  /// What the library said last.
  private var status: Int32
  /// Whether the bytes ended before the stream did.
  private(set) var isStarved = false

  /// - Parameter isGzip: gzip in place of zlib; each member of a file ends by itself.
  init(isGzip: Bool = false) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: 1 << 16, alignment: 16)
    let windowBits: Int32 = isGzip ? 15 + 16 : 15
    status = inflateInit2_(stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// Whether the stream, or the member of a gzip file, has ended.
  var isAtEnd: Bool { status == Z_STREAM_END }

  /// Bytes that were handed in and lie behind the end.
  var unusedByteCount: Int { Int(stream.pointee.avail_in) }

  /// Goes on with the next member of a gzip file, when one begins where the last one has ended.
  func startNextMember(_ refill: (UnsafeMutableRawBufferPointer) throws(FileError) -> Int) throws(FileError) -> Bool {
    while unusedByteCount < Self.memberStart.count {
      let kept = unusedByteCount
      if kept > 0, let next = stream.pointee.next_in { input.baseAddress?.copyMemory(from: next, byteCount: kept) }
      stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
      let count = try refill(UnsafeMutableRawBufferPointer(rebasing: input[kept...]))
      guard count > 0 else { return false }
      stream.pointee.avail_in = UInt32(kept + count)
    }
    let next = UnsafeBufferPointer(start: stream.pointee.next_in, count: Self.memberStart.count)
    guard next.elementsEqual(Self.memberStart) else { return false }
    status = inflateReset(stream)
    return true
  }

  private static let memberStart: [UInt8] = [0x1F, 0x8B]

  /// Fills `buffer` as far as the stream goes.
  /// - Parameter refill: puts compressed bytes into the buffer it is given and returns how many; 0 at their end.
  /// - Returns: the number of bytes; nil when the data are damaged, or the library failed.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, _ refill: (UnsafeMutableRawBufferPointer) throws(FileError) -> Int
  ) throws(FileError) -> Int? {
    var filled = 0
    while filled < buffer.count, status == Z_OK || status == Z_BUF_ERROR {
      if stream.pointee.avail_in == 0 {
        let count = try refill(input)
        guard count > 0 else {
          isStarved = true
          break
        }
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
      }
      let room = min(buffer.count - filled, 1 << 30)
      stream.pointee.next_out = buffer.baseAddress.map { ($0 + filled).assumingMemoryBound(to: UInt8.self) }
      stream.pointee.avail_out = UInt32(room)
      status = inflate(stream, Z_NO_FLUSH)
      filled += room - Int(stream.pointee.avail_out)
    }
    return status == Z_OK || status == Z_BUF_ERROR || status == Z_STREAM_END ? filled : nil
  }
}
