import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct WorkListTests {
  private func list(_ count: Int) -> WorkList {
    WorkList((0..<count).map { CaseFiles(name: "case-\($0)", flair: "/data/\($0)/FLAIR.nii") })
  }

  @Test func stepsPastCasesThatCannotBeOpened() {
    var list = list(4)
    list.fail(1, "no such file")
    #expect(list.index(stepping: 1) == 2)
    list.open(2)
    #expect(list.index(stepping: -1) == 0)
    list.fail(3, "no such file")
    #expect(list.index(stepping: 1) == nil)
  }

  @Test func findsTheNextUnfinishedFlaggedAndHardest() {
    var list = list(5)
    var done = CaseProgress()
    done.verdict = "approved"
    list.progress(1, done)
    #expect(list.next(.unfinished) == 2)
    var flagged = CaseProgress()
    flagged.isFlagged = true
    list.progress(4, flagged)
    #expect(list.next(.flagged) == 4)
    #expect(list.next(.hard) == nil, "nothing is known about the masks yet")
    for (index, dice) in [0.9, 0.1, 0.6, 0.4, 0.8].enumerated() {
      list.survey(flair: "/data/\(index)/FLAIR.nii", CaseSurvey(dice: dice, disagreementML: 1))
    }
    #expect(list.next(.hard) == 3, "case 1 is harder but finished")
    #expect(list.summary == "1/5 cases, 1 done, 1 flagged")
  }

  @Test func sortingKeepsTheCaseOnTheScreen() {
    var list = list(3)
    list.open(2)
    for (index, dice) in [0.9, 0.1, 0.5].enumerated() {
      list.survey(flair: "/data/\(index)/FLAIR.nii", CaseSurvey(dice: dice, disagreementML: 1))
    }
    list.sort(by: .raters)
    #expect(list.entries.map(\.files.name) == ["case-1", "case-2", "case-0"])
    #expect(list.entries[list.current].files.name == "case-2")
  }

  /// What was asked for before sorting still reaches its own case afterwards.
  @Test func sortingLeavesIdentitiesAlone() throws {
    var list = list(3)
    let before = Dictionary(uniqueKeysWithValues: list.entries.map { ($0.id, $0.files.name) })
    for (index, dice) in [0.9, 0.1, 0.5].enumerated() {
      list.survey(flair: "/data/\(index)/FLAIR.nii", CaseSurvey(dice: dice, disagreementML: 1))
    }
    list.sort(by: .raters)
    for (id, name) in before {
      let index = try #require(list.index(of: id))
      #expect(list.entries[index].files.name == name)
    }
  }

  @Test func keysAskForCasesAndTheListOpens() throws {
    var viewer = try ExampleCase.viewer()
    #expect(viewer.press(.character("J")).isEmpty, "one case: nothing to go to")
    viewer = try ExampleCase.viewer(workList: list(3))
    guard case .openCase(1)? = viewer.press(.character("J")).first else {
      Issue.record("J asks for the next case")
      return
    }
    viewer.type("Y")
    #expect(viewer.frame().plain.contains("case-2"))
    viewer.press(.down, .down)
    guard case .openCase(2)? = viewer.press(.enter).first else {
      Issue.record("Enter opens the chosen case")
      return
    }
    #expect(viewer.frame().plain.contains("1/3 cases, 0 done"))
  }

  @Test func theNextCaseIsLookedAtLikeTheLast() throws {
    var viewer = try ExampleCase.viewer(width: 160, height: 48)
    viewer.type("oc3")
    _ = viewer.run(commandLine: "size 150%")
    viewer.run(":theme paper")
    var next = viewer
    _ = next.update(.opened(try ExampleCase.review(), workListID: 0))
    #expect(next.view.arrangement == .ortho && next.view.plane == .coronal)
    #expect(next.interface.theme == viewer.interface.theme && next.interface.display == viewer.interface.display)
    #expect(next.view.overlays == viewer.view.overlays && next.view.tuning.soft.size == 1.5)
  }
}
