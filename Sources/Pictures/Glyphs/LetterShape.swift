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
  /// The mean of the squared fractions of the twelfths, without the strokes within them.
  let smoothPower: Float

  static let all: [LetterShape] = measured.map { row in
    let fractions = row.fractions.map { $0 / 1000 }
    let mean = fractions.reduce(0, +) / Float(fractions.count)
    return LetterShape(
      glyph: row.glyph, fractions: fractions, contrast: fractions.map { $0 - mean }, mean: mean,
      variance: row.power / 1000 - mean * mean,
      smoothPower: fractions.reduce(0) { $0 + $1 * $1 } / Float(fractions.count))
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

  /// The glyph and the two of few greys that come nearest to grey samples, and the mean of the cell that they make.
  /// - Parameter strokesCount: How much the roughness of strokes within a twelfth of a cell counts as an error.
  static func best(for samples: [Float], ofFew greys: [UInt8], strokesCount: Float = 1) -> (
    glyph: Unicode.Scalar, ink: UInt8, paper: UInt8, mean: Float
  ) {
    var total: Float = 0
    for sample in samples { total += sample }
    let count = Float(samples.count)
    var best = (glyph: Unicode.Scalar(" "), ink: UInt8(0), paper: UInt8(0), mean: Float(0))
    var least = Float.infinity
    for shape in all {
      var product: Float = 0
      for i in samples.indices { product += shape.fractions[i] * samples[i] }
      let rough = shape.variance + shape.mean * shape.mean - shape.smoothPower
      let power = shape.smoothPower + strokesCount * rough
      for paper in greys {
        let ground = Float(paper)
        for ink in greys {
          // The squared error of ground + contrast * ink, short of the sum of the samples' squares.
          let contrast = Float(ink) - ground
          let drawn = ground * ground + 2 * ground * contrast * shape.mean + contrast * contrast * power
          let error = count * drawn - 2 * (ground * total + contrast * product)
          guard error < least else { continue }
          least = error
          best = (shape.glyph, ink, paper, ground + contrast * shape.mean)
        }
      }
    }
    return best
  }

  /// The glyph whose ink comes nearest to densities, 0 to 1, where they lie within the cell and on the whole.
  static func nearest(toDensities densities: [Float]) -> Unicode.Scalar {
    var total: Float = 0
    for density in densities { total += density * fullest }
    let count = Float(densities.count)
    let mean = total / count
    var best: Unicode.Scalar = " "
    var least = Float.infinity
    for shape in all {
      var covariance: Float = 0
      for i in densities.indices { covariance += shape.contrast[i] * densities[i] * fullest }
      covariance /= count
      let offset = mean - shape.mean
      let error =
        meanCounts * offset * offset + shape.smoothPower - shape.mean * shape.mean - 2 * edgeContrast * covariance
        + strokesCount * (shape.variance + shape.mean * shape.mean - shape.smoothPower)
      if error < least { (best, least) = (shape.glyph, error) }
    }
    return best
  }

  // Chosen for the likeness of slices of two patients to their area means, and seen from afar.

  /// The density that the fullest samples ask for: more than the fullest letters ink, so that a small part of a cell that
  /// is as bright as can be is drawn by a letter that inks that part only.
  private static let fullest: Float = 0.46
  /// How far densities are moved apart before they are compared, since a letter's strokes level them.
  private static let edgeContrast: Float = 2.2
  /// How much an error of the cell's mean counts beside those of its twelfths.
  private static let meanCounts: Float = 2
  /// How much of the roughness of strokes within a twelfth of a cell counts as an error: with all of it the nearest glyph
  /// of a weak edge would be a blank.
  private static let strokesCount: Float = 0.9
}
