/// The size of the screen in cells.
package struct ScreenSize: Sendable, Hashable {
  package let width: Int
  package let height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// A line of feedback below the picture.
package struct StatusMessage: Sendable, Hashable {
  package let text: String
  package let isWarning: Bool

  package static func note(_ text: String) -> StatusMessage { StatusMessage(text: text, isWarning: false) }
  package static func warning(_ text: String) -> StatusMessage { StatusMessage(text: text, isWarning: true) }
}
