import Foundation
import Testing
import VolumeModel

@Suite struct InfoCommandTests {
  static let fixtures = (#filePath as NSString).deletingLastPathComponent + "/../VolumeModelTests/Fixtures/nifti/"
  private func fixture(_ name: String) -> String { Self.fixtures + name }

  private struct Document: Decodable {
    struct File: Decodable {
      let path: String
      let ok: Bool
      let error: String?
      let format: String?
      let shape: [Int]?
      let spacing_mm: [Double]?
      let datatype: String?
      let axes: String?
      let affine_source: String?
      let min: Double?
      let notes: [String]
    }
    let schema: String
    let files: [File]
  }

  @Test func factsAreOneJSONDocument() throws {
    let run = try CommandRun("info", "--json", fixture("kinds/int16_big.nii"), fixture("awkward/form_none.nii.gz"))
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    let document = try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
    #expect(document.schema == "flairscope.info/1")
    #expect(document.files.map(\.ok) == [true, true])
    #expect(document.files[0].spacing_mm == [1.5, 2, 3])
    #expect(document.files[0].axes == "LAS")
    #expect(document.files[0].min == -32768)
    #expect(document.files[1].affine_source == "pixdim")
    #expect(document.files[1].notes.count == 1)
    // Not available is null, not absent.
    #expect(run.output.contains("\"axes\" : null"))
  }

  @Test func oneBadFileAmongGoodOnesIsStatusOne() throws {
    let bad = fixture("bad/text_named.nii.gz")
    let run = try CommandRun("info", fixture("kinds/int16_big.nii"), bad, fixture("kinds/pair.hdr"))
    #expect(run.status == 1)
    #expect(run.errorLines == ["flairscope: \(bad): a text file, not an image; name an image file"])
    #expect(run.output.contains("kinds/int16_big.nii") && run.output.contains("kinds/pair.hdr"))
  }

  @Test(arguments: [
    ("bad/cut_half.nii", 65), ("bad/empty.nii", 65), ("bad/hdr_without_img.hdr", 66), ("nowhere.nii.gz", 66),
  ])
  func aBadFileAloneHasItsOwnStatus(name: String, status: Int) throws {
    for flags in [[], ["--json"]] {
      let run = try CommandRun(["info"] + flags + [fixture(name)])
      #expect(Int(run.status) == status)
      #expect(run.errorLines.count == 1)
      #expect(run.errorLines.first?.hasPrefix("flairscope: \(fixture(name)): ") == true)
      #expect(flags.isEmpty == run.output.isEmpty)
    }
  }

  @Test(arguments: [["info"], ["info", "--frobnicate", "x"], ["no-such-command", "--x"]])
  func wrongUsageIsStatus64(arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
  }

  @Test func aFileOfTheSameShapeInAnotherPlaceIsNoted() throws {
    let folder = try ScratchFolder()
    let image = try folder.image("image.nii") { Float($0.x) }
    let fine = try folder.mask("fine.nii", x: 2..<5, y: 2..<5, z: 2..<5)
    let moved = folder.file("moved.nii")
    var affine = folder.grid.affine
    affine.origin.y += 0.5
    let grid = VoxelGrid(shape: folder.grid.shape, affine: affine)
    try Images.write(Mask(grid: grid), like: SpatialForm(grid: grid), to: moved, force: false)
    let files = try #require(try CommandRun("info", image, fine, moved, "--json").json["files"] as? [[String: Any]])
    let notes = files.map { ($0["notes"] as? [String] ?? []).filter { $0.contains("not on its grid") } }
    #expect(notes.map(\.count) == [0, 0, 1] && notes[2][0].contains("0.5 mm"))
  }

  private struct Sampled: Decodable {
    struct File: Decodable {
      let sampled_voxels: Int?
      let min: Double?
      let max: Double?
      let nonzero_voxels: Int?
      let notes: [String]
    }
    let files: [File]
  }

  /// A NIfTI file of so many bytes of uint8 zeros, of which the disk holds next to nothing, with one last voxel of 7.
  private func zeros(_ shape: [Int16], in folder: ScratchFolder) throws -> String {
    var header = [UInt8](repeating: 0, count: 352)
    func put(_ value: Int16, at place: Int) {
      let bits = UInt16(bitPattern: value)
      (header[place], header[place + 1]) = (UInt8(bits & 255), UInt8(bits >> 8))
    }
    put(348, at: 0)
    put(Int16(shape.count), at: 40)
    for (axis, length) in shape.enumerated() { put(length, at: 42 + 2 * axis) }
    put(2, at: 70)
    put(8, at: 72)
    for axis in 0...shape.count { header.replaceSubrange(76 + 4 * axis..<80 + 4 * axis, with: [0, 0, 0x80, 0x3f]) }
    header.replaceSubrange(108..<112, with: [0, 0, 0xb0, 0x43])
    header.replaceSubrange(344..<347, with: Array("n+1".utf8))
    let path = folder.file("zeros.nii")
    try Data(header).write(to: URL(fileURLWithPath: path))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.seek(toOffset: 352 + shape.reduce(1) { $0 * UInt64($1) } - 1)
    try file.write(contentsOf: Data([7]))
    try file.close()
    return path
  }

  @Test func ofALargeFileASampleIsLookedAt() throws {
    let folder = try ScratchFolder()
    let path = try zeros([1024, 1024, 2048], in: folder)
    let run = try CommandRun("info", path, "--json")
    #expect(run.status == 0)
    let file = try #require(try JSONDecoder().decode(Sampled.self, from: Data(run.output.utf8)).files.first)
    #expect(file.sampled_voxels == 64 << 20)
    #expect(file.min == 0)
    // Its parts reach from the first voxel to the last.
    #expect(file.max == 7)
    #expect(file.nonzero_voxels == nil)
    #expect(file.notes.contains { $0.contains("sample") && $0.contains("--full") })
    #expect(file.notes.contains { $0.contains("of memory") })
  }

  @Test func fullLooksAtEveryVoxel() throws {
    let folder = try ScratchFolder()
    let path = try zeros([1024, 512, 520], in: folder)
    let run = try CommandRun("info", path, "--json", "--full")
    let file = try #require(try JSONDecoder().decode(Sampled.self, from: Data(run.output.utf8)).files.first)
    #expect(file.sampled_voxels == nil)
    #expect(file.nonzero_voxels == 1)
    #expect(file.notes.allSatisfy { !$0.contains("--full") })
  }
}
