import Foundation
import Testing
import VolumeModel

/// Inputs that must not be believed: refused in one line that names the file, or repaired and said so.
@Suite struct BadFilesTests {
  @Test(arguments: try NIfTIFixtures.rows("bad").filter { $0.kind != "mask" })
  func isRefusedOrRepaired(row: NIfTIFixtures.Row) throws {
    let path = NIfTIFixtures.path("bad/" + row.file)
    let facts = Images.inspect(path)
    if let failure = facts.failure {
      #expect(row.mayBeRefused)
      #expect(failure.path == path)
      #expect(failure.kind == .badData || failure.kind == .notFound)
      #expect(!failure.description.contains("\n"))
      #expect(throws: failure) { try Images.read(path) }
      #expect(throws: failure) { try Images.readMask(path) }
    } else {
      #expect(row.expect.contains("note"), "opened: \(row.file)")
      #expect(!facts.notes.isEmpty)
      #expect(throws: Never.self) { try Images.read(path) }
    }
  }

  /// What the sentence has to say, beyond naming the file.
  @Test(arguments: [
    ("cut_half.nii", "1680 of 3360 bytes"), ("cut_header_348.nii", "0 of 3360 bytes"),
    ("cut_gzip_half.nii.gz", "end early"), ("gzip_wrong_crc.nii.gz", "compressed data are damaged"),
    ("dim_negative.nii", "negative length -14"), ("dim_zero.nii", "length 0"), ("dim0_is_9.nii", "dim[0] is 9"),
    ("dim_product_wraps_32bit.nii", "4294967296 bytes"), ("gz_huge_claim.nii.gz", "8589934592 bytes"),
    ("datatype_999.nii", "unknown data type 999"), ("vox_offset_nan.nii", "no number"),
    ("vox_offset_past_end.nii", "past the end"), ("hdr_without_img.hdr", "hdr_without_img.img is missing"),
    ("empty.nii.gz", "empty"), ("text_named.nii.gz", "a text file, not an image"),
    ("lfs_pointer.nii.gz", "git lfs pull"),
    ("zip_named.nii.gz", "zip"), ("dicom_named.nii", "DICOM"), ("html_error_page.nii.gz", "web page"),
  ])
  func theReasonIsNamed(file: String, reason: String) throws {
    let failure = try #require(Images.inspect(NIfTIFixtures.path("bad/" + file)).failure)
    #expect(failure.description.contains(reason))
  }

  @Test func aFolderAPipeAndADanglingLinkAreRefusedAtOnce() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("folder.nii"), withIntermediateDirectories: false)
    #expect(mkfifo(folder.file("pipe.nii"), 0o600) == 0)
    try FileManager.default.createSymbolicLink(atPath: folder.file("link.nii.gz"), withDestinationPath: "nowhere")
    for (name, reason) in [
      ("folder.nii", "is a folder"), ("pipe.nii", "not a regular file"), ("link.nii.gz", "no such file"),
      ("missing.nii", "no such file"), ("missing.img", "no such file"),
    ] {
      let failure = try #require(Images.inspect(folder.file(name)).failure)
      #expect(failure.kind == .notFound)
      #expect(failure.problem.contains(reason))
    }
  }

  @Test func aStreamThatGoesOnIsReadOnlyAsFarAsItsHeaderClaims() throws {
    let folder = try TemporaryFolder()
    // The image, then 64 MB of zeros: a small bomb, as gzip itself makes it.
    let plain = try Data(contentsOf: URL(fileURLWithPath: NIfTIFixtures.path("bad/vox_offset_0.nii")))
    let path = try folder.write("bomb.nii", plain + Data(count: 64 << 20))
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gzip.arguments = [path]
    try gzip.run()
    gzip.waitUntilExit()
    let facts = Images.inspect(path + ".gz")
    #expect(facts.isUsable)
    #expect(facts.notes.contains { $0.contains("more data than its header says") })
  }

  @Test func controlCharactersInANameStayInOneLine() {
    let error = FileError(.notFound, path: "a\nb\u{1B}[31m", problem: "no such file")
    #expect(error.description == #"a\nb\x1b[31m: no such file; check the name and the right to read it"#)
  }

  @Test func everyErrorSaysWhatToDo() {
    for kind in [.notFound, .badData, .wrongGrid, .cannotCreate, .transferFailed] as [FileError.Kind] {
      let error = FileError(kind, path: "f.nii", problem: "is wrong")
      #expect(error.description.hasPrefix("f.nii: is wrong; "))
      #expect(FileError(kind, path: "f.nii", problem: "is wrong; mend it").description == "f.nii: is wrong; mend it")
    }
  }
}
