import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct SessionTests {
  @Test func opensOnTheLargestDisagreement() throws {
    let session = try ExampleCase.session()
    let first = try #require(session.findings.first)
    #expect(session.findings.allSatisfy { $0.volumeMM3 <= first.volumeMM3 })
    #expect(first.region.contains(session.cursor))
  }

  @Test func slicesStepAndStopAtTheEnds() throws {
    var session = try ExampleCase.session()
    let start = session.slice
    session.press(.up, .character("k"), .pageUp)
    #expect(session.slice == start + 3)
    session.press(.down, .shift(.up), .control("d"))
    #expect(session.slice == start + 2)
    for _ in 0..<400 { session.press(.up) }
    #expect(session.slice == session.sliceCount - 1)
    session.type("gg")
    let first = session.slice
    session.press(.home)
    #expect(session.slice == first)
  }

  @Test(arguments: [
    ("42", true), ("0", false), ("9999", false), ("20,30,40", true), ("500,1,1", false), ("mm 0 0 10", true),
    ("mm 900 0 0", false), ("abc", false), ("1,2", false), ("nan", false), ("mm", false),
  ])
  func positionsAreCheckedWhenTyped(text: String, isValid: Bool) throws {
    var session = try ExampleCase.session()
    session.type("g" + text)
    session.press(.enter)
    #expect((session.message?.isWarning ?? false) == !isValid)
    #expect(session.mode == .browse)
  }

  @Test func sizeGrowsTheMaskAndComesBack() throws {
    var session = try ExampleCase.session()
    let before = try #require(session.softMask)
    session.type("]]")
    let larger = try #require(session.softMask)
    #expect(larger.report.grownVoxels > before.report.grownVoxels)
    #expect(before.grown.subtracting(larger.grown).isEmpty, "a larger soft mask holds the smaller one")
    session.type("[[")
    #expect(session.softMask?.grown == before.grown)
    #expect(session.tuning.soft.size == 1.2)
  }

  @Test func thresholdAndLabelFollowTheirKeys() throws {
    var session = try ExampleCase.session()
    let before = try #require(session.softMask)
    session.type(")")
    #expect(try #require(session.softMask).report.candidateVoxels < before.report.candidateVoxels)
    session.type(":threshold auto")
    session.press(.enter)
    #expect(session.softMask?.report.threshold == before.report.threshold)
    session.type("..,")
    #expect(abs((session.softMask?.label ?? 0) - 0.35) < 1e-12)
  }

  @Test func binarisationMovesMaskAgreementAndCountsTogether() throws {
    var session = try ExampleCase.session()
    _ = session.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    let strict = try #require(session.prediction).mask.count
    #expect(try #require(session.readings.predictionAgainstRater1).dice > 0.99)
    session.type("{{{")
    #expect(session.tuning.binarisation == 0.35)
    #expect(try #require(session.prediction).mask.count > strict)
    #expect(try #require(session.readings.predictionAgainstRater1).dice < 0.99)
    #expect(session.readings.softDiceLoss != nil)
  }

  @Test func lossFollowsTheSoftMask() throws {
    var session = try ExampleCase.session()
    _ = session.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    let before = try #require(session.readings.softDiceLoss)
    session.type("]")
    #expect(try #require(session.readings.softDiceLoss) != before)
  }

  @Test func disagreementsAreWalkedWorstFirstAndNeverOntoAnEmptySlice() throws {
    var session = try ExampleCase.session()
    var last = Double.infinity
    for _ in 0..<40 {
      session.type("n")
      let found = session.findings[try #require(session.finding)]
      #expect(found.volumeMM3 <= last)
      #expect(found.region.contains(session.cursor))
      last = found.volumeMM3
    }
    session.type("N")
    #expect(session.finding == 38)
  }

  @Test func missingThingsAreSaidInASentence() throws {
    var session = try ExampleCase.session()
    session.type("4")
    #expect(session.message?.text.contains("no prediction yet") == true)
    #expect(session.press(.character("p")).isEmpty)
    #expect(session.message?.isWarning == true)
  }

  @Test func trainingStartsOnTheTunedMaskAndStops() throws {
    var session = try ExampleCase.session()
    session.type("]")
    let effects = session.press(.character("t"))
    guard case .startTraining(let softMask, _, _, _)? = effects.first else {
      Issue.record("t asks for no training")
      return
    }
    #expect(softMask.grown == session.softMask?.grown)
    #expect(session.training.isBusy)
    let stop = session.press(.character("t"))
    guard case .stopTraining? = stop.first else {
      Issue.record("t again asks for no stop")
      return
    }
  }

  @Test(arguments: ["size", "size 0.5", "size x", "label 2", "window 5 4", "write soft", "nonsense", "theme none"])
  func wrongCommandsAreExplained(line: String) throws {
    var session = try ExampleCase.session()
    #expect(session.run(commandLine: line).isEmpty)
    #expect(session.message?.isWarning == true)
  }

  @Test func everyActionIsATypedCommand() throws {
    for action in Action.all {
      var session = try ExampleCase.session()
      _ = session.run(commandLine: action.name)
      #expect(session.message?.text.contains("no command") != true, "\(action.name)")
    }
  }

  @Test func actionNamesAreUniqueAndCommandsHaveDistinctNames() {
    #expect(Set(Action.all.map(\.name)).count == Action.all.count)
    #expect(Set(TypedCommand.all.map(\.name)).count == TypedCommand.all.count)
  }

  @Test(arguments: [Session.Mode.browse, .window, .moveCursor, .help])
  func everyHintNamesAKey(mode: Session.Mode) throws {
    var session = try ExampleCase.session()
    session.mode = mode
    #expect(session.hints.allSatisfy { !$0.keys.isEmpty && !$0.keys.hasSuffix(" ") })
  }

  @Test func aSequenceWaitsForItsSecondKey() throws {
    var session = try ExampleCase.session()
    session.press(.end)
    let last = session.slice
    session.type("g")
    #expect(session.slice == last)
    #expect(session.view().plain.contains("first slice of the brain"))
    session.type("g")
    #expect(session.slice < last)
    session.press(.character("g"), .escape)
    #expect(session.pendingKeys.isEmpty && session.mode == .browse)
  }

  @Test func noKeyHasTwoActions() {
    let keys = KeyMap.standard.bindings.map(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test func clickMovesTheCrosshair() throws {
    var session = try ExampleCase.session()
    let before = session.cursor
    _ = session.update(.pointer(PointerEvent(kind: .press, column: 30, row: 15)))
    #expect(session.cursor != before)
    #expect(session.cursor.z == before.z)
    _ = session.update(.pointer(PointerEvent(kind: .wheelUp, column: 30, row: 15)))
    #expect(session.cursor.z != before.z)
  }
}
