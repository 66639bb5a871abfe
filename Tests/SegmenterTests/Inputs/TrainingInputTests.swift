import Foundation
import Segmenter
import Testing
import VolumeModel

/// One constructor makes what a run learns from and what its record says of it.
@Suite struct TrainingInputTests {
  private let scratch: TemporaryFolder
  private let one = SyntheticCase.make()
  private let parameters = SoftMaskParameters()

  init() throws { scratch = try TemporaryFolder() }

  private var form: SpatialForm { SpatialForm(grid: one.brain.grid) }

  /// A case on the disk: a FLAIR, two raters, another mask.
  private func files() throws -> CaseFiles {
    try Images.write(one.channels[0], like: form, to: scratch.file("flair.nii.gz"), force: true)
    try Images.write(one.target.expert, like: form, to: scratch.file("rater1.nii.gz"), force: true)
    try Images.write(one.target.expert.dilated(.faces), like: form, to: scratch.file("rater2.nii.gz"), force: true)
    try Images.write(one.target.expert.eroded(.faces), like: form, to: scratch.file("agreed.nii.gz"), force: true)
    var files = CaseFiles(
      name: "a", flair: scratch.file("flair.nii.gz"),
      raters: ["rater1", "rater2"].map { RaterFile(name: $0, path: scratch.file("\($0).nii.gz")) })
    files.furtherMasks = [RaterFile(name: "agreed", path: scratch.file("agreed.nii.gz"))]
    return files
  }

  private func input(_ source: TrainingSource) throws -> TrainingInput {
    try TrainingInput(source, roles: ["FLAIR"], softMask: parameters)
  }

  @Test func theRecordNamesEveryFileWithItsHash() throws {
    let record = try #require(try input(.files(try files(), trusted: "agreed")).record)
    #expect(record.images == [scratch.file("flair.nii.gz")])
    #expect(record.imageSHA256 == [try #require(SHA256.ofFile(scratch.file("flair.nii.gz")))])
    #expect(record.mask == scratch.file("rater1.nii.gz") && record.maskSHA256 == SHA256.ofFile(record.mask))
    #expect(record.trustedMask == scratch.file("agreed.nii.gz"))
    #expect(record.trustedMaskSHA256 == SHA256.ofFile(scratch.file("agreed.nii.gz")))
    #expect(record.raters.map(\.name) == ["rater1", "rater2"])
  }

  /// Not the first two alone: the record names all, and repeats all.
  @Test(arguments: [RaterUse.mean, .random]) func everyRaterIsLearnedFrom(use: RaterUse) throws {
    func input(_ source: TrainingSource) throws -> TrainingInput {
      try TrainingInput(source, roles: ["FLAIR"], softMask: SoftMaskParameters(size: 1, label: 0), raters: use)
    }
    let expert = one.target.expert
    let drawn = [expert, expert.dilated(.faces), expert.eroded(.faces)]
    let first = try input(.files(try files(), trusted: nil))
    #expect(first.trainingCase.readings.map(\.expert) == drawn && first.trainingCase.raters.map(\.mask) == drawn)
    let record = try #require(first.record)
    #expect(record.raters.map(\.name) == ["rater1", "rater2", "agreed"])
    #expect(record.raters.allSatisfy { $0.sha256 == SHA256.ofFile($0.path) })
    #expect(try input(.record(record)).trainingCase.readings.map(\.expert) == drawn)
  }

  /// Also where no other further mask is usable, so that nobody takes it for learned from.
  @Test func aFurtherMaskOnAnotherGridIsSaidToBeLeftOut() throws {
    let files = try files()
    let other = VoxelGrid(shape: SIMD3(5, 5, 5), affine: Affine(spacingMM: SIMD3(3, 3, 3)))
    try Images.write(
      Mask(grid: other), like: SpatialForm(grid: other), to: scratch.file("agreed.nii.gz"), force: true)
    let input = try TrainingInput(
      .files(files), roles: ["FLAIR"], softMask: SoftMaskParameters(size: 1, label: 0), raters: .mean)
    #expect(input.trainingCase.readings.count == 2)
    #expect(input.notes.contains { $0.contains("rater 3 left out") }, "\(input.notes)")
  }

