import ViewerTUI

/// The view in which a case was left, kept between sittings.
extension ViewerApp {
  /// Looks at the case as when it was left, then as flags ask.
  func restore(_ wanted: SavedView) {
    if preferences.configuration["restore"] == "true" {
      switch views.read(review) {
      case .nothing: break
      case .view(let view): change(.look(view))
      case .damaged(let path): warn("\(path): the kept view is damaged; the case opens afresh")
      }
    }
    change(.look(wanted))
    keptView = SavedView(of: viewer)
  }

  /// Keeps what differs from the view that the case opens with, so that a change of configuration still counts.
  func keepView() {
    keepingDue = nil
    let view = SavedView(of: viewer)
    guard view != keptView else { return }
    keptView = view
    do { try views.write(view.changes(from: viewer.scan.openingView), for: review) } catch { warn("\(error)") }
  }
}
