import TerminalIO
import TestSupport
import ViewerTUI
import ViewerTestSupport
import VolumeModel

extension SmallCase {
  /// A viewer of the small case with its lesions measured, the journal open and the crosshair in the largest lesion.
  static func measuredViewer(events: [ReviewEvent] = [], width: Int = 120, height: Int = 40) throws -> Viewer {
    var viewer = try ExampleCase.viewer(of: try review(), width: width, height: height)
    viewer.measure(viewer.update(.measureLesions))
    viewer.measure(viewer.update(.journalOpened(JournalOpening(path: "journal.jsonl", events: events))))
    viewer.press(.escape)
    viewer.look(at: SIMD3(9, 12, 6))
    return viewer
  }
}
