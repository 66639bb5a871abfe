import Foundation
import Testing

import VolumeModel

/// Files by nibabel and SimpleITK, with what these programs read in them (Scripts/fixtures/make_image_formats.py).
@Suite struct ImageFormatsTests {
  struct Row: Decodable, CustomTestStringConvertible {
    let file: String
    let format: String
    let shape: [Int]
    let volumes: Int
    /// Voxel to RAS millimetres; nil where the file does not say which side is left.
    let affine: [[Double]]?
    let datatype: String
    /// The values of the first and of the last volume, x fastest.
    let first: [Float]
    let last: [Float]

    var testDescription: String { file }
  }

  struct Table: Decodable { let files: [Row] }

  static let rows = (try? Fixture.load("formats/expected.json", as: Table.self).files) ?? []
  static let folder = (#filePath as NSString).deletingLastPathComponent + "/../Fixtures/formats/"

  static func path(_ file: String) -> String { folder + file }

  @Test func everyFormatIsThere() {
    #expect(Set(Self.rows.map(\.format)) == ["mgh", "nrrd", "metaimage"])
    #expect(Self.rows.count >= 20)
  }

  @Test(arguments: rows) func valuesAndPlaceAreTheirs(row: Row) throws {
    let path = Self.path(row.file)
    let image = try Images.read(path)
    #expect(image.volume.scalars == row.first)
    #expect(try Images.read(path, timePoint: row.volumes - 1).volume.scalars == row.last)
    #expect(image.grid.shape == SIMD3(row.shape[0], row.shape[1], row.shape[2]))
    #expect((image.grid.orientation == nil) == (row.affine == nil))
    for (mine, theirs) in zip(image.grid.affine.rows, row.affine ?? []) {
      for (a, b) in zip(mine, theirs) { #expect(abs(a - b) < 1e-5) }
    }
  }

  @Test(arguments: rows) func factsAreTheirs(row: Row) {
    let facts = Images.inspect(Self.path(row.file))
    #expect(facts.isUsable)
    #expect(facts.format == row.format)
    #expect(facts.datatype == row.datatype)
    if row.volumes == 1 { #expect(facts.minimum.map(Float.init) == row.first.min()) }
    #expect(facts.notes.contains { $0.contains("orientation unknown") } == (row.affine == nil))
  }

  @Test(arguments: rows) func masksAreReadTheSameWay(row: Row) throws {
    let mask = try Images.readMask(Self.path(row.file)).mask
    #expect(mask.linearIndices == row.first.indices.filter { row.first[$0] >= 0.5 })
  }

  @Test(arguments: rows.filter { $0.affine != nil }) func whatIsWrittenLiesInTheSamePlace(row: Row) throws {
    let folder = try TemporaryFolder()
    let image = try Images.read(Self.path(row.file))
    try Images.write(image.volume, like: image.spatial, to: folder.file("copy.nii.gz"), force: false)
    let copy = try Images.read(folder.file("copy.nii.gz"))
    #expect(copy.volume.scalars == image.volume.scalars)
    #expect(copy.grid.matches(image.grid))
    #expect(copy.spatial.formDifferenceMM ?? 1 < 1e-3)
  }

  @Test(arguments: rows) func aFileCutOffIsRefused(row: Row) throws {
    let folder = try TemporaryFolder()
    let stem = row.file.prefix { $0 != "." }
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder) where name.hasPrefix(stem + ".") {
      try FileManager.default.copyItem(atPath: Self.path(name), toPath: folder.file(name))
    }
    // The voxels, where they lie apart; else everything.
    let cut = folder.names.first { [".raw", ".raw.gz", ".zraw"].contains(where: $0.hasSuffix) } ?? row.file
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file(cut)))
    for kept in [whole.count / 2, 3, 0] {
      try folder.write(cut, whole.prefix(kept))
      let failure = try #require(Images.inspect(folder.file(row.file)).failure)
      #expect(failure.kind == .badData)
      #expect(throws: failure) { try Images.readMask(folder.file(row.file)) }
    }
  }
}
