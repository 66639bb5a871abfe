import CZlib

/// Decompresses a zlib stream (RFC 1950) whose bytes are handed in a piece at a time.
final class ZlibInflater {
  /// The library keeps the address of its stream, so the stream must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  /// What the library said last.
  private var status: Int32
  /// Whether the bytes ended before the stream did.
  private(set) var isStarved = false

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: 1 << 16, alignment: 16)
    status = inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

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
