import Foundation
import VolumeModel

/// Ends a long command cleanly on SIGINT, SIGTERM and SIGHUP: unfinished outputs are removed and the status is 128 plus
/// the signal's number (130, 143, 129). Not for the viewer, which has its own way.
enum EndSignals {
  /// Starts watching. Call it before the command starts threads, since they inherit the blocked signals.
  /// - Parameter onSignal: called once, on the watching thread, at the first signal. When it returns true the command
  ///   ends by itself, soon, with `statusAfterSignal`; otherwise the program ends at once. A second signal ends it in
  ///   any case.
  static func watch(onSignal: @escaping @Sendable (Int32) -> Bool = { _ in false }) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let watched = signals
    Thread.detachNewThread {
      var watched = watched
      var isStopping = false
      while true {
        var signal: Int32 = 0
        guard sigwait(&watched, &signal) == 0 else { continue }
        if !isStopping, onSignal(signal) {
          isStopping = true
          continue
        }
        OutputFile.removeUnfinished()
        // Not exit(): other threads may be in the middle of a matrix product.
        _exit(128 + signal)
      }
    }
  }
}
