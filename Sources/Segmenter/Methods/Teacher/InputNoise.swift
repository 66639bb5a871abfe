internal import Foundation
internal import VolumeModel

/// Normal noise on a teacher's input, clipped: N(0, 0.1^2) within -0.2 and 0.2 of z-scored intensities (UA-MT).
///
/// A number is one of 4096 quantiles of the distribution, each as likely as any other, looked up by twelve random bits:
/// five numbers a draw and no logarithm, so that noise for a batch costs next to nothing beside a pass.
package struct InputNoise: Sendable {
  private static let bits: UInt64 = 12
  /// Numbers that one draw of 64 bits gives.
  private static let numbersPerDraw = 5
  private let quantiles: [Float]

  package init(deviation: Double = 0.1, limit: Double = 0.2) {
    let count = 1 << Int(Self.bits)
    let upper = (0..<count / 2).map { number in
      Float(min(deviation * Self.normalQuantile(0.5 + (Double(number) + 0.5) / Double(count)), limit))
    }
    quantiles = upper.reversed().map { -$0 } + upper
  }

  /// The inverse of the normal distribution's function above its median, by bisection.
  private static func normalQuantile(_ probability: Double) -> Double {
    var (low, high) = (0.0, 8.0)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if 0.5 * erfc(-middle / 2.0.squareRoot()) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// Writes `source` plus noise; a function of seed and number alone.
  /// - Parameter number: of the image and the pass over it, never used twice in a run.
  package func write(
    _ source: UnsafeMutableBufferPointer<Float>, to destination: UnsafeMutableBufferPointer<Float>, seed: UInt64,
    number: UInt64
  ) {
    precondition(source.count == destination.count)
    var random = RandomStream(seed: seed, name: "teacher noise", index: number)
    let mask = UInt64(quantiles.count - 1)
    quantiles.withUnsafeBufferPointer { quantiles in
      var place = 0
      while place < source.count {
        var draw = random.next()
        for _ in 0..<min(Self.numbersPerDraw, source.count - place) {
          destination[place] = source[place] + quantiles[Int(draw & mask)]
          draw >>= Self.bits
          place += 1
        }
      }
    }
  }
}
