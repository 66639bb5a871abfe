import Foundation
import ViewerTUI

/// Viewers of one case that go to each other's place.
extension ViewerApp {
  /// Tells the others where one looks now, when that is new.
  func shareView() {
    guard let followers else { return }
    let view = FollowedView(SavedView(of: viewer), of: review)
    guard view != sharedView else { return }
    sharedView = view
    if let line = view.line { followers.send(line) }
  }

  /// Looks where another viewer looks; what it looks at in another case is passed over, and said.
  func follow(_ line: Data) {
    guard let view = FollowedView.view(in: line, of: review) else {
      if let name = FollowedView.otherCase(in: line, than: review) {
        change(.notice(.note("the other viewer looks at another case, \(name)")))
      }
      return
    }
    change(.look(view))
    sharedView = FollowedView(SavedView(of: viewer), of: review)
  }
}
