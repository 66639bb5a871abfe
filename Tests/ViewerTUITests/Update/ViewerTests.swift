import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct ViewerTests {
  @Test func opensOnTheLargestDisagreement() throws {
    let viewer = try ExampleCase.viewer()
    let first = try #require(viewer.scan.findings.first)
    #expect(viewer.scan.findings.allSatisfy { $0.volumeMM3 <= first.volumeMM3 })
    #expect(first.region.contains(viewer.place.cursor))
  }

  @Test func slicesStepAndStopAtTheEnds() throws {
    var viewer = try ExampleCase.viewer()
    let start = viewer.slice
    viewer.press(.up, .character("k"), .pageUp)
    #expect(viewer.slice == start + 3)
    viewer.press(.down, .shift(.up), .control("d"))
    #expect(viewer.slice == start + 2)
    for _ in 0..<400 { viewer.press(.up) }
    #expect(viewer.slice == viewer.sliceCount - 1)
    viewer.type("gg")
    let first = viewer.slice
    viewer.press(.home)
    #expect(viewer.slice == first)
  }

  @Test(arguments: [
    ("42", true), ("0", false), ("9999", false), ("20,30,40", true), ("500,1,1", false), ("mm 0 0 10", true),
    ("mm 900 0 0", false), ("abc", false), ("1,2", false), ("nan", false), ("mm", false),
  ])
  func positionsAreCheckedWhenTyped(text: String, isValid: Bool) throws {
    var viewer = try ExampleCase.viewer()
    viewer.type("g" + text)
    viewer.press(.enter)
    #expect((viewer.interface.message?.isWarning ?? false) == !isValid)
    #expect(viewer.interface.mode == .browse)
  }

  @Test func sizeGrowsTheMaskAndComesBack() throws {
    var viewer = try ExampleCase.viewer()
    let before = try #require(viewer.scan.softMask)
    viewer.type("]]")
    let larger = try #require(viewer.scan.softMask)
    #expect(larger.report.grownVoxels > before.report.grownVoxels)
    #expect(before.grown.subtracting(larger.grown).isEmpty, "a larger soft mask holds the smaller one")
    viewer.type("[[")
    #expect(viewer.scan.softMask?.grown == before.grown)
    #expect(viewer.view.tuning.soft.size == 1.2)
  }

  @Test func thresholdAndLabelFollowTheirKeys() throws {
    var viewer = try ExampleCase.viewer()
    let before = try #require(viewer.scan.softMask)
    viewer.type(")")
    #expect(try #require(viewer.scan.softMask).report.candidateVoxels < before.report.candidateVoxels)
    viewer.type(":threshold auto")
    viewer.press(.enter)
    #expect(viewer.scan.softMask?.report.threshold == before.report.threshold)
    viewer.type("..,")
    #expect(abs((viewer.scan.softMask?.label ?? 0) - 0.35) < 1e-12)
  }

  @Test func binarisationMovesMaskAgreementAndCountsTogether() throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    let strict = try #require(viewer.scan.prediction).mask.count
    #expect(try #require(viewer.scan.readings.predictionAgainstRater1).dice > 0.99)
    viewer.type("{{{")
    #expect(viewer.view.tuning.binarisation == 0.35)
    #expect(try #require(viewer.scan.prediction).mask.count > strict)
    #expect(try #require(viewer.scan.readings.predictionAgainstRater1).dice < 0.99)
    #expect(viewer.scan.readings.softDiceLoss != nil)
  }

  @Test func lossFollowsTheSoftMask() throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    let before = try #require(viewer.scan.readings.softDiceLoss)
    viewer.type("]")
    #expect(try #require(viewer.scan.readings.softDiceLoss) != before)
  }

  @Test func disagreementsAreWalkedWorstFirstAndNeverOntoAnEmptySlice() throws {
    var viewer = try ExampleCase.viewer()
    var last = Double.infinity
    for _ in 0..<40 {
      viewer.type("n")
      let found = viewer.scan.findings[try #require(viewer.place.finding)]
      #expect(found.volumeMM3 <= last)
      #expect(found.region.contains(viewer.place.cursor))
      last = found.volumeMM3
    }
    viewer.type("N")
    #expect(viewer.place.finding == 38)
  }

  @Test func missingThingsAreSaidInASentence() throws {
    var viewer = try ExampleCase.viewer()
    viewer.type("4")
    #expect(viewer.interface.message?.text.contains("no prediction yet") == true)
    #expect(viewer.press(.character("p")).isEmpty)
    #expect(viewer.interface.message?.isWarning == true)
  }

  @Test func trainingStartsOnTheTunedMaskAndStops() throws {
    var viewer = try ExampleCase.viewer()
    viewer.type("]")
    let effects = viewer.press(.character("t"))
    guard case .startTraining(let softMask, _, _, _)? = effects.first else {
      Issue.record("t asks for no training")
      return
    }
    #expect(softMask.grown == viewer.scan.softMask?.grown)
    #expect(viewer.model.training.isBusy)
    let stop = viewer.press(.character("t"))
    guard case .stopTraining? = stop.first else {
      Issue.record("t again asks for no stop")
      return
    }
  }

  @Test(arguments: ["size", "size 0.5", "size x", "label 2", "window 5 4", "write soft", "nonsense", "theme none"])
  func wrongCommandsAreExplained(line: String) throws {
    var viewer = try ExampleCase.viewer()
    #expect(viewer.run(commandLine: line).isEmpty)
    #expect(viewer.interface.message?.isWarning == true)
  }

  @Test func everyActionIsATypedCommand() throws {
    for action in Action.all {
      var viewer = try ExampleCase.viewer()
      _ = viewer.run(commandLine: action.name)
      #expect(viewer.interface.message?.text.contains("no command") != true, "\(action.name)")
    }
  }

  @Test func actionNamesAreUniqueAndCommandsHaveDistinctNames() {
    #expect(Set(Action.all.map(\.name)).count == Action.all.count)
    #expect(Set(TypedCommand.all.map(\.name)).count == TypedCommand.all.count)
  }

  @Test(arguments: [("", KeyMode.browse), ("w", .window), ("x", .moveCursor), ("?", .help)])
  func everyHintNamesAKey(key: String, mode: KeyMode) throws {
    var viewer = try ExampleCase.viewer()
    viewer.type(key)
    #expect(viewer.interface.mode == mode)
    #expect(viewer.hints.allSatisfy { !$0.keys.isEmpty && !$0.keys.hasSuffix(" ") })
  }

  @Test func aSequenceWaitsForItsSecondKey() throws {
    var viewer = try ExampleCase.viewer()
    viewer.press(.end)
    let last = viewer.slice
    viewer.type("g")
    #expect(viewer.slice == last)
    #expect(viewer.frame().plain.contains("first slice of the brain"))
    viewer.type("g")
    #expect(viewer.slice < last)
    viewer.press(.character("g"), .escape)
    #expect(viewer.interface.pendingKeys.isEmpty && viewer.interface.mode == .browse)
  }

  @Test func noKeyHasTwoActions() {
    for mode in KeyMode.allCases {
      let keys = KeyMap.standard.bindings.filter { $0.mode == mode }.map(\.keys)
      #expect(Set(keys).count == keys.count)
    }
  }

  @Test func clickMovesTheCrosshair() throws {
    var viewer = try ExampleCase.viewer()
    let before = viewer.place.cursor
    _ = viewer.update(.pointer(PointerEvent(kind: .press, column: 30, row: 15)))
    #expect(viewer.place.cursor != before)
    #expect(viewer.place.cursor.z == before.z)
    _ = viewer.update(.pointer(PointerEvent(kind: .wheelUp, column: 30, row: 15)))
    #expect(viewer.place.cursor.z != before.z)
  }
}
