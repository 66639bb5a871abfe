import Pictures
import TerminalIO

extension Viewer {
  /// Click: crosshair. Wheel: slices, or lines of what is open. Drag: window, up brighter, right wider. While editing
  /// clicks and drags paint, or set corners.
  mutating func point(_ event: PointerEvent) -> [Effect] {
    switch event.kind {
    case .wheelUp, .wheelDown: turnWheel(up: event.kind == .wheelUp)
    case .press: return endStroke() + press(event)
    case .drag:
      guard review.tools.stroke != nil else {
        drag(event)
        return []
      }
      if let (voxel, _) = target(atColumn: event.column, row: event.row) { continueStroke(to: voxel) }
    case .release:
      interface.pointerPress = nil
      return endStroke()
    }
    return []
  }

  private mutating func press(_ event: PointerEvent) -> [Effect] {
    interface.pointerPress = nil
    if event.button == .left, let effects = pressComponents(column: event.column, row: event.row) { return effects }
    guard !isPictureCovered else { return [] }
    if event.button == .left, let effects = pressPanel(column: event.column, row: event.row) { return effects }
    if event.button == .left, chooseTile(atColumn: event.column, row: event.row) { return [] }
    guard let (voxel, axis) = target(atColumn: event.column, row: event.row) else { return [] }
    let isDrawing = [.edit, .polygon].contains(interface.mode)
    guard isDrawing || event.button == .left else { return [] }
    if voxel != place.cursor { place.jumps.leave(place.cursor) }
    place.cursor = voxel
    switch interface.mode {
    case .edit: beginStroke(at: voxel, acrossVoxelAxis: axis, with: event.button)
    case .polygon: return pressPolygon(at: voxel, acrossVoxelAxis: axis, with: event.button)
    default:
      let window = scan.channels[place.channel].window
      interface.pointerPress = PointerPress(column: event.column, row: event.row, window: window)
    }
    return []
  }

  /// The voxel under a cell of the picture, and the voxel axis across the slice that it lies on there.
  private func target(atColumn column: Int, row: Int) -> (voxel: SIMD3<Int>, axis: Int)? {
    guard let pane = pane(atColumn: column, row: row), let voxel = voxel(atColumn: column, row: row, in: pane) else {
      return nil
    }
    return (voxel, geometry(of: pane.plane).normal.voxelAxis)
  }

  /// Has what is open answer a press, from the top down to what covers the rest.
  private mutating func pressComponents(column: Int, row: Int) -> [Effect]? {
    for index in interface.open.indices.reversed() {
      if let effects = with(componentAt: index, { $0.press(column: column, row: row, in: &$1) }) { return effects }
      guard interface.open.indices.contains(index), Self.modesOfPicture.contains(interface.open[index].mode) else {
        return nil
      }
    }
    return nil
  }

  /// Modes that leave the picture, and what is open below, to the pointer.
  private static let modesOfPicture: Set<KeyMode> = [.moveCursor, .window, .edit, .polygon, .cutting]

  /// Whether something lies over the picture, so that clicks are not the picture's.
  private var isPictureCovered: Bool {
    interface.open.contains { !$0.isBesidePicture && !Self.modesOfPicture.contains($0.mode) }
  }

  private mutating func turnWheel(up: Bool) {
    switch interface.mode {
    case .browse, .moveCursor, .window, .edit, .polygon, .cutting: step(by: up ? 1 : -1)
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
