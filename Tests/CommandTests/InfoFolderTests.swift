import Foundation
import Testing
import VolumeModel

/// `info` of folders: what opens what a study looks like says about it.
@Suite struct InfoFolderTests {
  /// A BIDS folder with a scan, two raters and a ventricle mask.
  private func study() throws -> ScratchFolder {
    let folder = try ScratchFolder()
    _ = try folder.image("sub-1_FLAIR.nii.gz") { 100 + Float($0.x) }
    _ = try folder.mask("sub-1_desc-a_mask.nii.gz", x: 5..<10, y: 5..<10, z: 4..<6)
    _ = try folder.mask("sub-1_desc-b_mask.nii.gz", x: 5..<9, y: 5..<10, z: 4..<6)
    _ = try folder.mask("sub-1_label-ventricles_mask.nii.gz", x: 1..<3, y: 1..<3, z: 1..<3)
    return folder
  }

  @Test func aCaseHasLayoutRolesAndFilesPassedOver() throws {
    let folder = try study()
    let run = try CommandRun("info", folder.path, "--json")
    #expect(run.status == 0)
    let document = run.json
    #expect(document["layout"] as? String == "BIDS")
    #expect(document["patient"] as? String == "sub-1")
    let roles = try #require(document["roles"] as? [[String: String]])
    #expect(roles.map { $0["role"] } == ["flair", "rater1", "rater2"])
    #expect(roles.first?["file"] == folder.file("sub-1_FLAIR.nii.gz"))
    #expect(roles.allSatisfy { $0["why"]?.isEmpty == false })
    let passed = try #require(document["passed_over"] as? [[String: String]])
    #expect(passed.map { $0["file"] } == [folder.file("sub-1_label-ventricles_mask.nii.gz")])
    #expect(passed.first?["why"] == "its label is not that of lesions")
    #expect((document["files"] as? [[String: Any]])?.count == 3)
    let text = try CommandRun("info", folder.path)
    #expect(text.output.contains("layout       BIDS"))
    #expect(text.output.contains("rater2       sub-1_desc-b_mask.nii.gz"))
    #expect(text.output.contains("passed over"))
  }

  /// Mirrored along its first axis, one millimetre off besides: what opening it would say is said before.
  @Test(arguments: [0.0, 1.2]) func aMirroredMaskIsSaidBeforeTheCaseIsOpened(offMM: Double) throws {
    let folder = try ScratchFolder()
    _ = try folder.image("sub-1_FLAIR.nii.gz") { voxel in
      let isLesion = (3..<8).contains(voxel.x) && (4..<9).contains(voxel.y) && (3..<6).contains(voxel.z)
      return isLesion ? 180 : 100 + Float((voxel.x * 7 + voxel.y * 5 + voxel.z * 3) % 11)
    }
    let grid = VoxelGrid(
      shape: folder.grid.shape,
      affine: Affine(columns: folder.grid.affine.columns, origin: folder.grid.affine.origin + SIMD3(0, offMM, 0)))
    var mask = Mask(grid: grid)
    for z in 3..<6 { for y in 4..<9 { for x in 12..<17 { mask[SIMD3(x, y, z)] = true } } }
    try Images.write(
      mask, like: SpatialForm(grid: grid), to: folder.file("sub-1_desc-a_mask.nii.gz"), force: false,
      description: "drawn by hand")
    let information = try CommandRun("info", folder.path)
    #expect(information.output.contains("probably mirrored against its header"))
    #expect(information.output.contains("refused with this FLAIR") == (offMM > 0))
    let lesions = try CommandRun("lesions", folder.path, "--json")
    #expect(lesions.status == (offMM > 0 ? 65 : 0))
    #expect(lesions.errors.contains("probably mirrored against its header"))
    if offMM == 0 {
      let notes = lesions.json["notes"] as? [String] ?? []
      #expect(notes.contains { $0.contains("probably mirrored") })
    }
    let (flair, file) = (folder.file("sub-1_FLAIR.nii.gz"), folder.file("sub-1_desc-a_mask.nii.gz"))
    let soft = try CommandRun("softmask", "--flair", flair, "--mask", file, "-o", folder.file("soft.nii.gz"))
    let prediction = try folder.mask("p.nii.gz", x: 3..<8, y: 4..<9, z: 3..<6)
    let score = try CommandRun("score", "--prediction", prediction, "--rater1", file, "--flair", flair)
    for run in [soft, score] {
      #expect(run.status == (offMM > 0 ? 65 : 0))
      #expect(run.errors.contains("probably mirrored against its header"))
    }
  }

