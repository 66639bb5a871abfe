import Foundation
import Testing
import VolumeModel

/// Headers that must not be believed, and what the message has to name.
@Suite struct ImageHeadersTests {
  /// A sound header with one change, and what the refusal has to say.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reason: String
    let header: String

    init(_ sound: String, replacing old: String, with new: String, says reason: String) {
      (testDescription, self.reason) = ("\(old) to \(new)", reason)
      header = sound.replacing(old, with: new)
    }

    init(_ sound: String, adding line: String, says reason: String) {
      (testDescription, self.reason) = (line, reason)
      header = sound + line + "\n"
    }
  }

  static let nrrd = "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 1\nencoding: raw\n"
  static let meta = "ObjectType = Image\nNDims = 3\nDimSize = 2 2 1\nElementType = MET_UCHAR\n"

  static let nrrdChanges: [Change] = [
    Change(nrrd, replacing: "2 2 1", with: "2 2 4000000000", says: "16000000000 bytes"),
    Change(nrrd, replacing: "2 2 1", with: "9000000000000 9000000000000 2", says: "no file can hold"),
    Change(nrrd, replacing: "2 2 1", with: "2 -2 1", says: "negative length -2"),
    Change(nrrd, replacing: "2 2 1", with: "2 0 1", says: "length 0"),
    Change(nrrd, replacing: "2 2 1", with: "2 2", says: "'sizes'"),
    Change(nrrd, replacing: "2 2 1", with: "2 two 1", says: "'sizes' is '2 two 1'"),
    Change(nrrd, replacing: "uchar", with: "block", says: "'type' is 'block'"),
    Change(nrrd, replacing: "uchar", with: "short", says: "no field 'endian'"),
    Change(nrrd, replacing: "raw", with: "bzip2", says: "encoding 'bzip2' is not read"),
    Change(nrrd, replacing: "raw", with: "gzip", says: "not compressed"),
    Change(nrrd, adding: "byte skip: 999", says: "voxel data missing"),
    Change(nrrd, adding: "byte skip: -7", says: "'byte skip'"),
    Change(nrrd, adding: "line skip: 1", says: "'line skip'"),
    Change(nrrd, adding: "data file: voxels_%03d.raw 1 9 1", says: "several files"),
    Change(nrrd, adding: "data file: elsewhere.raw", says: "elsewhere.raw is missing"),
    Change(nrrd, adding: "space directions: (1,0,0) (0,1,0)", says: "'space directions'"),
    Change(nrrd, adding: "space directions: (1,0,0) (0,1,0) (0,0,x)", says: "'space directions'"),
    Change(nrrd, adding: "space directions: none (1,0,0) (0,1,0)", says: "2 values a voxel"),
    Change(nrrd, adding: "kinds: RGB-color domain domain", says: "2 values a voxel"),
  ]

  @Test(arguments: nrrdChanges) func anNRRDHeaderIsRefused(change: Change) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("image.nrrd", change.header + "\nabcd")
    let failure = try #require(Images.inspect(path).failure)
    #expect(failure.description.contains(change.reason))
    #expect(failure.path == path)
  }

  static let metaChanges: [Change] = [
    Change(meta, replacing: "2 2 1", with: "2 2 4000000000", says: "16000000000 bytes"),
    Change(meta, replacing: "2 2 1", with: "9000000000000 9000000000000 2", says: "no file can hold"),
    Change(meta, replacing: "2 2 1", with: "2 2", says: "'DimSize'"),
    Change(meta, replacing: "2 2 1", with: "2 -2 1", says: "negative length -2"),
    Change(meta, replacing: "MET_UCHAR", with: "MET_UCHAR_ARRAY", says: "'ElementType'"),
    Change(meta, adding: "BinaryData = False", says: "text, which is not read"),
    Change(meta, adding: "ElementNumberOfChannels = 3", says: "3 values a voxel"),
    Change(meta, adding: "CompressedData = True", says: "compressed data are damaged"),
  ]

  @Test(arguments: metaChanges) func aMetaImageHeaderIsRefused(change: Change) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("image.mha", change.header + "ElementDataFile = LOCAL\nabcd")
    let failure = try #require(Images.inspect(path).failure)
    #expect(failure.description.contains(change.reason))
  }

  @Test(arguments: [
    ("", "no field 'ElementDataFile'"), ("ElementDataFile = LIST\n", "several files"),
    ("ElementDataFile = gone.raw\n", "gone.raw is missing"),
    ("HeaderSize = x\nElementDataFile = v.raw\n", "HeaderSize"),
    ("HeaderSize = 3\nElementDataFile = v.raw\n", "cut off"),
  ]) func voxelsOfAMetaImageAreMissed(fields: String, reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("v.raw", "abcd")
    let path = try folder.write("image.mhd", Self.meta + fields)
    #expect(try #require(Images.inspect(path).failure).description.contains(reason))
  }

  @Test(arguments: ["byte skip: -1\n", "byte skip: 3\n"]) func voxelsStandWhereTheHeaderSays(field: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("v.raw", Data([9, 9, 9, 1, 2, 3, 4]))
    let path = try folder.write("image.nhdr", Self.nrrd + "data file: v.raw\n" + field)
    #expect(try Images.read(path).volume.scalars == [1, 2, 3, 4])
    let meta = try folder.write("image.mhd", Self.meta + "HeaderSize = -1\nElementDataFile = v.raw\n")
    #expect(try Images.read(meta).volume.scalars == [1, 2, 3, 4])
  }

  @Test(arguments: [(0, "not an image"), (-5, "not an image"), (1 << 30, "voxel data")])
  func anMGHHeaderIsRefused(depth: Int, reason: String) throws {
    let folder = try TemporaryFolder()
    var bytes = [UInt8](repeating: 0, count: 284)
    for (field, value) in [1, 2, 2, depth, 1, 3].enumerated() {
      for byte in 0..<4 { bytes[4 * field + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * byte)) }
    }
    let path = try folder.write("image.mgh", Data(bytes))
    #expect(try #require(Images.inspect(path).failure).description.contains(reason))
  }

  @Test func aFolderOfDICOMFilesGetsTheLineToType() throws {
    let folder = try TemporaryFolder()
    let start = Data(count: 128) + Data("DICM".utf8) + Data(count: 400)
    try folder.write("it's mine/study/series/IM0001", start)
    for (path, quoted) in [
      ("it's mine", "it'\\''s mine'"), ("it's mine/study/series/IM0001", "it'\\''s mine/study/series'"),
    ] {
      let message = try #require(Images.inspect(folder.file(path)).failure).description
      #expect(message.contains("DICOM"))
      #expect(message.contains("dcm2niix -z y -o . '\(folder.path)/\(quoted)"))
    }
  }
}
