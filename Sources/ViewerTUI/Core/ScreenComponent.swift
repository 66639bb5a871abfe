package import TerminalIO

/// Something that is open over the picture, or that gives keys another meaning for a while: a value on a stack. What is on
/// top has the keys first and is drawn last.
///
/// Keys that a row of its mode binds come as that row's action; lists get their steps, choices and clicks through the
/// methods here, so that every list behaves alike.
package protocol ScreenComponent: Sendable {
  /// Whose keys hold while this is on top.
  var mode: KeyMode { get }
  /// Whether it takes the panel's place, or the sheet below the picture, instead of lying over it.
  var isBesidePicture: Bool { get }

  /// Moves the selection of a list, or the part of a text that is shown.
  mutating func move(_ step: ListStep, in viewer: inout Viewer)
  /// Takes what is selected.
  mutating func choose(in viewer: inout Viewer) -> ComponentReply
  /// A key that no row binds; nil leaves it unhandled.
  mutating func handle(_ key: Key, in viewer: inout Viewer) -> ComponentReply?
  /// A press of the mouse button at a cell of the screen; nil where there is nothing to press.
  mutating func press(column: Int, row: Int, in viewer: inout Viewer) -> ComponentReply?
  /// Undoes what was only tried out, before it closes without a choice.
  func cancel(in viewer: inout Viewer)
  func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame)
}

/// What a component did: the work that it asks for, and whether it closes.
package struct ComponentReply: Sendable {
  package var effects: [Effect]
  package var closes: Bool

  package static let stays = ComponentReply(effects: [], closes: false)
  package static let closed = ComponentReply(effects: [], closes: true)
}

extension ScreenComponent {
  package var isBesidePicture: Bool { false }
  package mutating func move(_ step: ListStep, in viewer: inout Viewer) {}
  package mutating func choose(in viewer: inout Viewer) -> ComponentReply { .stays }
  package mutating func handle(_ key: Key, in viewer: inout Viewer) -> ComponentReply? { nil }
  package mutating func press(column: Int, row: Int, in viewer: inout Viewer) -> ComponentReply? { nil }
  package func cancel(in viewer: inout Viewer) {}
  package func draw(_ layout: Layout, of viewer: Viewer, on frame: inout Frame) {}
}

/// A way through a list or a text.
package enum ListStep: Sendable, Hashable {
  case by(Int)
  case page(Int)
  case first
  case last

  /// Lines of a page.
  private static let pageLines = 10

  /// The line that a step leads to from another one, within a list.
  package func line(from line: Int, of count: Int) -> Int {
    let target =
      switch self {
      case .by(let lines): line + lines
      case .page(let pages): line + pages * Self.pageLines
      case .first: 0
      case .last: count - 1
      }
    return max(0, min(count - 1, target))
  }
}

// MARK: - The stack

extension InterfaceState {
  /// Whose keys hold now.
  package var mode: KeyMode { open.last?.mode ?? .browse }

  package func isOpen(_ mode: KeyMode) -> Bool { open.contains { $0.mode == mode } }
}

extension Viewer {
  /// Opens a component over what is open; one of the same mode gives way to it.
  mutating func open(_ component: any ScreenComponent) {
    interface.open.removeAll { $0.mode == component.mode }
    interface.open.append(component)
  }

  /// Opens a component, or closes it where it is on top.
  mutating func toggle(_ component: any ScreenComponent) {
    if interface.mode == component.mode { closeTop() } else { open(component) }
  }

  mutating func closeTop() {
    guard let top = interface.open.last else { return }
    interface.open.removeLast()
    top.cancel(in: &self)
  }

  /// Has the component on top do something, and closes it when it says so.
  /// - Returns: nil where nothing is open, or where it has no answer.
  mutating func withTop(_ body: (inout any ScreenComponent, inout Viewer) -> ComponentReply?) -> [Effect]? {
    interface.open.indices.last.flatMap { with(componentAt: $0, body) }
  }

  /// As ``withTop(_:)``, with the component at a place of the stack.
  mutating func with(
    componentAt index: Int, _ body: (inout any ScreenComponent, inout Viewer) -> ComponentReply?
  ) -> [Effect]? {
    guard interface.open.indices.contains(index) else { return nil }
    var top = interface.open[index]
    guard let reply = body(&top, &self) else { return nil }
    // What it did may have opened or closed others.
    if interface.open.indices.contains(index), interface.open[index].mode == top.mode {
      if reply.closes { interface.open.remove(at: index) } else { interface.open[index] = top }
    }
    return reply.effects
  }

  mutating func moveInList(_ step: ListStep) {
    _ = withTop { component, viewer in
      component.move(step, in: &viewer)
      return .stays
    }
  }

  mutating func chooseInList() -> [Effect] { withTop { $0.choose(in: &$1) } ?? [] }
}
