internal import CNCurses
internal import Glibc

/// Keeps standard error off the screen: while the screen is up, what libraries print goes to a file in memory, and is
/// printed when the screen is given back.
final class ErrorCapture {
  private var kept: Int32 = -1
  private var captured: Int32 = -1

  init() {
    // A redirected standard error does no harm.
    guard isatty(2) == 1 else { return }
    captured = nc_anonymous_file("flairscope-stderr")
    guard captured >= 0 else { return }
    kept = dup(2)
    guard kept >= 0, dup2(captured, 2) == 2 else { return }
    nc_guard_capture_errors(kept, captured)
  }

  /// After the guard gave standard error back.
  func end() {
    if kept >= 0 { close(kept) }
    if captured >= 0 { close(captured) }
    (kept, captured) = (-1, -1)
  }
}
