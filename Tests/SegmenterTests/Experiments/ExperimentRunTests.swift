import Foundation
import Segmenter
import Synchronization
import Testing
import VolumeModel

/// Tiny experiments, run to their end.
@Suite struct ExperimentRunTests {
  private func experiment(_ setting: ExperimentSetting, in path: String) throws -> ExperimentRun {
    try ExperimentRun(
      setting,
      cases: setting.name == .softMask
        ? try SyntheticStudy.cases() : try SyntheticStudy.cases(for: setting.name, growsMasks: false),
      folder: ExperimentFolder(path: path), threads: 2)
  }

  /// All that an experiment prints, and each cell's numbers without what a clock says.
  private func outcome(_ run: ExperimentRun) throws -> [String] {
    let (results, failures) = try run.run { _ in }
    #expect(failures.isEmpty)
    let report = ExperimentReport(results)
    let cells = results.cells.map { cell in
      var cell = cell
      cell.seconds = 0
      return "\(cell)"
    }
    return [report.text(), report.markdown] + report.csvFiles.map(\.content) + cells
  }

  @Test(arguments: ExperimentName.allCases)
  func everyExperimentComesToItsTables(name: ExperimentName) throws {
    let folder = try TemporaryFolder()
    let run = try experiment(SyntheticStudy.setting(name), in: folder.path)
    let forecast = run.forecast().seconds
    #expect(forecast.count == run.cells.count && forecast.allSatisfy { $0 > 0 && $0.isFinite })
    let (results, failures) = try run.run { _ in }
    #expect(failures.isEmpty && results.cells.count == run.cells.count)
    let report = ExperimentReport(results)
    #expect(!report.tables.isEmpty && !report.comparisons.isEmpty)
    // Networks this small may predict nothing, of which no epoch is the best.
    for row in report.tables.filter({ !$0.title.hasPrefix("Epochs") }).flatMap(\.rows) {
      #expect(row.cells.contains { $0.measured != nil }, "\(row.name)")
    }
    #expect(try run.doneCells().count == run.cells.count)
  }

