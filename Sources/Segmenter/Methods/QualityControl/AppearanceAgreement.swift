internal import Foundation

/// How well an annotation of a slice agrees with what the intensities around it say, without any other annotation: a simple
/// form of the generic model of Audelan and Delingette (Unsupervised quality control of image segmentation based on Bayesian
/// learning, MICCAI 2019).
///
/// In a band around the annotation, lesion and surroundings are each a Gaussian with independent channels, and a pixel's chance
/// to be lesion beforehand is the fraction of annotated pixels around it. Expectation and maximisation alternate from the
/// annotation on; the agreement is the Dice of the annotation and of the pixels that end as lesion more likely than not.
package enum AppearanceAgreement {
  /// How far the band reaches beyond the annotation, in pixels along rows and columns.
  private static let reach = 5
  /// Half the side of the square whose annotated fraction is the chance beforehand, and how sure that chance can be.
  private static let smoothing = 2
  private static let chances = 0.05...0.95
  private static let rounds = 10
  private static let smallestVariance = 1e-4
  /// Fewer pixels of either kind say nothing of a distribution.
  private static let fewest = 3

  /// - Parameters:
  ///   - intensities: [channel][row][column].
  ///   - classes: as of ``TrainingSlice/classes``, row by row.
  /// - Returns: nil where lesion or surroundings have too few pixels.
  package static func dice(intensities: [Float], classes: [UInt8], width: Int) -> Double? {
    let height = classes.count / max(1, width)
    let drawn = classes.map { $0 == TrainingSlice.expert }
    let near = counts(drawn, width, height, reach: reach)
    let band = classes.indices.filter { classes[$0] != 0 && near[$0].drawn > 0 }
    let lesion = band.count { drawn[$0] }
    guard lesion >= fewest, band.count - lesion >= fewest else { return nil }
    let around = counts(drawn, width, height, reach: smoothing)
    let chance = band.map { pixel in
      min(max(Double(around[pixel].drawn) / Double(around[pixel].all), chances.lowerBound), chances.upperBound)
    }
    let channels = intensities.count / classes.count
    let values = (0..<channels).map { channel in
      band.map { Double(intensities[channel * classes.count + $0]) }
    }
    var belief = band.map { drawn[$0] ? 1.0 : 0.0 }
    for _ in 0..<rounds {
      var ratio = chance.map { log($0) - log(1 - $0) }
      for channel in values {
        let inside = moments(channel, belief)
        let outside = moments(channel, belief.map { 1 - $0 })
        for index in channel.indices {
          ratio[index] += inside.logDensity(channel[index]) - outside.logDensity(channel[index])
        }
      }
      belief = ratio.map { 1 / (1 + exp(-$0)) }
    }
    let predicted = belief.map { $0 >= 0.5 }
    let both = zip(band, predicted).count { drawn[$0] && $1 }
    return Double(2 * both) / Double(lesion + predicted.count { $0 })
  }

  /// How many pixels within a square around each are drawn, and how many there are.
  private static func counts(
    _ drawn: [Bool], _ width: Int, _ height: Int, reach: Int
  ) -> [(drawn: Int, all: Int)] {
    // Sums over rectangles from the first corner on.
    var sums = [Int](repeating: 0, count: (width + 1) * (height + 1))
    for row in 0..<height {
      for column in 0..<width {
        sums[(row + 1) * (width + 1) + column + 1] =
          (drawn[row * width + column] ? 1 : 0) + sums[row * (width + 1) + column + 1]
          + sums[(row + 1) * (width + 1) + column] - sums[row * (width + 1) + column]
      }
    }
    return drawn.indices.map { pixel in
      let (row, column) = (pixel / width, pixel % width)
      let rows = max(0, row - reach)..<min(height, row + reach + 1)
      let columns = max(0, column - reach)..<min(width, column + reach + 1)
      func sum(_ row: Int, _ column: Int) -> Int { sums[row * (width + 1) + column] }
      let inside =
        sum(rows.upperBound, columns.upperBound) - sum(rows.lowerBound, columns.upperBound)
        - sum(rows.upperBound, columns.lowerBound) + sum(rows.lowerBound, columns.lowerBound)
      return (inside, rows.count * columns.count)
    }
  }

  private struct Moments {
    let mean: Double
    let variance: Double

    /// Without the constant.
    func logDensity(_ value: Double) -> Double {
      -((value - mean) * (value - mean) / variance + log(variance)) / 2
    }
  }

  private static func moments(_ values: [Double], _ weights: [Double]) -> Moments {
    let sum = max(weights.reduce(0, +), 1e-12)
    let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / sum
    let variance = zip(values, weights).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 } / sum
    return Moments(mean: mean, variance: max(variance, smallestVariance))
  }
}
