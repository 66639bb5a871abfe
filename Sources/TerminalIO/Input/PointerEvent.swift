/// A mouse event in cells.
package struct PointerEvent: Sendable, Hashable {
  package enum Kind: Sendable, Hashable { case press, drag, release, wheelUp, wheelDown }

  package enum Button: Sendable, Hashable { case left, right }

  package let kind: Kind
  /// The button pressed or held; the left one for the wheel, and where an old form does not say which was released.
  package let button: Button
  package let column: Int
  package let row: Int

  package init(kind: Kind, button: Button = .left, column: Int, row: Int) {
    self.button = button
    self.kind = kind
    self.column = column
    self.row = row
  }
}
