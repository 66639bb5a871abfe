import Foundation
import VolumeModel

/// One input of the fuzzer as a review's journal: its lines are read and folded, and one event is appended behind
/// whatever stands there.
@_cdecl("flairscope_fuzz_journal")
public func fuzzJournal(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let content = Data(bytes: bytes, count: count)
  let grid = VoxelGrid(shape: SIMD3(20, 20, 20), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
  let contents = JournalContents(content, grid: grid)
  _ = ReviewHistory(contents.events)
  for line in content.split(separator: UInt8(ascii: "\n")) {
    let plain = Array(line).withUnsafeBufferPointer { JournalRecord(plain: $0) }
    precondition(
      plain == nil || plain == (try? JSONDecoder().decode(JournalRecord.self, from: line)),
      "both decoders read the same")
  }
  guard let path = FuzzFolder.write(content, to: "journal.jsonl") else { return -1 }
  guard let journal = try? ReviewJournal(opening: path, grid: grid) else { return 0 }
  precondition(journal.contents.records.count == contents.records.count, "a file reads as its bytes do")
  journal.close()
  return 0
}
