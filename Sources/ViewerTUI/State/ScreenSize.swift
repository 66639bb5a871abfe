package import TerminalIO

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

extension ScreenSize {
  /// The place of something that opens over the picture: in the middle, below the title.
  package func middle(width: Int, height: Int) -> Rectangle {
    Rectangle(x: (self.width - width) / 2, y: max(1, (self.height - height) / 2), width: width, height: height)
  }
}
