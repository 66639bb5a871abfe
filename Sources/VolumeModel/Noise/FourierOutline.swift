import Foundation

/// Outlines without detail: the contour at 128 points of equal arc length, of whose complex Fourier series in x + iy
/// the harmonics up to a number stay. One harmonic is an ellipse. Filled as a polygon.
package struct FourierOutline: OutlineNoise {
  static let pointCount = 128

  let harmonics: Int
  let spacingMM: SIMD2<Double>

  func apply(to patch: PixelPatch, random: inout RandomStream) -> PixelPatch {
    let points = PixelContour(patch).points(Self.pointCount, spacingMM: spacingMM)
    let smooth = Self.smoothed(points.map { $0 * spacingMM }, harmonics: harmonics)
    return PixelPatch(inside: smooth.map { $0 / spacingMM }, orCentreOf: patch)
  }

  /// A closed curve with the harmonics -`harmonics` ... `harmonics` alone.
  package static func smoothed(_ points: [SIMD2<Double>], harmonics: Int) -> [SIMD2<Double>] {
    let count = points.count
    let turns = (0..<count).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(count)
      return SIMD2(cos(angle), sin(angle))
    }
    var smooth = [SIMD2<Double>](repeating: .zero, count: count)
    let highest = min(harmonics, (count - 1) / 2)
    guard highest >= 0 else { return smooth }
    for harmonic in -highest...highest {
      func turn(_ index: Int) -> SIMD2<Double> { turns[((harmonic * index) % count + count) % count] }
      var coefficient = SIMD2<Double>.zero
      for (index, z) in points.enumerated() {
        let t = turn(index)  // times its conjugate
        coefficient += SIMD2(z.x * t.x + z.y * t.y, z.y * t.x - z.x * t.y)
      }
      coefficient /= Double(count)
      for index in smooth.indices {
        let t = turn(index)
        smooth[index] += SIMD2(coefficient.x * t.x - coefficient.y * t.y, coefficient.x * t.y + coefficient.y * t.x)
      }
    }
    return smooth
  }
}

extension NoiseDescription {
  static let fourierOutline = NoiseDescription(
    strengthUnit: "harmonics an outline", usualStrength: 3, strengths: 1...63, countsWholeNumbers: true,
    isMilderWhenLarger: true
  ) { strength, _ in
    .outlines { FourierOutline(harmonics: Int(strength), spacingMM: $0) }
  }
}
