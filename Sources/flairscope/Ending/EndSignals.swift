import Foundation
import VolumeModel

/// Ends a long command cleanly on SIGINT, SIGTERM, SIGHUP, SIGQUIT and what limits, timers and schedulers send: unfinished
/// outputs are removed and the status is 128 plus the signal's number (130, 143, 129, 131). Not for the viewer, which has
/// its own way.
enum EndSignals {
  /// Starts watching. Call it before the command starts threads, since they inherit the blocked signals.
  /// - Parameter onSignal: called once, on the watching thread, at the first signal. When it returns true the command
  ///   ends by itself, soon, with `statusAfterSignal`; otherwise the program ends at once. A second signal ends it in
  ///   any case.
  static func watch(onSignal: @escaping @Sendable (Int32) -> Bool = { _ in false }) {
    var watched = sigset_t()
    sigemptyset(&watched)
    for signal in signals { sigaddset(&watched, signal) }
    pthread_sigmask(SIG_BLOCK, &watched, nil)
    let isReady = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      watcher = pthread_self()
      isReady.signal()
      wait(onSignal)
    }
    isReady.wait()
    passOnFromOtherThreads()
  }

  /// Not SIGUSR1 and the like: Swift's runtime stops the other threads by one of them when it reports a crash.
  private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGALRM, SIGVTALRM, SIGPWR]

  private static func wait(_ onSignal: (Int32) -> Bool) {
    var watched = sigset_t()
    sigemptyset(&watched)
    for signal in signals { sigaddset(&watched, signal) }
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

  /// Libraries start threads before `main` (OpenBLAS does), and those don't block the signals: a signal that reaches one
  /// would end the program on the spot. There it is handed to the watching thread instead. What the parent had ignored,
  /// as `nohup` does, stays ignored.
  private static func passOnFromOtherThreads() {
    for signal in signals {
      var old = sigaction()
      guard sigaction(signal, nil, &old) == 0 else { continue }
      let isIgnored = unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1
      if isIgnored { continue }
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { signal in
        if let watcher = EndSignals.watcher { pthread_kill(watcher, signal) }
      }
      action.sa_flags = SA_RESTART
      sigaction(signal, &action, nil)
    }
  }

  /// Written once, before the handlers that read it are installed.
  private nonisolated(unsafe) static var watcher: pthread_t?
}