  @Test func aMaskWithItsAxesInAnotherOrderIsNotCalledElsewhere() throws {
    let folder = try ScratchFolder()
    let image = try folder.image("flair.nii.gz") { 100 + Float($0.x) }
    let columns = folder.grid.affine.columns
    let last = Double(folder.grid.shape.y - 1)
    let grid = VoxelGrid(
      shape: folder.grid.shape,
      affine: Affine(
        columns: (columns.0, -columns.1, columns.2), origin: folder.grid.affine.origin + columns.1 * last))
    try Images.write(Mask(grid: grid), like: SpatialForm(grid: grid), to: folder.file("m.nii.gz"), force: false)
    let run = try CommandRun("info", image, folder.file("m.nii.gz"))
    #expect(run.output.contains("covers the voxels of"))
    #expect(!run.output.contains("not on its grid"))
  }

  /// 255 stored, with a slope of 1/255: 1 but for the last bit.
  @Test func aScaledMaskIsNoProbabilityMap() throws {
    let folder = try ScratchFolder()
    let path = try folder.mask("m.nii", x: 5..<10, y: 5..<10, z: 4..<6)
    var bytes = try folder.bytes("m.nii")
    withUnsafeBytes(of: Float(1.0 / 255).bitPattern.littleEndian) { bytes.replaceSubrange(112..<116, with: $0) }
    for index in 352..<bytes.count where bytes[index] == 1 { bytes[index] = 255 }
    try bytes.write(to: URL(fileURLWithPath: path))
    let run = try CommandRun("info", path)
    #expect(run.output.contains("0 to 1"))
    #expect(!run.output.contains("probability map"))
  }

  @Test func aStudyListsItsCasesAndHowToOpenEach() throws {
    let folder = try study()
    _ = try folder.image("sub-10_FLAIR.nii.gz") { 100 + Float($0.x) }
    let run = try CommandRun("info", folder.path, "--json")
    let cases = try #require(run.json["cases"] as? [[String: Any]])
    #expect(cases.map { $0["name"] as? String } == ["sub-1", "sub-10"])
    for one in cases {
      let select = try #require(one["select"] as? String)
      let alone = try CommandRun("lesions", select, "--json")
      #expect(alone.status == 0, "\(alone.errors)")
    }
    #expect(try CommandRun("info", folder.path).output.contains("flairscope \(folder.path)\n"))
  }

  @Test func theFlagsOfAnUnclearChoiceSettleIt() throws {
    let folder = try study()
    try FileManager.default.moveItem(
      atPath: folder.file("sub-1_FLAIR.nii.gz"), toPath: folder.file("sub-1_acq-2D_FLAIR.nii.gz"))
    _ = try folder.image("sub-1_acq-3D_FLAIR.nii.gz") { 50 + Float($0.y) }
    let run = try CommandRun("info", folder.path, "--json")
    #expect(run.status == 65)
    let choices = try #require(run.json["choices"] as? [[String: String]])
    #expect(choices.count == 2)
    for choice in choices {
      let option = try #require(choice["option"]).split(separator: " ").map(String.init)
      let settled = try CommandRun(["lesions", folder.path, "--json"] + option)
      #expect(settled.status == 0, "\(settled.errors)")
    }
  }

