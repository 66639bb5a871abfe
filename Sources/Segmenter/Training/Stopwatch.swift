/// Seconds since a start, on top of those of an earlier part of the run.
struct Stopwatch {
  private let start: ContinuousClock.Instant
  let earlierSeconds: Double

  init(earlierSeconds: Double = 0) {
    start = .now
    self.earlierSeconds = earlierSeconds
  }

  var seconds: Double {
    let past = (ContinuousClock.now - start).components
    return earlierSeconds + Double(past.seconds) + Double(past.attoseconds) * 1e-18
  }
}
