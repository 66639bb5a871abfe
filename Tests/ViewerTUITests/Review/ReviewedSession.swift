import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel
import ViewerLoop

extension ExampleCase {
  private static let measured = Result {
    let review = try ExampleCase.review()
    return LesionTable(
      LesionSources(raters: review.raters.map(\.mask), flair: review.flair.volume, brain: review.brain))
  }

  static func lesionTable() throws -> LesionTable { try measured.get() }

  /// A viewer with its lesions measured and an empty journal open.
  static func reviewedSession(
    width: Int = 120, height: Int = 40, display: DisplayProfile = DisplayProfile(), events: [ReviewEvent] = []
  ) throws -> Viewer {
    var viewer = try ExampleCase.viewer(width: width, height: height, display: display)
    _ = viewer.update(.lesionTable(try lesionTable()))
    _ = viewer.update(.journalOpened(JournalOpening(path: "journal.jsonl", events: events)))
    viewer.interface.message = nil
    return viewer
  }
}

extension Viewer {
  /// Presses keys and returns the events that were to be recorded.
  mutating func recorded(_ keys: Key...) -> [ReviewEvent] {
    keys.flatMap { update(.key($0)) }.compactMap { effect in
      if case .record(let event) = effect { event } else { nil }
    }
  }

  mutating func recorded(typing keys: String) -> [ReviewEvent] {
    keys.flatMap { recorded(.character($0)) }
  }
}
