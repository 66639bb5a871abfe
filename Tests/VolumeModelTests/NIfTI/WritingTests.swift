import Foundation
import Testing
import VolumeModel

@Suite struct WritingTests {
  /// Images of every way to say an orientation.
  static let images = [
    "awkward/base_image.nii.gz", "awkward/form_none.nii.gz", "awkward/form_q_and_s_disagree.nii.gz",
    "awkward/oblique_sheared.nii.gz", "awkward/hdr_units_metre.nii.gz", "awkward/orient_PIR_image.nii.gz",
    "awkward/pub_nibabel_example_nifti2.nii.gz", "kinds/int16_big.nii", "awkward/dim_2d_slice.nii.gz",
  ]

  @Test(arguments: images, ["out.nii", "out.nii.gz", "OUT.NII.GZ", "ö ut.v1.nii.gz"])
  func aMaskReadsBackAsItWasOnTheGridOfItsImage(image: String, name: String) throws {
    let folder = try TemporaryFolder()
    let source = try Images.read(NIfTIFixtures.path(image))
    let mask = Mask(source.volume) { $0 > 80 }
    #expect(!mask.isEmpty)
    try Images.write(mask, like: source.spatial, to: folder.file(name), force: false)
    let back = try Images.readMask(folder.file(name), on: source.grid)
    #expect(back.mask == mask)
    #expect(folder.names == [name])
    let (mine, theirs) = (Images.inspect(folder.file(name)), Images.inspect(NIfTIFixtures.path(image)))
    #expect(mine.datatype == "uint8")
    #expect(mine.affine == theirs.affine)
    #expect(mine.affineSource == theirs.affineSource)
    #expect(mine.sformCode == theirs.sformCode)
    #expect(mine.qformCode == theirs.qformCode)
    #expect(mine.axes == theirs.axes)
    #expect(mine.format == theirs.format)
  }

  @Test(arguments: images)
  func aMapReadsBackBitForBit(image: String) throws {
    let folder = try TemporaryFolder()
    let source = try Images.read(NIfTIFixtures.path(image))
    let map = Volume(grid: source.grid, scalars: source.volume.scalars.map { 1 / (1 + exp(-$0 / 50)) })
    try Images.write(map, like: source.spatial, to: folder.file("p.nii.gz"), force: false)
    let back = try Images.read(folder.file("p.nii.gz"), on: source.grid)
    #expect(back.volume.scalars == map.scalars)
  }

  @Test func writingTwiceGivesTheSameBytes() throws {
    let folder = try TemporaryFolder()
    let source = try Images.read(NIfTIFixtures.path("awkward/base_image.nii.gz"))
    for name in ["a.nii.gz", "b.nii.gz"] {
      try Images.write(source.volume, like: source.spatial, to: folder.file(name), force: false)
    }
    let files = try ["a.nii.gz", "b.nii.gz"].map { try Data(contentsOf: URL(fileURLWithPath: folder.file($0))) }
    #expect(files[0] == files[1])
    // No name and no time in the gzip header.
    #expect(Array(files[0].prefix(8)) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
  }

  /// The committed files were opened with nibabel and compared with their image by Scripts/fixtures/check_written.py.
  @Test(arguments: [
    "base_image.nii.gz", "form_none.nii.gz", "orient_PIR_image.nii.gz", "pub_nibabel_example_nifti2.nii.gz",
  ])
  func writtenBytesAreThoseThatNibabelHasChecked(image: String) throws {
    let folder = try TemporaryFolder()
    let source = try Images.read(NIfTIFixtures.path("awkward/" + image))
    let name = image.prefix { $0 != "." } + "_mask.nii"
    try Images.write(
      Mask(source.volume) { $0 > 400 || $0 == 100 }, like: source.spatial, to: folder.file(String(name)), force: false)
    let written = try Data(contentsOf: URL(fileURLWithPath: folder.file(String(name))))
    #expect(written == (try Data(contentsOf: URL(fileURLWithPath: NIfTIFixtures.path("written/\(name)")))))
  }

  @Test func aFormMadeForAGridSaysTheGrid() throws {
    let folder = try TemporaryFolder()
    let oblique = try Images.read(NIfTIFixtures.path("awkward/pub_nibabel_example_nifti2.nii.gz")).grid
    let form = SpatialForm(grid: oblique, code: 4)
    try Images.write(Mask(grid: oblique), like: form, to: folder.file("m.nii"), force: false)
    let facts = Images.inspect(folder.file("m.nii"))
    #expect(facts.sformCode == 4)
    #expect(facts.qformCode == 4)
    // Matrix and quaternion agree, or a note would say so.
    #expect(!facts.notes.contains { $0.contains("differ") })
  }

  @Test func whatMayNotBeWrittenIsRefusedAndNothingIsLeftBehind() throws {
    let folder = try TemporaryFolder()
    let input = folder.file("image.nii.gz")
    try FileManager.default.copyItem(atPath: NIfTIFixtures.path("awkward/base_image.nii.gz"), toPath: input)
    try FileManager.default.createSymbolicLink(atPath: folder.file("link.nii.gz"), withDestinationPath: input)
    try folder.write("there.nii", "something")
    try FileManager.default.createDirectory(atPath: folder.file("folder.nii"), withIntermediateDirectories: false)
    let names = folder.names
    let source = try Images.read(input)
    let before = try Data(contentsOf: URL(fileURLWithPath: input))
    for (name, force, problem) in [
      ("there.nii", false, "exists already"), ("image.nii.gz", true, "is an input"),
      ("link.nii.gz", true, "is an input"),
      ("folder.nii", true, "is a folder"), ("missing/m.nii", true, "its folder does not exist"),
      ("m.img", true, "its name must end in .nii or .nii.gz"), ("m", true, "its name must end in .nii or .nii.gz"),
    ] {
      #expect {
        try Images.write(source.volume, like: source.spatial, to: folder.file(name), force: force)
      } throws: { error in
        (error as? FileError)?.kind == .cannotCreate && (error as? FileError)?.problem == problem
      }
    }
    #expect(folder.names == names)
    #expect(try Data(contentsOf: URL(fileURLWithPath: input)) == before)
    try Images.write(source.volume, like: source.spatial, to: folder.file("there.nii"), force: true)
    #expect(try Images.read(folder.file("there.nii")).volume == source.volume)
  }

  @Test func aVolumeOfAnotherGridIsNotWritten() throws {
    let folder = try TemporaryFolder()
    let form = try Images.read(NIfTIFixtures.path("awkward/base_image.nii.gz")).spatial
    let elsewhere = VoxelGrid(shape: SIMD3(30, 36, 24), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    #expect(throws: FileError.self) {
      try Images.write(Mask(grid: elsewhere), like: form, to: folder.file("m.nii"), force: false)
    }
    #expect(folder.names.isEmpty)
  }

  @Test func anOutputThatIsLetGoLeavesNothing() throws {
    let folder = try TemporaryFolder()
    do {
      let file = try OutputFile(path: folder.file("x.bin"), force: false)
      try [UInt8](repeating: 1, count: 100).withUnsafeBytes { try file.write($0) }
      #expect(folder.names.count == 1)
      #expect(folder.names != ["x.bin"])
    }
    #expect(folder.names.isEmpty)
  }
}
