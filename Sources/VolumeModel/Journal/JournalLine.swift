import Foundation
import Synchronization

/// A line of a journal as it was understood.
enum JournalLine: Sendable {
  case empty
  case record(JournalRecord)
  case header(JournalHeader)
  case unreadable

  /// Every line of a journal, in their order. Long journals are read by all cores.
  static func lines(of bytes: Data) -> [JournalLine] {
    let places = places(of: bytes)
    let blockLines = 4096
    let blocks = (places.count + blockLines - 1) / blockLines
    guard blocks > 1 else { return read(places[...], of: bytes) }
    let parts = Mutex([[JournalLine]](repeating: [], count: blocks))
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      let read = read(places[block * blockLines..<min(places.count, (block + 1) * blockLines)], of: bytes)
      parts.withLock { $0[block] = read }
    }
    return parts.withLock { $0.flatMap { $0 } }
  }

  private static func read(_ places: ArraySlice<Range<Int>>, of bytes: Data) -> [JournalLine] {
    let decoder = JSONDecoder()
    return places.map { place in
      guard !place.isEmpty else { return .empty }
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
