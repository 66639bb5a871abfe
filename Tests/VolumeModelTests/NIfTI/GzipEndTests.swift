import Foundation
import Testing
import VolumeModel

/// What lies behind the end of the compressed data of a file is said: zlib's own reader passes over it.
@Suite struct GzipEndTests {
  private static func gzip(_ bytes: Data, in folder: TemporaryFolder) throws -> Data {
    let path = try folder.write("part", bytes)
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gzip.arguments = ["-n", path]
    try gzip.run()
    gzip.waitUntilExit()
    defer { try? FileManager.default.removeItem(atPath: path + ".gz") }
    return try Data(contentsOf: URL(fileURLWithPath: path + ".gz"))
  }

  static let image = FileManager.default.contents(atPath: NIfTIFixtures.path("kinds/three_volumes.nii")) ?? Data()

  struct End: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    /// Nil when nothing is to be said.
    let note: String?
  }

  private static func note(_ count: Int) -> String {
    "\(count) bytes after the end of the compressed data were ignored"
  }

  static let ends = [
    End(testDescription: "nothing", bytes: [], note: nil),
    End(testDescription: "one byte", bytes: [7], note: note(1)),
    End(testDescription: "the first byte of a member", bytes: [0x1F], note: note(1)),
    End(testDescription: "text", bytes: Array("junk\n".utf8), note: note(5)),
    End(testDescription: "zeros", bytes: [UInt8](repeating: 0, count: 512), note: note(512)),
    End(
      testDescription: "more than is read at a time", bytes: [UInt8](repeating: 65, count: 300_000), note: note(300_000)
    ),
  ]

  /// One member, two that break in the voxels, and many: the values are those of the file that was compressed.
  @Test(arguments: ends, [[], [400], Array(stride(from: 30, to: image.count, by: 30))])
  func bytesBehindTheLastMemberAreSaid(end: End, cuts: [Int]) throws {
    let folder = try TemporaryFolder()
    let places = [0] + cuts.filter { $0 < Self.image.count } + [Self.image.count]
    var bytes = Data()
    for (from, to) in zip(places, places.dropFirst()) {
      bytes += try Self.gzip(Self.image.subdata(in: from..<to), in: folder)
    }
    let path = try folder.write("f.nii.gz", bytes + Data(end.bytes))
    let plain = try Images.read(NIfTIFixtures.path("kinds/three_volumes.nii"))
    let read = try Images.read(path)
    #expect(read.volume.scalars == plain.volume.scalars)
    #expect(read.notes.filter { $0.contains("after the end") } == (end.note.map { [$0] } ?? []))
    #expect(Images.inspect(path).notes.filter { $0.contains("after the end") } == (end.note.map { [$0] } ?? []))
  }

  @Test func bytesBehindAZlibStreamAreSaid() throws {
    let folder = try TemporaryFolder()
    let header = """
      ObjectType = Image
      NDims = 3
      DimSize = 2 1 1
      ElementSpacing = 1 1 1
      ElementType = MET_UCHAR
      CompressedData = True
      ElementDataFile = LOCAL

      """
    // zlib.compress(b"\\x05\\x06") of Python.
    let stream: [UInt8] = [0x78, 0x9C, 0x63, 0x65, 0x03, 0x00, 0x00, 0x12, 0x00, 0x0C]
    let path = try folder.write("f.mha", Data(header.utf8) + Data(stream) + Data("junk".utf8))
    let read = try Images.read(path)
    #expect(read.volume.scalars == [5, 6])
    #expect(read.notes.contains(Self.note(4)))
  }
}
