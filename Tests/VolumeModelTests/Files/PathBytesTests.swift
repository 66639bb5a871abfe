import Glibc
import Testing
import VolumeModel

/// Names that are no UTF-8, and names that could steer a terminal.
@Suite struct PathBytesTests {
  @Test func aLatin1NameIsFoundOpenedAndShownWithMarks() throws {
    let folder = try TemporaryFolder()
    let name = String(pathBytes: Array("sub-1_M".utf8) + [0xFC] + Array("ller_FLAIR.nii".utf8))
    let grid = VoxelGrid(shape: SIMD3(3, 3, 3), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    try Images.write(
      Volume<Float>(grid: grid, filledWith: 2), like: SpatialForm(grid: grid), to: folder.file(name), force: false)
    // The system holds the very bytes.
    #expect(access(folder.path + "/sub-1_M\u{FC}ller_FLAIR.nii", F_OK) != 0)
    let found = try CaseFiles.find(inFolder: folder.path)
    #expect(found.flair == folder.file(name))
    #expect(try Images.read(found.flair).volume.scalars == [Float](repeating: 2, count: 27))
    #expect(found.flair.visible.hasSuffix("sub-1_M\\xfcller_FLAIR.nii"))
  }

  @Test(
    arguments: [[0x61], [0xC3, 0xA9], [0xE9], [0x61, 0xE9, 0xC3, 0xA9, 0xFF], [0xE6, 0x97, 0xA5], [0xE6, 0x97]]
      as [[UInt8]])
  func bytesThatAreTextStayText(bytes: [UInt8]) {
    let text = String(pathBytes: bytes)
    let isText = String(validating: bytes, as: UTF8.self) != nil
    #expect(isText == (text == String(decoding: bytes, as: UTF8.self)))
    #expect(isText == (text.visible == text))
  }

  @Test(arguments: [
    ("a\u{1B}]0;x\u{7}", "a\\x1b]0;x\\x07"), ("\u{9B}31m", "\\x9b31m"), ("x\u{202E}y", "x\\u202ey"),
    ("é日\tb\nc", "é日\tb\nc"),
    ("\r", "\\x0d"), ("a\r\nb\r\n", "a\r\nb\r\n"), ("\r\r\n", "\\x0d\r\n"), ("\u{7F}", "\\x7f"),
    ("\u{FEFF}a\u{200B}b", "\\ufeffa\\u200bb"), ("\u{E0041}", "\\ue0041"),
    ("क्\u{200D}ष 👩\u{200D}👧", "क्\u{200D}ष 👩\u{200D}👧"),
  ])
  func whatSteersATerminalIsMadeVisible(text: String, shown: String) {
    #expect(text.visible == shown)
  }

  @Test(arguments: [
    ("a\nb", #"a\nb"#), ("a\tb", #"a\tb"#), ("a\r\nb", #"a\x0d\nb"#), ("\n\u{1B}", #"\n\x1b"#), ("é 日", "é 日"),
  ])
  func aNameIsWrittenOnOneLine(text: String, shown: String) {
    #expect(text.visibleOnOneLine == shown)
    #expect(CSV.record([text, "x"]) == shown + ",x")
  }

  @Test func aFolderIsMadeByTheBytesOfItsName() throws {
    let folder = try TemporaryFolder()
    let name = String(pathBytes: Array(folder.file("M").utf8) + [0xFC] + Array("ller/deep".utf8))
    for _ in 0..<2 { try OutputFolder.make(name) }
    try OutputFile.write([1], to: name + "/x", force: false)
    let made = opendir(folder.file(""))
    defer { if let made { closedir(made) } }
    var found: [[UInt8]] = []
    while let made, let entry = readdir(made) {
      found.append(withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) })
    }
    #expect(found.contains([0x4D, 0xFC] + Array("ller".utf8)))
    #expect(throws: FileError.self) { try OutputFolder.make(name + "/x/below") }
  }

  @Test func inJSONTheCharacterStaysTheSame() {
    #expect("x\u{9B}y\u{202E}".visibleInJSON == "x\\u009by\\u202e")
    #expect("\u{E0041}".visibleInJSON == "\\udb40\\udc41")
  }
}
