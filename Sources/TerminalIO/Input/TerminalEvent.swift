/// What a terminal tells the program.
package enum TerminalEvent: Hashable, Sendable {
  case key(Key)
  case pointer(PointerEvent)
  case paste(String)
  case resized
  /// The screen was lost for a while, as after a stop; it is set up again.
  case resumed
  /// Somebody asked the program to stop until continued.
  case suspendRequested
  /// Somebody asked the program to end.
  case stopRequested(ExitSignal)
}
