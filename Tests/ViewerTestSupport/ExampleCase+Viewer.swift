package import Pictures
import TerminalIO
package import TestSupport
package import ViewerTUI
package import VolumeModel

extension ExampleCase {
  /// The bundled case as the viewer opens it, with the soft mask ready.
  package static func viewer(
    width: Int = 120, height: Int = 40, display: DisplayProfile = DisplayProfile(), theme: Theme? = nil,
    keyMap: KeyMap = .standard, hasWeights: Bool = false, workList: WorkList? = nil
  ) throws -> Viewer {
    var viewer = try viewer(
      of: try review(), width: width, height: height, display: display, theme: theme, keyMap: keyMap,
      hasWeights: hasWeights, workList: workList)
    _ = viewer.update(.growth(try growth()))
    return viewer
  }

  /// Another case, or the bundled one changed, as the viewer opens it.
  package static func viewer(
    of review: ReviewCase, width: Int = 120, height: Int = 40, display: DisplayProfile = DisplayProfile(),
    theme: Theme? = nil, keyMap: KeyMap = .standard, hasWeights: Bool = false, workList: WorkList? = nil
  ) throws -> Viewer {
    let interface = InterfaceState(
      display: display, theme: try theme ?? Self.theme("night"), themes: themes.themes, keyMap: keyMap)
    var viewer = Viewer(opening: review, interface: interface, hasWeights: hasWeights, workList: workList)
    _ = viewer.update(.resized(width: width, height: height))
    return viewer
  }

  /// A prediction from ``probability()``.
  package static func prediction(threshold: Double = 0.5) throws -> Prediction {
    Prediction(source: "test", probability: try probability(), threshold: threshold)
  }

  private static let measured = Result {
    let review = try ExampleCase.review()
    return LesionTable(
      LesionSources(raters: review.raters.map(\.mask), flair: review.flair.volume, brain: review.brain))
  }

  package static func lesionTable() throws -> LesionTable { try measured.get() }

  /// A viewer with its lesions measured and an empty journal open.
  package static func reviewedViewer(
    width: Int = 120, height: Int = 40, display: DisplayProfile = DisplayProfile(), theme: Theme? = nil,
    events: [ReviewEvent] = [], hasWeights: Bool = false, workList: WorkList? = nil
  ) throws -> Viewer {
    var viewer = try ExampleCase.viewer(
      width: width, height: height, display: display, theme: theme, hasWeights: hasWeights, workList: workList)
    _ = viewer.update(.lesionTable(try lesionTable()))
    _ = viewer.update(.journalOpened(JournalOpening(path: "journal.jsonl", events: events)))
    // What was said of the journal goes with the next key.
    viewer.press(.escape)
    return viewer
  }
}
