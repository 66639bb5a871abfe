import TerminalIO

/// Arrows move the crosshair.
struct CrosshairMode: ScreenComponent {
  package var mode: KeyMode { .moveCursor }

  package func cancel(in viewer: inout Viewer) { viewer.say("arrows step through slices again") }
}
