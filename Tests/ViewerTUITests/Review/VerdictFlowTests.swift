import Pictures
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// What comes before and after a verdict: the count asked back, the next lesion, the case approved with lesions open.
@Suite struct VerdictFlowTests {
  @Test func theNextUndecidedLesionComesWhereTheSettingSaysSo() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.press(.character("l"), .home)
    let order = viewer.review.rows.map(\.id)
    viewer.press(.character("A"))
    #expect(viewer.review.selected == order[0], "it stays unless somebody wants it otherwise")
    viewer.run(":advance")
    viewer.press(.character("A"))
    #expect(viewer.review.selected == order[1] && viewer.review.allRows.count(where: \.isDecided) == 1)
    viewer.press(.character("X"))
    #expect(viewer.review.selected == order[2] && viewer.interface.message?.text.contains("rejected") == true)
    viewer.press(.end, .character("X"))
    #expect(viewer.review.selected == order[2], "after the last one the first that is undecided")
    viewer.press(.character("F"))
    #expect(viewer.review.selected == order[2], "a flag is no verdict")
  }

  @Test(arguments: [("approve", Verdict.approved), ("reject", .rejected)])
  func aFilteredListIsDecidedAtOnceAfterAQuestion(word: String, verdict: Verdict) throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.run(":filter vol<30")
    let wanted = Set(viewer.review.rows.map(\.id))
    try #require(wanted.count > 1 && wanted.count < viewer.review.allRows.count)
    viewer.run(":decide \(word)")
    #expect(viewer.review.allRows.allSatisfy { !$0.isDecided })
    #expect(viewer.interface.question?.contains("\(wanted.count) undecided lesions of vol<30") == true)
    viewer.type("y")
    #expect(Set(viewer.review.allRows.filter { $0.review?.verdict == verdict }.map(\.id)) == wanted)
    #expect(viewer.review.allRows.count(where: \.isDecided) == wanted.count)
    viewer.press(.character("u"))
    #expect(viewer.review.allRows.allSatisfy { !$0.isDecided }, "one undo takes all back")
  }

  /// Asked twice, the question is still one, and only yes answers it.
  @Test(arguments: ["n", "AXT:decide"])
  func onlyYesDecides(keys: String) throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.run(":decide reject")
    viewer.type(keys)
    #expect(viewer.review.allRows.allSatisfy { !$0.isDecided })
  }

  @Test func aCaseWithOpenLesionsIsApprovedAfterAQuestion() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.run(":case approve")
    #expect(viewer.review.state.verdict == nil)
    #expect(viewer.interface.question?.contains("undecided") == true)
    #expect(viewer.recorded(typing: "n").isEmpty && viewer.interface.message?.text.contains("nothing was done") == true)
    viewer.run(":case approve")
    #expect(viewer.recorded(typing: "y").count == 1)
    #expect(viewer.review.state.verdict == .approved)
    viewer.press(.character("u"))
    viewer.run(":case reject")
    #expect(viewer.review.state.verdict == .rejected, "a rejection needs no lesion decided")
  }

  /// Before the lesions are measured nobody knows how many are open.
  @Test func anEarlyApprovalAsksToo() throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.update(.journalOpened(JournalOpening(path: "j", events: [])))
    viewer.run(":case approve")
    #expect(viewer.review.state.verdict == nil && viewer.interface.question?.contains("not measured") == true)
  }

  /// Pasted text answers no question.
  @Test func aBurstAnswersNothing() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.run(":decide reject")
    _ = viewer.update(.burst(true))
    #expect(viewer.recorded(typing: "y").isEmpty && viewer.interface.question != nil)
  }

  @Test(arguments: [(80, 24), (120, 40)])
  func theAnswersStandBelowTheQuestion(width: Int, height: Int) throws {
    var viewer = try ExampleCase.reviewedViewer(width: width, height: height)
    viewer.run(":case approve")
    let lines = viewer.frame().plain.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains { $0.contains("undecided: approve the case all the same?") })
    #expect(lines.contains { $0.contains("y yes  n no") })
  }
}
