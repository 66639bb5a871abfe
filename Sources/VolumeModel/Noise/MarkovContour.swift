import Foundation

/// A contour that wanders (Yao et al., "Learning to segment from noisy annotations", ICLR 2023): in each step a coin
/// picks the outer or the inner side, then every pixel next to the contour on that side changes over with a small
/// probability. In the end the mask is smoothed. Works on one slice.
///
/// Probabilities are those published for brain tumours, with 80 steps. On lesions of multiple sclerosis so many steps
/// nearly treble the volume, so the usual number here is 20.
struct MarkovContour {
  static let outwardProbability = 0.7
  static let flipProbability = 0.05
  /// Of the last smoothing, in pixels; the source gives none.
  static let smoothingPixels = 1.0

  let steps: Int

  func apply(to slice: Mask, random: inout RandomStream) -> Mask {
    guard steps > 0, !slice.isEmpty else { return slice }
    // No step goes farther than one pixel, and beyond the slice there is nothing to change.
    var patch = PixelPatch(slice, margin: min(steps, max(slice.grid.shape.x, slice.grid.shape.y)) + 1)
    for _ in 0..<steps {
      let isOutward = random.uniform() < Self.outwardProbability
      for pixel in patch.rim(isOuter: isOutward, in: slice.grid) where random.uniform() < Self.flipProbability {
        patch[pixel.x, pixel.y] = isOutward
      }
    }
    var result = Mask(grid: slice.grid)
    patch.smoothed(sigmaPixels: Self.smoothingPixels).insert(into: &result)
    return result
  }
}

extension PixelPatch {
  /// The pixels of the slice on one side of the contour that share an edge with a pixel on the other, row by row.
  fileprivate func rim(isOuter: Bool, in grid: VoxelGrid) -> [SIMD2<Int>] {
    var rim: [SIMD2<Int>] = []
    for row in max(rows.lowerBound, 0)..<min(rows.upperBound, grid.shape.y) {
      for column in max(columns.lowerBound, 0)..<min(columns.upperBound, grid.shape.x)
      where self[column, row] != isOuter {
        let isAtContour =
          self[column - 1, row] == isOuter || self[column + 1, row] == isOuter || self[column, row - 1] == isOuter
          || self[column, row + 1] == isOuter
        if isAtContour { rim.append(SIMD2(column, row)) }
      }
    }
    return rim
  }

  /// The pixels where the patch, smoothed by a Gaussian, is at least one half.
  fileprivate func smoothed(sigmaPixels: Double) -> PixelPatch {
    let reach = Int((4 * sigmaPixels).rounded(.up))
    var weights = (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigmaPixels * sigmaPixels)) }
    let sum = weights.reduce(0, +)
    weights = weights.map { $0 / sum }
    var alongRows = [Double](repeating: 0, count: width * height)
    forEachPixel { pixel in
      let (x, y) = (pixel.x - origin.x, pixel.y - origin.y)
      for step in -reach...reach where x + step >= 0 && x + step < width {
        alongRows[x + step + width * y] += weights[step + reach]
      }
    }
    var result = PixelPatch(origin: origin, width: width, height: height)
    for y in 0..<height {
      for x in 0..<width {
        var value = 0.0
        for step in -reach...reach where y + step >= 0 && y + step < height {
          value += weights[step + reach] * alongRows[x + width * (y + step)]
        }
        result[origin.x + x, origin.y + y] = value >= 0.5
      }
    }
    return result
  }
}

extension NoiseDescription {
  static let markovContour = NoiseDescription(
    strengthUnit: "steps of the contour", usualStrength: 20, strengths: 0...1000, countsWholeNumbers: true
  ) { strength, _ in
    .slices { MarkovContour(steps: Int(strength)).apply(to: $0, random: &$1) }
  }
}
