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
    #expect(viewer.interface.message?.text.contains("\(wanted.count) undecided lesions of vol<30") == true)
    viewer.run(":decide \(word)")
    #expect(Set(viewer.review.allRows.filter { $0.review?.verdict == verdict }.map(\.id)) == wanted)
    #expect(viewer.review.allRows.count(where: \.isDecided) == wanted.count)
    viewer.press(.character("u"))
    #expect(viewer.review.allRows.allSatisfy { !$0.isDecided }, "one undo takes all back")
  }

  /// The question stands only while nothing else was decided.
  @Test func anotherDecisionWithdrawsTheQuestion() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.run(":decide reject")
    viewer.press(.character("l"), .home, .character("A"), .character("u"))
    viewer.run(":decide reject")
    #expect(viewer.review.allRows.allSatisfy { !$0.isDecided })
  }

  @Test func aCaseWithOpenLesionsIsApprovedAtTheSecondAsking() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.run(":case approve")
    #expect(viewer.review.state.verdict == nil)
    #expect(viewer.interface.message?.text.contains("undecided") == true)
    viewer.run(":case approve")
    #expect(viewer.review.state.verdict == .approved)
    viewer.press(.character("u"))
    viewer.run(":case reject")
    #expect(viewer.review.state.verdict == .rejected, "a rejection needs no lesion decided")
  }
}
