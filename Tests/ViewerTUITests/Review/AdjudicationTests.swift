import Foundation
import Pictures
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// The final word on what several readers said, by keys.
@Suite struct AdjudicationTests {
  /// Ana approves lesions 1 to 4, Ben rejects the second of these, and Cleo has not looked at the fourth.
  private func readers(_ table: LesionTable, _ raters: [Mask]) -> [ReaderReview] {
    func review(_ name: String, _ verdicts: [Int: Verdict]) -> ReaderReview {
      let events = verdicts.sorted { $0.key < $1.key }.compactMap { number, verdict -> ReviewEvent? in
        guard let record = table.record(number) else { return nil }
        var action = LesionAction(lesion: number, region: record.region)
        action.verdict = verdict
        let source: VoxelSource = verdict == .approved ? .union : .nothing
        action.choice = source.voxels(inside: record.region, raters: raters, prediction: nil)
          .map { VoxelChoice(source: source, voxels: $0) }
        return .lesion(action)
      }
      return ReaderReview(name: name, state: ReviewHistory(events).state)
    }
    return [
      review("ana", [1: .approved, 2: .approved, 3: .approved, 4: .approved]),
      review("ben", [1: .approved, 2: .rejected, 3: .approved, 4: .approved]),
      review("cleo", [1: .approved, 2: .approved, 3: .approved]),
    ]
  }

  private func viewer(width: Int = 120, height: Int = 40) throws -> Viewer {
    let review = try ExampleCase.review()
    let interface = InterfaceState(
      display: DisplayProfile(), theme: try ExampleCase.theme("night"), isAdjudicating: true)
    var viewer = Viewer(opening: review, interface: interface)
    _ = viewer.update(.resized(width: width, height: height))
    let table = try ExampleCase.lesionTable()
    _ = viewer.update(.lesionTable(table))
    let readers = readers(table, review.raters.map(\.mask))
    _ = viewer.update(.journalOpened(JournalOpening(path: "adjudication.jsonl", events: [], readers: readers)))
    return viewer
  }

  @Test func whatThereIsToDoIsSaidAtOnce() throws {
    let text = try viewer().interface.message?.text ?? ""
    #expect(text.contains("ana, ben, cleo differ in 2 undecided places (n), agree on 2 lesions (yy)"))
  }

  @Test func theWalkGoesToOppositeVerdictsFirst() throws {
    var viewer = try viewer()
    viewer.type("n")
    #expect(viewer.review.selected == 2)
    #expect(viewer.interface.message?.text.hasPrefix("lesion 2: ana A, ben X, cleo A") == true)
    viewer.type("n")
    #expect(viewer.review.selected == 4)
    viewer.type("N")
    #expect(viewer.review.selected == 2)
    viewer.type("X")
    viewer.type("nn")
    #expect(viewer.review.selected == 4, "what has its final word is passed over")
    #expect(viewer.review.progress.hasPrefix("1/2 differences"))
  }

  @Test func aReadersWordIsTakenWithItsVoxels() throws {
    var viewer = try viewer()
    viewer.type("n")
    let event = try #require(viewer.recorded(typing: "y2").first)
    guard case .lesions(let many) = event else {
      Issue.record("not recorded as a reader's: \(event)")
      return
    }
    #expect(many.rule == "as ben decided" && many.actions.map(\.verdict) == [.rejected])
    let region = try #require(viewer.review.table?.record(2)?.region)
    #expect(viewer.review.adjudicated.part(inside: region).isEmpty)
    viewer.type("y1")
    #expect(viewer.review.adjudicated.part(inside: region) == region)
    viewer.type("n")
    #expect(viewer.recorded(typing: "y3").isEmpty && viewer.interface.message?.text.contains("cleo has not") == true)
    #expect(viewer.recorded(typing: "y7").isEmpty && viewer.interface.message?.text.contains("3 readers") == true)
  }

  @Test func whatAllAgreeOnIsTakenAfterTheQuestion() throws {
    var viewer = try viewer()
    #expect(viewer.recorded(typing: "yy").isEmpty && viewer.interface.question?.contains("2 lesions") == true)
    let event = try #require(viewer.recorded(typing: "y").first)
    guard case .lesions(let many) = event else {
      Issue.record("not recorded as many: \(event)")
      return
    }
    #expect(many.rule == "all readers agree: ana, ben, cleo" && many.actions.map(\.lesion) == [1, 3])
    #expect(viewer.review.decidedCount == 2)
    viewer.type("u")
    #expect(viewer.review.decidedCount == 0, "one undo takes all back")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func verdictsStandSideBySide(width: Int, height: Int) throws {
    var viewer = try viewer(width: width, height: height)
    viewer.type("nl")
    let lines = viewer.frame().plain.split(separator: "\n").map(String.init)
    let heading = try #require(lines.first { $0.contains("ana") && $0.contains("ben") && $0.contains("cleo") })
    let selected = try #require(lines.first { $0.contains("\u{203a}") && $0.contains(" 2 ") })
    for (name, letter) in [("ana", "A"), ("ben", "X"), ("cleo", "A")] {
      let end = try #require(heading.range(of: name)?.upperBound)
      let column = heading.distance(from: heading.startIndex, to: end) - 1
      #expect(Array(selected)[column] == Character(letter), "\(name) in \(selected)")
    }
  }

  @Test func thePanelTellsWhatEachSaidOfTheLesionUnderTheCrosshair() throws {
    var viewer = try viewer()
    viewer.type("n")
    let screen = viewer.frame().plain
    #expect(screen.contains("2 ben: rejected") && screen.contains("1 ana: approved"))
  }

  @Test func regionsOverWhichReadersDifferAreWalkedToo() throws {
    let review = try ExampleCase.review()
    var viewer = try viewer()
    let region = viewer.review.findings[0]
    func reader(_ name: String, takes: Bool) -> ReaderReview {
      var action = LesionAction(lesion: 1, region: region)
      action.verdict = takes ? .approved : .rejected
      action.choice = VoxelChoice(source: takes ? .union : .nothing, voxels: takes ? region : VoxelRegion())
      return ReaderReview(
        name: name, state: ReviewHistory([.regions(LesionActions(rule: "by hand", actions: [action]))]).state)
    }
    let readers = [reader("ana", takes: true), reader("ben", takes: false)]
    _ = viewer.update(.journalOpened(JournalOpening(path: "adjudication.jsonl", events: [], readers: readers)))
    viewer.type("n")
    #expect(viewer.interface.message?.text.hasPrefix("region 1: ana A, ben X") == true)
    let event = try #require(viewer.recorded(typing: "y1").first)
    guard case .regions(let many) = event else {
      Issue.record("no verdict on a region: \(event)")
      return
    }
    #expect(many.rule == "as ana decided" && many.actions.first?.choice?.voxels == region)
    #expect(viewer.review.progress.hasPrefix("1/1 differences"))
    #expect(review.raters.count == 2)
  }

  @Test func oneReadersReviewKnowsNothingOfIt() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.type("n")
    #expect(viewer.recorded(typing: "y1").isEmpty)
    #expect(viewer.interface.message?.text.contains("--adjudicate") == true)
    #expect(!viewer.frame().plain.contains("Readers"))
  }
}
