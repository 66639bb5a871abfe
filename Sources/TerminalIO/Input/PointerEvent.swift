/// A mouse event in cells.
package struct PointerEvent: Sendable, Hashable {
  package enum Kind: Sendable, Hashable { case press, drag, release, wheelUp, wheelDown }

  package let kind: Kind
  package let column: Int
  package let row: Int

  package init(kind: Kind, column: Int, row: Int) {
    self.kind = kind
    self.column = column
    self.row = row
  }
}
