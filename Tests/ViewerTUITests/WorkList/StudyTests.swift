import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// Review some cases, train on them, look at the least certain ones next.
@Suite struct StudyTests {
  private static func list(_ count: Int) -> WorkList {
    WorkList(
      (0..<count).map { number in
        var files = CaseFiles(name: "case-\(number)", flair: "/data/\(number)/FLAIR.nii")
        files.raters = [RaterFile(name: "rater1", path: "/data/\(number)/mask.nii")]
        files.patient = "patient-\(number)"
        return files
      })
  }

  private static func progress(_ verdict: Verdict?) -> CaseProgress {
    var progress = CaseProgress()
    progress.verdict = verdict?.rawValue
    return progress
  }

  private static func viewer() throws -> Viewer {
    var viewer = try ExampleCase.viewer(hasWeights: true, workList: list(4))
    for (id, verdict) in [(1, Verdict.approved), (2, .rejected)] {
      _ = viewer.update(.caseProgress(id: id, progress(verdict)))
    }
    return viewer
  }

  @Test func trainsOnTheApprovedCases() throws {
    var viewer = try Self.viewer()
    let effects = viewer.press(.character("t"))
    guard case .trainOnCases(let files, _, _)? = effects.first else {
      Issue.record("t trains on the approved cases, not \(effects)")
      return
    }
    #expect(files.map(\.name) == ["case-1"] && viewer.model.training.isBusy)
  }

  @Test(arguments: ["train case", "train 5 case"])
  func theOpenCaseAloneCanBeAskedFor(line: String) throws {
    var viewer = try Self.viewer()
    guard case .startTraining(_, _, let request, _)? = viewer.run(commandLine: line).first else {
      Issue.record("\(line) trains on the open case")
      return
    }
    #expect(request.isOfOpenCase)
  }

  @Test func withoutApprovedCasesTheOpenOneIsTrainedOn() throws {
    var viewer = try ExampleCase.viewer(workList: Self.list(3))
    guard case .startTraining? = viewer.press(.character("t")).first else {
      Issue.record("nothing is approved: t trains on the open case")
      return
    }
  }

  @Test func theUnreviewedCasesArePredictedAfterwards() throws {
    var viewer = try Self.viewer()
    viewer.press(.character("t"))
    let effects = viewer.update(.trainingEnded(.model(runFolder: nil)))
    let predicted = effects.flatMap { effect -> [String] in
      if case .predictCases(let entries) = effect { entries.map(\.files.name) } else { [] }
    }
    #expect(predicted == ["case-3"], "the open case is predicted by itself, the others have verdicts")
    _ = viewer.update(.casePredicted(id: 3, CasePrediction(volumeML: 4, confidence: 0.41, dice: 0.37)))
    _ = viewer.update(.casesPredicted(count: 1, failures: []))
    #expect(viewer.interface.message?.text.contains("1 unreviewed case") == true)
    viewer.type("Y")
    let screen = viewer.frame().plain
    #expect(screen.contains("0.41") && screen.contains("0.37"))
  }

  @Test func whatWasRecordedNeverReplacesWhatIsKnown() {
    var list = Self.list(2)
    list.recordedProgress(id: 0, Self.progress(.approved))
    #expect(list.entries[0].progress == CaseProgress(), "the open case tells its progress itself")
    list.progress(1, Self.progress(.rejected))
    list.recordedProgress(id: 1, Self.progress(.approved))
    #expect(list.entries[1].progress.verdict == "rejected")
  }

  @Test(arguments: [(WorkList.Order.confidence, [2, 0, 1]), (.prediction, [0, 2, 1])])
  func ordersByThePrediction(order: WorkList.Order, ids: [Int]) {
    var list = Self.list(3)
    let known = list.sort(by: order)
    #expect(!known)
    list.predicted(id: 0, CasePrediction(volumeML: 1, confidence: 0.8, dice: 0.2))
    list.predicted(id: 2, CasePrediction(volumeML: 1, confidence: 0.3, dice: 0.6))
    let isKnown = list.sort(by: order)
    #expect(isKnown && list.entries.map(\.id) == ids && list.entries[list.current].id == 0)
  }

  /// The closed form: of four voxels at 0.75 in the mask and four at 0.25 outside, 2 * 3 / (4 + 4).
  @Test func confidenceIsTheSoftDiceWithTheOwnMask() {
    let grid = VoxelGrid(shape: SIMD3(8, 1, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    let map = Volume<Float>(grid: grid, scalars: [0.75, 0.75, 0.75, 0.75, 0.25, 0.25, 0.25, 0.25])
    var rater = Mask(grid: grid)
    for x in 0..<2 { rater[SIMD3(x, 0, 0)] = true }
    let summary = CasePrediction(
      Prediction(source: "test", probability: map, threshold: 0.5), firstRater: rater)
    #expect(abs(summary.confidence - 0.75) < 1e-5)
    // 2 * 2 / (2 + 4)
    #expect(abs((summary.dice ?? 0) - 2 / 3) < 1e-9)
  }
}
