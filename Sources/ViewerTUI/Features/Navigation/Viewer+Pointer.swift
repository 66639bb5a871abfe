import Pictures
import TerminalIO

extension Viewer {
  /// Click: crosshair. Wheel: slices, or lines of what is open. Drag: window, up brighter, right wider.
  mutating func point(_ event: PointerEvent) -> [Effect] {
    switch event.kind {
    case .wheelUp, .wheelDown: turnWheel(up: event.kind == .wheelUp)
    case .press:
      interface.pointerPress = nil
      let place = (column: event.column, row: event.row)
      if let effects = withTop({ $0.press(column: place.column, row: place.row, in: &$1) }) { return effects }
      guard !isPictureCovered else { return [] }
      if chooseTile(atColumn: event.column, row: event.row) { return [] }
      guard let voxel = voxel(atColumn: event.column, row: event.row) else { return [] }
      let window = scan.channels[self.place.channel].window
      interface.pointerPress = PointerPress(column: event.column, row: event.row, window: window)
      if voxel != self.place.cursor { self.place.jumps.leave(self.place.cursor) }
      self.place.cursor = voxel
    case .drag: drag(event)
    case .release: interface.pointerPress = nil
    }
    return []
  }

  /// Whether something lies over the picture, so that clicks are not the picture's.
  private var isPictureCovered: Bool {
    interface.open.contains { !$0.isBesidePicture && ![.moveCursor, .window, .edit, .cutting].contains($0.mode) }
  }

  private mutating func turnWheel(up: Bool) {
    switch interface.mode {
    case .browse, .moveCursor, .window, .edit, .cutting: step(by: up ? 1 : -1)
    case .prompt: break
    default: moveInList(.by(up ? -1 : 1))
    }
  }

  /// A hand is not quite still while it clicks: a drag begins two cells away.
  private mutating func drag(_ event: PointerEvent) {
    guard var press = interface.pointerPress else { return }
    let columns = event.column - press.column
    let rows = event.row - press.row
    press.isDrag = press.isDrag || abs(columns) > 2 || abs(rows) > 1
    interface.pointerPress = press
    guard press.isDrag else { return }
    var factor: Float = 1
    for _ in 0..<min(200, abs(columns)) { factor *= columns > 0 ? 1.03 : 1 / 1.03 }
    scan.channels[place.channel].window = press.window.adjusted(levelBy: Float(rows) * 0.03, widthBy: factor)
    let window = scan.channels[place.channel].window
    say(
      "window \(Wording.range(Double(window.low), Double(window.high))); \(interface.keyMap.label("fit") ?? ":fit") resets it"
    )
  }
}
