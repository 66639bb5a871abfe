import Foundation

/// A line of a journal as it was understood.
enum JournalLine: Sendable {
  case empty
  case record(JournalRecord)
  case header(JournalHeader)
  case unreadable

  /// Every line of a journal, in their order. Long journals are read by all cores.
  static func lines(of bytes: Data) -> [JournalLine] {
    let places = places(of: bytes)
    return ParallelBlocks.map(places.count, blockSize: 4096) { read(places[$0], of: bytes) }
  }

  private static func read(_ places: ArraySlice<Range<Int>>, of bytes: Data) -> [JournalLine] {
    let decoder = JSONDecoder()
    return places.map { place in
      guard !place.isEmpty else { return .empty }
      let plain = bytes.withUnsafeBytes { buffer in
        JournalRecord(plain: UnsafeBufferPointer(rebasing: buffer.bindMemory(to: UInt8.self)[place]))
      }
      if let plain { return .record(plain) }
      let line = bytes[bytes.startIndex + place.lowerBound..<bytes.startIndex + place.upperBound]
      if let record = try? decoder.decode(JournalRecord.self, from: line) { return .record(record) }
      if let header = try? decoder.decode(JournalHeader.self, from: line), header.schema == JournalHeader.schema {
        return .header(header)
      }
      return .unreadable
    }
  }

  /// Where the lines lie from the first byte on, without their ends.
  private static func places(of bytes: Data) -> [Range<Int>] {
    bytes.withUnsafeBytes { buffer in
      var places: [Range<Int>] = []
      var start = 0
      for (place, byte) in buffer.enumerated() where byte == UInt8(ascii: "\n") {
        places.append(start..<place)
        start = place + 1
      }
      places.append(start..<buffer.count)
      return places
    }
  }
}