  /// Each rater's masks and their consensus are other annotations, and sets are compared in every cell.
  @Test func ratersAreLearnedFromOneByOneAndTogether() throws {
    let folder = try TemporaryFolder()
    let run = try experiment(SyntheticStudy.setting(.raters), in: folder.path)
    let results = try run.run { _ in }.results
    for (cell, result) in zip(run.cells, results.cells) {
      let scan = try #require(result.scans.first)
      let sets = try #require(scan.sets)
      #expect(sets.readers == 2 && sets.samples == (["probabilistic", "phiseg"].contains(cell.condition.name) ? 3 : 1))
      #expect(scan.references.map(\.name) == ["rater1", "rater2"])
      let record = try RunRecord.read(ExperimentFolder(path: folder.path).cellPath(cell) + "/run.toml")
      let mask = try #require(record.cases.first?.mask)
      switch cell.condition.name {
      case "rater2": #expect(mask.hasSuffix("-2.nii"))
      case "consensus": #expect(mask.hasSuffix("_consensus_mask.nii.gz"))
      default: #expect(!mask.hasSuffix("-2.nii") && !mask.contains("consensus"))
      }
      #expect((record.cases.first?.raters.count == 2) == (record.plan.usedRaters != .first))
    }
    #expect(throws: ExperimentError.self) {
      try ExperimentRun(
        SyntheticStudy.setting(.raters), cases: try SyntheticStudy.cases(),
        folder: ExperimentFolder(path: folder.path), threads: 1)
    }
  }

  /// No scan of the left-out patient is trained on, and it alone is tested.
  @Test func noPatientStandsOnBothSides() throws {
    let folder = try TemporaryFolder()
    let run = try experiment(SyntheticStudy.setting(.loss), in: folder.path)
    let results = try run.run { _ in }.results
    let scansOf = ["sub-1": ["a"], "sub-2": ["b-1", "b-2"]]
    for (cell, result) in zip(run.cells, results.cells) {
      let record = try RunRecord.read(ExperimentFolder(path: folder.path).cellPath(cell) + "/run.toml")
      let other = cell.leftOut.name == "sub-1" ? "sub-2" : "sub-1"
      #expect(record.cases.map(\.name) == scansOf[other])
      #expect(result.scans.map(\.name) == scansOf[cell.leftOut.name])
      #expect(record.plan.seed == cell.seed)
    }
  }

  /// In folds every patient is tested once a seed, by a network that saw no patient of its fold.
  @Test func foldsLeaveOutEveryPatientOnce() throws {
    let folder = try TemporaryFolder()
    let conditions = try experiment(SyntheticStudy.setting(.loss), in: folder.file("conditions")).cells
      .map(\.condition).reduce(into: [ExperimentCondition]()) { if !$0.contains($1) { $0.append($1) } }
    let patients = ["e", "a", "c", "b", "d", "a"]
    let cells = try ExperimentCell.all(conditions, patients: patients, folds: 2, seeds: 2)
    #expect(cells.count == conditions.count * 2 * 2)
    #expect(Set(cells.map(\.leftOut.name)) == ["fold-1-of-2", "fold-2-of-2"])
    for (_, ofSeed) in Dictionary(grouping: cells, by: { "\($0.condition.name) \($0.seed)" }) {
      #expect(ofSeed.flatMap(\.leftOut.patients).sorted() == ["a", "b", "c", "d", "e"])
    }
    #expect(throws: ExperimentError.self) { try ExperimentCell.all(conditions, patients: patients, folds: 6, seeds: 1) }
    // As many folds as patients are the patients one at a time, under other names.
    var setting = SyntheticStudy.setting(.noise)
    let alone = try experiment(setting, in: folder.file("alone")).run { _ in }.results
    setting.folds = 2
    let inFolds = try experiment(setting, in: folder.file("folds")).run { _ in }.results
    #expect(inFolds.cells.map(\.scans) == alone.cells.map(\.scans))
    #expect(ExperimentReport(inFolds).csvFiles.map(\.content) == ExperimentReport(alone).csvFiles.map(\.content))
    setting.folds = 1
    #expect(throws: ExperimentError.self) { try setting.check() }
  }

  /// Noisy annotations are written down, the same for every method, and differ from the clean ones on the chosen slices.
  @Test func noisyAnnotationsAreKept() throws {
    let folder = try TemporaryFolder()
    let run = try experiment(SyntheticStudy.setting(.noise), in: folder.path)
    _ = try run.run { _ in }
    let masks = try FileManager.default.contentsOfDirectory(atPath: folder.file("masks")).sorted()
    #expect(masks == ["a", "b-1", "b-2"].map { "\($0)_dilate_rate-0.5_seed-1_mask.nii.gz" })
    let clean = try #require(try SyntheticStudy.cases().first?.raters.first?.mask)
    let noisy = try Images.readMask(folder.file("masks/" + masks[0])).mask
    let slices = AxialSlices(clean.grid)
    let changed = slices.occupied(by: clean.symmetricDifference(noisy)).count
    let all = slices.occupied(by: clean).count
    #expect(changed == Int((0.5 * Double(all)).rounded()))
    let cell = try #require(run.cells.first { $0.plan.method.name == .trustedOnly && $0.leftOut.name == "sub-2" })
    let record = try RunRecord.read(ExperimentFolder(path: folder.path).cellPath(cell) + "/run.toml")
    #expect(record.cases.map(\.mask) == [folder.file("masks/" + masks[0])])
    #expect(record.cases.map { $0.trustedMask?.hasSuffix("/a.nii") } == [true])
  }

  /// Methods, rates and seeds that are added leave what is done as it is, and come to the tables of all of them at once.
  @Test func whatIsAddedComesToTheSameTables() throws {
    let few = SyntheticStudy.setting(.noise)
    var more = few
    (more.seeds, more.methods, more.rates) = (2, [.distillation, .trustedOnly], [0.5, 1])
    let (whole, grown) = (try TemporaryFolder(), try TemporaryFolder())
    let expected = try outcome(experiment(more, in: whole.path))
    let first = try experiment(few, in: grown.path)
    _ = try first.run { _ in }
    #expect(try experiment(more, in: grown.path).doneCells().count == first.cells.count)
    #expect(try outcome(experiment(more, in: grown.path)) == expected)
    // What is done is not left aside, and cells of other settings do not stand beside it.
    var others = [few, more, more, more]
    others[1].epochs = 3
    others[2].trustedFraction = 0.5
    // Trusted slices alone are taken from the first rate, whose cells would be others.
    others[3].rates = [1, 0.5]
    for other in others {
      #expect(throws: ExperimentError.self) { try experiment(other, in: grown.path).run { _ in } }
    }
  }

  /// Stopped between cells and inside them, again and again, it comes to the same tables, byte for byte.
  @Test func aStoppedExperimentComesToTheSameTables() throws {
    var setting = SyntheticStudy.setting(.softMask, seeds: 2)
    setting.epochs = 3
    let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
    let expected = try outcome(experiment(setting, in: whole.path))
    for share in [0.0, 0.4, 0.7, 1.0, 0.5] {
      let run = try experiment(setting, in: broken.path)
      let isStopped = Mutex(false)
      #expect(throws: ExperimentError.interrupted) {
        try run.run { event in
          guard case .progress(let done) = event, done >= share else { return }
          isStopped.withLock { $0 = true }
          run.stop()
        }
      }
      #expect(isStopped.withLock { $0 })
    }
    let last = try experiment(setting, in: broken.path)
    let done = try last.doneCells().count
    #expect(done < last.cells.count)
    #expect(try outcome(last) == expected)
    // Nothing is left to do: the tables come from the results alone.
    #expect(try outcome(experiment(setting, in: broken.path)) == expected)
  }

  /// Seeds can be added; what is done is not done again.
  @Test func anExperimentCanBeGivenMoreSeeds() throws {
    let (grown, whole) = (try TemporaryFolder(), try TemporaryFolder())
    _ = try experiment(SyntheticStudy.setting(.loss), in: grown.path).run { _ in }
    let more = SyntheticStudy.setting(.loss, seeds: 2)
    let again = Mutex(0)
    _ = try experiment(more, in: grown.path).run { event in
      if case .cell(_, isDone: false) = event { again.withLock { $0 += 1 } }
    }
    #expect(again.withLock { $0 } == 4)
    #expect(try outcome(experiment(more, in: grown.path)) == outcome(experiment(more, in: whole.path)))
    #expect(throws: ExperimentError.self) {
      try experiment(SyntheticStudy.setting(.loss), in: grown.path).run { _ in }
    }
  }

  @Test func anotherExperimentIsRefusedInTheSameFolder() throws {
    let folder = try TemporaryFolder()
    let setting = SyntheticStudy.setting(.loss)
    _ = try experiment(setting, in: folder.path).run { _ in }
    var other = setting
    other.epochs = 3
    #expect(throws: ExperimentError.self) { try experiment(other, in: folder.path).run { _ in } }
    let fewer = try ExperimentRun(
      setting, cases: try SyntheticStudy.cases(growsMasks: false).dropLast(),
      folder: ExperimentFolder(path: folder.path),
      threads: 1)
    #expect(throws: ExperimentError.self) { try fewer.run { _ in } }
    let occupied = try TemporaryFolder()
    try Data("notes".utf8).write(to: URL(fileURLWithPath: occupied.file("notes.txt")))
    #expect(throws: ExperimentError.self) { try experiment(setting, in: occupied.path).run { _ in } }
  }

  @Test func aResultOfAnotherCellIsNotTaken() throws {
    let folder = try TemporaryFolder()
    let run = try experiment(SyntheticStudy.setting(.loss), in: folder.path)
    _ = try run.run { _ in }
    let paths = run.cells.map { ExperimentFolder(path: folder.path).cellPath($0) + "/result.json" }
    let wrong = try Data(contentsOf: URL(fileURLWithPath: paths[1]))
    try wrong.write(to: URL(fileURLWithPath: paths[0]))
    #expect(throws: ExperimentError.self) { try run.run { _ in } }
  }
}
