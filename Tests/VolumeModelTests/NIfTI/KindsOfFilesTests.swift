import Testing
import VolumeModel

/// Every number type, byte order and container, against the values nibabel reads.
@Suite struct KindsOfFilesTests {
  struct Kind: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    let shape: [Int]
    let values: [Double]
    let datatype: String
    let endian: String
    let format: String
    var testDescription: String { file }
  }

  @Test(arguments: try NIfTIFixtures.decoded([Kind].self, "kinds/kinds.json"))
  func valuesAreNibabels(kind: Kind) throws {
    let path = NIfTIFixtures.path("kinds/" + kind.file)
    let image = try Images.read(path)
    #expect(image.volume.scalars == kind.values.prefix(24).map(Float.init))
    let facts = Images.inspect(path)
    #expect(facts.datatype == kind.datatype)
    #expect(facts.endian == kind.endian)
    #expect(facts.format == kind.format)
    #expect(facts.shape == kind.shape)
    if kind.format == "analyze" {
      #expect(image.grid.orientation == nil)
    } else {
      #expect(facts.affine == [[-1.5, 0, 0, 20], [0, 2, 0, -31], [0, 0, 3, 7], [0, 0, 0, 1]])
    }
  }

  @Test(arguments: 0..<3)
  func anyVolumeOfSeveralIsRead(timePoint: Int) throws {
    let path = NIfTIFixtures.path("kinds/three_volumes.nii")
    let kind = try #require(
      try NIfTIFixtures.decoded([Kind].self, "kinds/kinds.json").first { $0.file == "three_volumes.nii" })
    let image = try Images.read(path, timePoint: timePoint)
    #expect(image.volume.scalars == kind.values[(timePoint * 24)..<(timePoint * 24 + 24)].map(Float.init))
    #expect(image.notes.contains { $0.contains("volume \(timePoint + 1)") })
  }

  @Test(arguments: 1...3) func factsOfOneVolumeAreThoseOfThatVolume(number: Int) throws {
    let path = NIfTIFixtures.path("kinds/three_volumes.nii")
    let facts = Images.inspect("\(path):\(number)")
    let values = try Images.read(path, timePoint: number - 1).volume.scalars
    #expect(facts.isUsable)
    #expect(facts.minimum == values.min().map(Double.init) && facts.maximum == values.max().map(Double.init))
    #expect(facts.nonzeroVoxels == values.count { $0 != 0 })
    #expect(facts.notes.contains { $0.contains("the values are those of volume \(number)") })
    #expect(!StudyFolder.namesCase("\(path):\(number)"))
    #expect(Images.inspect("\(path):4").failure?.problem == "has no volume 4, only 3")
  }

  /// Volumes are counted from 1; a number that fits nothing is no part of the file's name either.
  @Test(arguments: [("0", "0"), ("00", "0"), ("99999999999999999999", "\(Int.max)")])
  func aVolumeOfAnImpossibleNumberIsRefused(name: String, number: String) {
    let path = NIfTIFixtures.path("kinds/three_volumes.nii") + ":" + name
    #expect(!StudyFolder.namesCase(path))
    #expect(Images.inspect(path).failure?.problem == "has no volume \(number), only 3")
    for read in [{ _ = try Images.read(path) }, { _ = try Images.readMask(path) }] as [() throws -> Void] {
      let error = #expect(throws: FileError.self) { try read() }
      #expect(error?.kind == .badData && error?.advice == "count from 1 to 3")
    }
  }

  @Test(arguments: [-1, 3])
  func aVolumeThatIsNotThereIsRefused(timePoint: Int) {
    #expect(throws: FileError.self) {
      try Images.read(NIfTIFixtures.path("kinds/three_volumes.nii"), timePoint: timePoint)
    }
  }

  @Test(arguments: ["pair.img", "pair.hdr", "pair2.img"])
  func eitherFileOfAPairMayBeNamed(name: String) throws {
    let image = try Images.read(NIfTIFixtures.path("kinds/" + name))
    #expect(image.volume.scalars.last == 32767)
  }
}
