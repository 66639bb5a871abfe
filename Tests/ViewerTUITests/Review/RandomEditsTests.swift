import Foundation
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// Edits by chance: undoing all of them gives the first mask back, and the record alone gives the last one.
@Suite struct RandomEditsTests {
  /// Keys that edit, cut, join and decide, and those that move between them.
  private static let keys: [Key] =
    "12UI0[],.*^\\#\"_%~y&hAXFTVuzEnN]hkj".map { .character($0) }
    + [.enter, .backspace, .delete, .left, .right, .up, .down, .tab, .control("r"), .enter, .pageUp, .pageDown]

  @Test(arguments: 1...8) func undoGivesTheFirstMaskBackAndTheRecordTheLast(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var viewer = try EditingTests.viewer()
    let first = viewer.review.adjudicated
    let lesions = viewer.review.allRows.map(\.record.region)
    var events: [ReviewEvent] = []
    func note(_ effects: [Effect]) {
      viewer.measure(effects)
      events += effects.compactMap { effect in
        if case .record(let event) = effect { event } else { nil }
      }
    }
    for _ in 0..<800 {
      if Int.random(in: 0..<4, using: &random) == 0 {
        let button: PointerEvent.Button = Bool.random(using: &random) ? .left : .right
        for kind in [PointerEvent.Kind.press, .drag, .drag, .release] {
          let (column, row) = (Int.random(in: 4..<74, using: &random), Int.random(in: 3..<36, using: &random))
          note(viewer.update(.pointer(PointerEvent(kind: kind, button: button, column: column, row: row))))
        }
      } else if let key = Self.keys.randomElement(using: &random) {
        note(viewer.update(.key(key)))
      }
    }
    #expect(events.count > 20)
    let last = viewer.review.adjudicated

    // What a journal's lines hold.
    let lines = try events.enumerated().map { index, event in
      try JSONEncoder().encode(JournalRecord(sequence: index + 1, time: "", author: "a", event: event))
    }
    let contents = JournalContents(Data(lines.joined(separator: Data("\n".utf8))), grid: viewer.scan.grid)
    #expect(contents.events == events)
    let history = ReviewHistory(contents.events)
    let masks = viewer.scan.raters.map(\.mask)
    #expect(history.state == viewer.review.state)
    #expect(
      history.state.adjudicatedMask(of: masks, on: viewer.scan.grid, undecided: viewer.review.undecided) == last)
    let again = try EditingTests.viewer(events: contents.events)
    #expect(again.review.adjudicated == last)
    // A lesion drawn anew is listed once it is measured, whichever session drew it.
    #expect(Set(again.review.allRows.map(\.record.region)) == Set(viewer.review.allRows.map(\.record.region)))

    for _ in 0..<1000 where viewer.review.history.canUndo {
      if viewer.interface.mode != .browse { viewer.press(.escape) }
      note(viewer.update(.key(.character("u"))))
    }
    #expect(viewer.review.adjudicated == first)
    #expect(Set(viewer.review.allRows.map(\.record.region)) == Set(lesions))
    #expect(viewer.review.state == ReviewState())
  }
}
