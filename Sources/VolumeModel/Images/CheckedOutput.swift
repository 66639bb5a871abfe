import CZlib
import Glibc

/// Bytes on their way into an output file, compressed or not, with a running checksum to compare what arrived.
struct CheckedOutput: ~Copyable {
  private let file: OutputFile
  private let stream: gzFile?
  private var sum = ContentSum()

  init(_ file: OutputFile, isCompressed: Bool) throws(FileError) {
    self.file = file
    guard isCompressed else {
      stream = nil
      return
    }
    // Level 5: as quick as 4 on masks and soft masks, and smaller; 6 takes longer on probability maps. zlib writes
    // neither name nor time into the gzip header, so the same content gives the same bytes.
    let descriptor = dup(file.descriptor)
    guard descriptor >= 0, let opened = gzdopen(descriptor, "wb5") else {
      if descriptor >= 0 { close(descriptor) }
      throw file.failure(code: ENOMEM)
    }
    gzbuffer(opened, 1 << 17)
    stream = opened
  }

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    sum.add(bytes)
    guard let stream else { return try file.write(bytes) }
    var offset = 0
    while offset < bytes.count {
      let count = min(bytes.count - offset, 1 << 30)
      errno = 0
      guard gzwrite(stream, bytes.baseAddress.map { $0 + offset }, UInt32(count)) == Int32(count) else {
        throw file.failure(code: errno == 0 ? EIO : errno)
      }
      offset += count
    }
  }

  /// Ends the stream and returns the checksum of what went in.
  consuming func finish() throws(FileError) -> ContentSum {
    let sum = sum
    if let stream {
      errno = 0
      guard gzflush(stream, Z_FINISH) == Z_OK else { throw file.failure(code: errno == 0 ? EIO : errno) }
    }
    return sum
  }

  deinit { if let stream { gzclose(stream) } }
}

/// Length and CRC-32 of a content.
struct ContentSum: Equatable {
  private(set) var byteCount = 0
  private var crc: UInt = 0

  /// - Parameter isChecked: whether somebody else takes care of the checksum.
  mutating func add(_ bytes: UnsafeRawBufferPointer, isChecked: Bool = false) {
    byteCount += bytes.count
    if isChecked { return }
    crc = crc32_z(crc, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// Reads a written file back, before it gets its name: every byte, and the grid as a reader would understand it.
  func verify(_ file: OutputFile, grid: VoxelGrid) throws(FileError) {
    var found = ContentSum()
    var source = try ByteSource(opening: file.temporaryPath)
    var failure: FileError?
    withUnsafeTemporaryAllocation(byteCount: 1 << 17, alignment: 16) { buffer in
      do throws(FileError) {
        while true {
          let count = try source.read(into: buffer)
          found.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]), isChecked: source.isCompressed)
          if count < buffer.count { return }
        }
      } catch {
        failure = error
      }
    }
    let reader = try NIfTIFormat().open(file.temporaryPath)
    // zlib has compared what it read with the checksum behind it, which has to be that of what was written.
    if source.isCompressed { found.crc = UInt(source.trailingChecksum) }
    guard failure == nil, found == self, reader.header.spatial.grid.matches(grid) else {
      throw FileError(
        .transferFailed, path: file.path, problem: "what was written does not read back as it was",
        advice: "check the disk; nothing was left behind")
    }
  }
}
