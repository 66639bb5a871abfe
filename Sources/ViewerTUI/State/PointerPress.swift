import Pictures

/// A press of the mouse button and the window that a drag from it changes.
package struct PointerPress: Sendable, Hashable {
  let column: Int
  let row: Int
  let window: IntensityWindow
  var isDrag = false
}