  /// Tables of most experiments have columns for two raters; the one on raters compares with all.
  @Test func anExperimentOnRatersReadsAllOfThem() throws {
    for (readsAll, names) in [(false, ["rater1", "rater2"]), (true, ["rater1", "rater2", "agreed"])] {
      let one = try ExperimentCase.load(
        try files(), roles: ["FLAIR"], growsMasks: false, readsAllRaters: readsAll)
      #expect(one.raters.map(\.name) == names)
    }
  }

  @Test func aRecordedCaseIsReadAsItWas() throws {
    for source in [TrainingSource.files(try files(), trusted: "agreed"), .trustedCase(try files())] {
      let first = try input(source)
      let again = try input(.record(try #require(first.record)))
      #expect(again.trainingCase.target.expert == first.trainingCase.target.expert)
      #expect(again.trainingCase.target.grown == first.trainingCase.target.grown)
      #expect(again.trainingCase.trusted?.expert == first.trainingCase.trusted?.expert)
      #expect(again.trainingCase.isTrusted == first.trainingCase.isTrusted)
      #expect(again.trainingCase.raters.map(\.mask) == first.trainingCase.raters.map(\.mask))
    }
  }

  @Test("a case whose masks hold several labels, or whose files are read by another form, is repeated alike")
  func labelsAndForm() throws {
    var files = try files()
    var values = [Float](repeating: 0, count: one.brain.grid.voxelCount)
    one.target.expert.forEachLinearIndex { values[$0] = 1 }
    let wanted = one.target.expert.eroded(.faces)
    wanted.forEachLinearIndex { values[$0] = 2 }
    for name in ["rater1", "agreed"] {
      let path = scratch.file("\(name).nii.gz")
      try Images.write(Volume(grid: one.brain.grid, scalars: values), like: form, to: path, force: true)
    }
    files.raters[0].labels = [2]
    files.furtherMasks[0].labels = [1]
    files.form = .qform
    let first = try input(.files(files, trusted: "agreed"))
    let record = try #require(first.record)
    #expect(record.maskLabels == [2] && record.trustedLabels == [1] && record.raters.map(\.labels) == [[2], nil])
    #expect(record.form == .qform)
    #expect(first.trainingCase.target.expert == wanted)
    let again = try input(.record(record))
    #expect(again.trainingCase.target.expert == wanted)
    #expect(again.trainingCase.trusted?.expert == first.trainingCase.trusted?.expert)
    #expect(again.trainingCase.raters.map(\.mask) == first.trainingCase.raters.map(\.mask))
    #expect(again.record?.form == .qform)
  }

  @Test("a file that has changed since makes another run", arguments: ["flair", "rater1", "agreed"])
  func changedFiles(name: String) throws {
    let record = try #require(try input(.files(try files(), trusted: "agreed")).record)
    var volume = one.channels[0]
    volume[SIMD3(3, 3, 3)] += 50
    try Images.write(volume, like: form, to: scratch.file("\(name).nii.gz"), force: true)
    #expect {
      try input(.record(record))
    } throws: { error in
      "\(error)".hasPrefix(scratch.file("\(name).nii.gz")) && "\(error)".contains("has changed since the run")
    }
  }

  @Test func aMaskThatLiesInNoFileIsWrittenDown() throws {
    let scan = try TrainingScan(try ReviewCase.load(try files(), withImages: false), roles: ["FLAIR"])
    func filed(_ mask: Mask) throws -> TrainingMask {
      try TrainingMask(mask, name: "trained", among: scan.raters, orWrittenTo: scratch.file("new/m.nii.gz"), like: form)
    }
    #expect(try filed(one.target.expert.dilated(.faces)).path == scratch.file("rater2.nii.gz"))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("new")))
    let edited = one.target.expert.dilated(.corners)
    let mask = try filed(edited)
    #expect(mask.path == scratch.file("new/m.nii.gz"))
    #expect(try Images.readMask(mask.path).mask == edited)
    let again = try input(
      .record(try #require(scan.input(learningFrom: mask, target: SoftMask(expert: edited)).record)))
    #expect(again.trainingCase.target.expert == edited)
  }

  @Test func aMaskThatIsNotThereIsRefusedWithThoseThatAre() throws {
    #expect {
      try input(.files(try files(), trusted: "nobody"))
    } throws: { error in
      "\(error)".contains("rater1, rater2, agreed")
    }
  }
}
