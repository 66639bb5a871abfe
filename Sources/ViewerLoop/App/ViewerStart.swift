package import ViewerTUI

/// How a viewer starts.
package struct ViewerStart: Sendable {
  /// What flags ask for; it goes before what was kept.
  package var view = SavedView()
  /// Neither look for a kept viewer nor keep one.
  package var isFresh = false
  /// The words that name the case on a command line.
  package var caseWords: [String]?
  /// A run whose maps are shown.
  package var runFolder: String?
  /// Where viewers that follow each other meet.
  package var follow: FollowPlace?

  package init() {}
}
