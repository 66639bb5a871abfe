import CZlib
import Glibc

/// A gzip file is one member after another; what follows the last one is no part of it.
extension ZlibInflater {
  /// Looks through a gzip file, member by member.
  /// - Returns: the bytes behind the last member; 0 when it breaks off.
  static func byteCountBehindLastMember(of file: inout StoredBytes) throws(FileError) -> Int {
    let inflater = ZlibInflater(isGzip: true)
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { scratch.deallocate() }
    repeat {
      while !inflater.isAtEnd {
        let count = try inflater.read(into: scratch) { piece throws(FileError) in try file.read(into: piece) }
        guard count != nil, !inflater.isStarved else { return 0 }
      }
    } while try inflater.startNextMember { piece throws(FileError) in try file.read(into: piece) }
    return inflater.unusedByteCount + file.byteCountLeft
  }
}

/// The bytes of an open file as they lie on the disk, wherever its stream stands.
struct StoredBytes {
  private let descriptor: Int32
  private let path: String
  private var position: Int
  private let end: Int

  init(_ descriptor: Int32, path: String, at start: Int, count: Int) {
    self.descriptor = descriptor
    self.path = path
    position = start
    end = start + count
  }

  var byteCountLeft: Int { max(0, end - position) }

  mutating func skip(count: Int) { position += count }

  /// The last number of the file, little-endian; nil when it is shorter or cannot be read.
  var lastFourBytes: UInt32? {
    var number: UInt32 = 0
    let count = withUnsafeMutableBytes(of: &number) { pread(descriptor, $0.baseAddress, 4, end - 4) }
    return count == 4 ? UInt32(littleEndian: number) : nil
  }

  /// Returns how many bytes there were; 0 at the end of the file.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let count = pread(descriptor, buffer.baseAddress, min(buffer.count, byteCountLeft), position)
    guard count >= 0 else {
      throw FileError(.transferFailed, path: path, problem: "could not be read (\(FileError.reason(errno)))")
    }
    position += count
    return count
  }
}
