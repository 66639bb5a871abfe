internal import Foundation

/// How something new is brought into a run: exp(-5 (1 - s)^2) rises from nearly 0 to 1 while s goes from 0 to 1 (Laine and
/// Aila, ICLR 2017).
package enum GaussianRamp {
  /// - Parameter fraction: s, of the way; held within 0 and 1.
  package static func value(at fraction: Double) -> Double {
    let rest = 1 - min(max(fraction, 0), 1)
    return exp(-5 * rest * rest)
  }

  /// 0 for the first part of a run, then a ramp over as long a part, then 1: while it is 0 an auxiliary model may learn
  /// undisturbed.
  /// - Parameters:
  ///   - step: steps done.
  ///   - steps: those of the whole run.
  ///   - part: fraction of the run.
  package static func delayed(step: Int, of steps: Int, part: Double) -> Double {
    let start = part * Double(steps)
    guard Double(step) >= start else { return 0 }
    guard start > 0 else { return 1 }
    return value(at: (Double(step) - start) / start)
  }
}
