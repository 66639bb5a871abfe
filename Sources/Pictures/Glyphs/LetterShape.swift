/// An ASCII glyph as ink in the twelfths of a cell, for drawing edges with letters.
struct LetterShape: Sendable {
  let glyph: Unicode.Scalar
  /// The fraction of each twelfth that is inked, two across and six down.
  let fractions: [Float]
  /// Shares less their mean.
  let contrast: [Float]
  let mean: Float
  /// How much the ink varies within the cell, strokes and all: what a fit of two colours has to pay for contrast.
  let variance: Float

  static let all: [LetterShape] = measured.map { row in
    let fractions = row.fractions.map { $0 / 1000 }
    let mean = fractions.reduce(0, +) / Float(fractions.count)
    return LetterShape(
      glyph: row.glyph, fractions: fractions, contrast: fractions.map { $0 - mean }, mean: mean,
      variance: row.power / 1000 - mean * mean)
  }

  /// The glyph and the two greys that come nearest to grey samples, by linear regression of the samples on the ink.
  static func best(for samples: [Float]) -> (glyph: Unicode.Scalar, ink: Float, paper: Float) {
    var total: Float = 0
    for sample in samples { total += sample }
    let mean = total / Float(samples.count)
    var best = (glyph: Unicode.Scalar(" "), ink: mean, paper: mean)
    // Below a gain of two steps of grey nobody sees the letter.
    var most: Float = 4
    for shape in all where shape.variance > 0 {
      var covariance: Float = 0
      for i in samples.indices { covariance += shape.contrast[i] * samples[i] }
      covariance /= Float(samples.count)
      let wanted = covariance / shape.variance
      // Ink and paper must stay within black and white.
      let room =
        wanted > 0
        ? min((255 - mean) / (1 - shape.mean), mean / shape.mean)
        : min(mean / (1 - shape.mean), (255 - mean) / shape.mean)
      let slope = wanted > 0 ? min(wanted, room) : max(wanted, -room)
      let gain = slope * (2 * covariance - slope * shape.variance)
      if gain > most {
        most = gain
        let paper = mean - slope * shape.mean
        best = (shape.glyph, paper + slope, paper)
      }
    }
    return best
  }

  /// The glyph whose ink follows densities, 0 to 1, best; 1 asks for as much as the fullest letters ink.
  static func nearest(toDensities densities: [Float]) -> Unicode.Scalar {
    var best: Unicode.Scalar = " "
    var least = Float.infinity
    for shape in all {
      var error: Float = 0
      for i in densities.indices {
        let missed = shape.fractions[i] - densities[i] * fullest
        error += missed * missed
      }
      if error < least { (best, least) = (shape.glyph, error) }
    }
    return best
  }

  /// About what the densest part of the fullest letter inks.
  private static let fullest: Float = 0.35
}
