import Foundation
import Pictures
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// Reading the files of a case again: by hand, after a change on disk, and by another choice of labels.
@Suite struct ReloadTests {
  /// A case of one mask that holds the labels 1, 2 and 4.
  private final class LabelledCase {
    let folder: String
    let files: CaseFiles

    init() throws {
      folder = try temporaryFolder()
      let grid = VoxelGrid(shape: SIMD3(16, 16, 8), affine: Affine(spacingMM: SIMD3(1, 1, 2)))
      var mask = Volume<UInt8>(grid: grid, filledWith: 0)
      for (x, label) in [(3, 1), (4, 1), (7, 2), (11, 4)] { mask[SIMD3(x, 8, 4)] = UInt8(label) }
      let form = SpatialForm(grid: grid)
      try Images.write(Volume<Float>(grid: grid, filledWith: 50), like: form, to: folder + "/flair.nii", force: false)
      try Images.write(mask, like: form, to: folder + "/m_dseg.nii", force: false)
      try Data("index\tname\n2\tjuxtacortical\n".utf8).write(to: URL(fileURLWithPath: folder + "/m_dseg.tsv"))
      files = CaseFiles(flair: folder + "/flair.nii", raterMasks: [folder + "/m_dseg.nii"])
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
  }

  private func reload(_ effects: [Effect]) -> [[Int]?] {
    effects.compactMap { if case .reload(let labels) = $0 { labels } else { nil } }
  }

  @Test func severalLabelsAreAskedFor() throws {
    let labelled = try LabelledCase()
    var viewer = try ExampleCase.viewer(of: ReviewCase.load(labelled.files))
    _ = viewer.update(.askOpenQuestions)
    #expect(viewer.interface.mode == .labels)
    let screen = viewer.frame().plain
    #expect(screen.contains("Which labels are lesions?") && screen.contains("[x] 2  juxtacortical"))
    // Keys of the picture wait until it is answered.
    viewer.type("t1")
    #expect(viewer.interface.mode == .labels)
    viewer.press(.down, .character(" "))
    #expect(viewer.frame().plain.contains("[ ] 2  juxtacortical"))
    #expect(reload(viewer.press(.enter)) == [[1, 4]])
    #expect(viewer.interface.mode == .browse)

    var files = labelled.files
    files.take(NamedRoles(labels: [1, 4]))
    _ = viewer.update(.reloaded(try ReviewCase.load(files)))
    _ = viewer.update(.askOpenQuestions)
    #expect(viewer.interface.mode == .browse)
    #expect(viewer.scan.raters[0].mask.count == 3)
    #expect(viewer.commandLine.hasSuffix("--labels 1,4"))
    #expect(viewer.labelsText == "labels 1, 4 count as lesion")
    files.take(NamedRoles(labels: [2]))
    _ = viewer.update(.reloaded(try ReviewCase.load(files)))
    #expect(viewer.labelsText == "label 2 (juxtacortical) counts as lesion")
  }

  @Test func leavingTheQuestionLetsAllCount() throws {
    let labelled = try LabelledCase()
    defer { withExtendedLifetime(labelled) {} }
    var viewer = try ExampleCase.viewer(of: ReviewCase.load(labelled.files))
    _ = viewer.update(.askOpenQuestions)
    #expect(reload(viewer.press(.escape)).isEmpty)
    #expect(viewer.interface.mode == .browse)
    #expect(viewer.interface.message?.text.contains("all labels count") == true)
    #expect(reload(viewer.run(commandLine: "labels 2")) == [[2]])
    #expect(reload(viewer.run(commandLine: "labels all")) == [[1, 2, 4]])
    #expect(reload(viewer.run(commandLine: "labels 0")).isEmpty)
    _ = viewer.run(commandLine: "labels")
    #expect(viewer.interface.mode == .labels)
    // Nothing checked is no answer.
    viewer.press(.character(" "), .down, .character(" "), .down, .character(" "), .enter)
    #expect(viewer.interface.mode == .labels)
  }

  @Test func theChoiceHoldsForTheOtherCasesOfTheList() throws {
    let (first, second) = (try LabelledCase(), try LabelledCase())
    var viewer = try ExampleCase.viewer(
      of: ReviewCase.load(first.files), workList: WorkList([first.files, second.files]))
    _ = viewer.run(commandLine: "labels 2")
    #expect(viewer.workList?.entries.map { $0.files.raters[0].lesionLabels } == [[2], [2]])
    #expect(viewer.workList?.entries.map { $0.files.raters[0].labels } == [[2], nil])
  }

  @Test func aSingleLabelIsNotAskedFor() throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.update(.askOpenQuestions)
    #expect(viewer.interface.mode == .browse)
    _ = viewer.run(commandLine: "labels")
    #expect(viewer.interface.mode == .browse)
  }

  @Test func theViewStaysOverAReload() throws {
    let review = try ExampleCase.review()
    var viewer = try ExampleCase.viewer()
    viewer.look(at: SIMD3(20, 22, 10))
    viewer.turn(to: .coronal)
    _ = viewer.update(.filesChanged([review.flair.path]))
    let name = (review.flair.path as NSString).lastPathComponent
    #expect(viewer.frame().plain.contains("\(name) changed on disk"))
    #expect(viewer.interface.message?.isWarning == true)
    #expect(reload(viewer.run(commandLine: "reload")) == [nil])
    _ = viewer.update(.reloaded(review))
    #expect(!viewer.frame().plain.contains("changed on disk"))
    #expect(viewer.place.cursor == SIMD3(20, 22, 10) && viewer.view.plane == .coronal)
  }

  @Test func severalFilesAreReadAgainAsThem() throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.update(.filesChanged(["a.nii", "b.nii"]))
    #expect(
      viewer.interface.message?.text
        == "2 files changed on disk: what is shown is as it was; :reload reads them again")
  }

  @Test func whatIsNotRecordedIsNotReadOver() throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.update(.recording(waiting: 2, problem: "journal: the disk is full"))
    #expect(reload(viewer.run(commandLine: "reload")).isEmpty)
    #expect(viewer.interface.message?.isWarning == true)
  }
}