  @Test func aNameWithAnEscapeSequenceReachesNoTerminal() throws {
    let folder = try ScratchFolder()
    let name = "sub-1\u{1B}]0;owned\u{7}_\u{9B}31m\u{202E}_FLAIR.nii.gz"
    _ = try folder.image(name) { Float($0.x) }
    for arguments in [
      ["info", folder.file(name)], ["info", folder.path], ["info", folder.path, "--json"], ["lesions", folder.path],
    ] {
      let run = try CommandRun(arguments)
      for text in [run.output, run.errors] {
        #expect(
          !text.unicodeScalars.contains {
            $0.value == 0x1B || $0.value == 0x9B || $0.value == 0x7 || $0.value == 0x202E
          })
      }
    }
    #expect(try CommandRun("info", folder.file(name)).output.contains("\\x1b]0;owned\\x07"))
  }

  @Test(arguments: ["line\nend", "tab\tstop", "two\r\nlines", "esc\u{1B}[2J"])
  func aNameNeverBreaksALineOfATable(name: String) throws {
    let folder = try ScratchFolder()
    for one in [name, "sub-2"] {
      _ = try folder.image("\(one)_FLAIR.nii.gz") { 100 + Float($0.x) }
      _ = try folder.mask("\(one)_desc-a_mask.nii.gz", x: 5..<10, y: 5..<10, z: 4..<6)
      _ = try folder.mask("\(one)_desc-b_mask.nii.gz", x: 5..<9, y: 5..<10, z: 4..<6)
    }
    let masks = ["a", "b"].map { folder.file("\(name)_desc-\($0)_mask.nii.gz") }
    let tables: [(words: [String], lines: Int)] = [
      (["lesions", "--cases", folder.path, "--csv"], 3), (["lesions", "--cases", folder.path, "--plain"], 2),
      (["lesions", "--cases", folder.path], 4), (["compare"] + masks + ["--csv"], 2),
      (["agreement", folder.path, "--csv"], 7), (["info", folder.path], 7),
    ]
    for table in tables {
      let run = try CommandRun(table.words)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.split(whereSeparator: \.isNewline).count == table.lines, "\(run.output)")
      #expect(!run.output.contains { $0 == "\t" || $0 == "\u{1B}" })
    }
  }

  @Test func wideLettersTakeTwoPlacesOfAColumn() throws {
    let folder = try ScratchFolder()
    for name in ["山田", "smith"] { _ = try folder.image("\(name)_FLAIR.nii.gz") { Float($0.x) } }
    let lines = try CommandRun("info", folder.path).output.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("  smith  smith    ") })
    #expect(lines.contains { $0.hasPrefix("  山田   山田     ") })
  }

  @Test func anImageThatIsDrawnResampledIsSaidSo() throws {
    let folder = try study()
    let other = try ScratchFolder(shape: SIMD3(10, 8, 10), spacingMM: SIMD3(2, 2, 2))
    let image = try other.image("t1.nii.gz") { Float($0.x) }
    try FileManager.default.copyItem(atPath: image, toPath: folder.file("sub-1_T1w.nii.gz"))
    let run = try CommandRun("render", "--case", folder.path, "--channel", "T1", "--output", folder.file("t1.png"))
    #expect(run.status == 0)
    #expect(run.errors.contains("sub-1_T1w.nii.gz: on a grid of its own, shown resampled (linear"))
  }

  @Test func theVersionIsPrinted() throws {
    let run = try CommandRun("--version")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("flairscope "))
  }

  @Test(arguments: [
    "render --case @. --output @sub-1_FLAIR.nii.gz --force", "view --plain --journal @link @.",
  ])
  func noCommandReplacesAnInput(line: String) throws {
    let folder = try study()
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: folder.file("sub-1_desc-a_mask.nii.gz"))
    let before = try folder.names.map { try folder.bytes($0) }
    let words = line.split(separator: " ").map { word in
      word == "@." ? folder.path : word.hasPrefix("@") ? folder.file(String(word.dropFirst())) : String(word)
    }
    let run = try CommandRun(words)
    #expect(run.status == 73)
    #expect(run.errors.contains("is an input"))
    #expect(try folder.names.map { try folder.bytes($0) } == before)
  }
}
