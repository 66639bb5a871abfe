import Foundation
import ModelExchange
import Segmenter
import Testing

@Suite struct EventFileTests {
  @Test(
    "CRC-32C of RFC 3720, appendix B.4, and of the check string",
    arguments: [
      ([UInt8](repeating: 0, count: 32), 0x8a91_36aa), ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
      (Array(0..<32), 0x46dd_794e), ((0..<32).reversed(), 0x113f_db5c), (Array("123456789".utf8), 0xe306_9283),
      ([], 0),
    ] as [([UInt8], UInt32)])
  func checksums(bytes: [UInt8], wanted: UInt32) {
    #expect(CRC32C.checksum(bytes) == wanted)
  }

  /// Scripts/fixtures/events_oracle.py wrote the same curves with TensorBoard's own messages and record writer.
  @Test func bytesAreTensorBoards() throws {
    let folder = NSTemporaryDirectory() + "flairscope-events-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var file = try EventFile(folder: folder, seconds: 1_800_000_000.5)
    #expect(file.path.hasSuffix("/events.out.tfevents.1800000000.flairscope"))
    let next = try EventFile(folder: folder, seconds: 1_800_000_000.7)
    #expect(next.path != file.path)
    for epoch in 1...2 {
      for step in 1...3 {
        let number = 3 * (epoch - 1) + step
        let record = StepRecord(step: number, epoch: epoch, loss: 1 / Double(number), elapsedSeconds: 0)
        try file.record(.step(record), seconds: 1_800_000_000 + Double(number))
      }
      try file.record(.note("of no interest"), seconds: 0)
      try file.record(
        .epoch(
          EpochRecord(
            epoch: epoch, loss: 0.5, validationLoss: 0.25 * Double(epoch), validationDice: 0.75, bestDice: 0.875,
            bestEpoch: 1, slicesPerSecond: 64, elapsedSeconds: 9)), seconds: 1_800_000_010)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == Data(contentsOf: fixture("curves.tfevents")))
  }

  @Test func aFolderThatIsNotThereIsNamed() {
    #expect { try EventFile(folder: "/no/such/folder", seconds: 0) } throws: { "\($0)".contains("/no/such/folder") }
  }
}
