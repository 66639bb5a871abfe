import Foundation

/// Bends, turns and shifts a component: displacements from N(0, sigma^2) on a grid of 3 x 3 control points over its
/// box, between them a cubic B-spline; then a rotation about the box's middle, a shift, and for every second component
/// a rim. Nearest-neighbour sampling.
///
/// All lengths are millimetres. `scale` multiplies everything alike, so a smaller one is the same deformation, weaker.
package struct ElasticDeformation: OutlineNoise {
  package static let controlPoints = 3
  package static let sigmaMM = 2.0
  package static let rotationDegrees = 20.0
  package static let shiftMM = 2.0
  package static let rimMM = 1.0

  package let scale: Double
  package let spacingMM: SIMD2<Double>

  package init(scale: Double, spacingMM: SIMD2<Double>) {
    self.scale = scale
    self.spacingMM = spacingMM
  }

  /// What the stream decides, at scale 1.
  package struct Draw: Sendable, Hashable {
    /// Along columns and rows, in mm.
    let columns: ControlGrid
    let rows: ControlGrid
    let angle: Double
    let shiftMM: SIMD2<Double>
    let rimMM: Double

    init(_ random: inout RandomStream) {
      func grid() -> ControlGrid {
        let side = ElasticDeformation.controlPoints
        return ControlGrid(
          side: side, values: (0..<side * side).map { _ in ElasticDeformation.sigmaMM * random.normal() })
      }
      columns = grid()
      rows = grid()
      let limit = ElasticDeformation.rotationDegrees * Double.pi / 180
      angle = random.uniform(in: -limit...limit)
      let shift = ElasticDeformation.shiftMM
      shiftMM = SIMD2(random.uniform(in: -shift...shift), random.uniform(in: -shift...shift))
      rimMM = random.uniform() < 0.5 ? 0 : ElasticDeformation.rimMM
    }

    package init(columns: ControlGrid, rows: ControlGrid, angle: Double, shiftMM: SIMD2<Double>, rimMM: Double) {
      self.columns = columns
      self.rows = rows
      self.angle = angle
      self.shiftMM = shiftMM
      self.rimMM = rimMM
    }
  }

  func apply(to patch: PixelPatch, random: inout RandomStream) -> PixelPatch { apply(Draw(&random), to: patch) }

  /// Every pixel p takes what lies at c + R (p + d(p) - c) + shift.
  package func apply(_ draw: Draw, to patch: PixelPatch) -> PixelPatch {
    let size = SIMD2(Double(patch.width), Double(patch.height)) * spacingMM
    let middle = (SIMD2<Double>(patch.origin) + SIMD2(Double(patch.width), Double(patch.height)) / 2) * spacingMM
    // The control points span the box and a margin that does not depend on the scale.
    let margin = SIMD2(repeating: 3 * Self.sigmaMM)
    let start = middle - size / 2 - margin
    let extent = size + 2 * margin
    let angle = scale * draw.angle
    let (cosine, sine) = (cos(angle), sin(angle))
    let reach = reachMM(size: size, angle: angle)
    var result = PixelPatch(growing: patch, byMM: reach, spacingMM: spacingMM)
    // Where pixels are a hundredth of a millimetre, most of those around cannot take anything.
    let shift = scale * draw.shiftMM
    let centre = middle - SIMD2(cosine * shift.x + sine * shift.y, cosine * shift.y - sine * shift.x)
    let half = SIMD2(abs(cosine) * size.x + abs(sine) * size.y, abs(sine) * size.x + abs(cosine) * size.y) / 2
    let columns = Self.pixels(
      centre.x, half.x, displaced: draw.columns.limits, scale: scale, pixelMM: spacingMM.x, of: result.columns)
    let rows = Self.pixels(
      centre.y, half.y, displaced: draw.rows.limits, scale: scale, pixelMM: spacingMM.y, of: result.rows)
    for row in rows {
      for column in columns {
        let p = (SIMD2(Double(column), Double(row)) + 0.5) * spacingMM
        let place = (p - start) / extent * Double(Self.controlPoints - 1)
        let d = scale * SIMD2(draw.columns.value(at: place), draw.rows.value(at: place))
        let q = p + d - middle
        let turned = SIMD2(cosine * q.x - sine * q.y, sine * q.x + cosine * q.y)
        let source = (middle + turned + scale * draw.shiftMM) / spacingMM
        if patch[Int(source.x.rounded(.down)), Int(source.y.rounded(.down))] { result[column, row] = true }
      }
    }
    return result.grown(byMM: scale * draw.rimMM, spacingMM: spacingMM)
  }

  /// The pixels along an axis that can take what lies within half a length of a centre.
  private static func pixels(
    _ centre: Double, _ half: Double, displaced limits: ClosedRange<Double>, scale: Double, pixelMM: Double,
    of all: Range<Int>
  ) -> Range<Int> {
    let first = (centre - half - scale * limits.upperBound) / pixelMM - 2
    let last = (centre + half - scale * limits.lowerBound) / pixelMM + 2
    func inside(_ place: Double) -> Int { Int(min(max(place, Double(all.lowerBound)), Double(all.upperBound))) }
    return inside(first.rounded(.down))..<max(inside(first.rounded(.down)), inside(last.rounded(.up)))
  }

  /// How far beyond its box a component may come: four sigma, the shift, what a turn of the diagonal adds, the rim.
  private func reachMM(size: SIMD2<Double>, angle: Double) -> Double {
    let diagonal = (size * size).sum().squareRoot()
    let turn = diagonal * min(abs(sin(min(abs(angle), Double.pi) / 2)), 1)
    return scale * (4 * Self.sigmaMM + 2 * Self.shiftMM + Self.rimMM) + turn
  }
}

extension PixelPatch {
  /// An empty patch around another.
  init(growing patch: PixelPatch, byMM marginMM: Double, spacingMM: SIMD2<Double>) {
    let x = Int((marginMM / spacingMM.x).rounded(.up))
    let y = Int((marginMM / spacingMM.y).rounded(.up))
    self.init(origin: patch.origin &- SIMD2(x, y), width: patch.width + 2 * x, height: patch.height + 2 * y)
  }

  /// The patch with all pixels of the rectangle whose centre lies within a radius of one that is in.
  func grown(byMM radiusMM: Double, spacingMM: SIMD2<Double>) -> PixelPatch {
    let x = Int((radiusMM / spacingMM.x).rounded(.down))
    let y = Int((radiusMM / spacingMM.y).rounded(.down))
    guard radiusMM > 0, x > 0 || y > 0 else { return self }
    var offsets: [SIMD2<Int>] = []
    for row in -y...y {
      for column in -x...x {
        let d = SIMD2(Double(column), Double(row)) * spacingMM
        if (d * d).sum() <= radiusMM * radiusMM * (1 + 1e-9) { offsets.append(SIMD2(column, row)) }
      }
    }
    var result = self
    forEachPixel { pixel in
      for offset in offsets { result[pixel.x + offset.x, pixel.y + offset.y] = true }
    }
    return result
  }
}

extension NoiseDescription {
  static let elasticDeformation = NoiseDescription(
    strengthUnit: "times the usual deformation", usualStrength: 1, strengths: 0...20, extents: [.volume, .slices]
  ) { strength, settings in
    switch settings.usedExtent {
    case .slices: .outlines { ElasticDeformation(scale: strength, spacingMM: $0) }
    case .volume:
      .lesions { lesion, grid, random in
        let deformation = LesionDeformation(
          scale: strength, spacingMM: grid.usableSpacingMM,
          normal: grid.orientation?.voxelAxis(alongWorldAxis: 2) ?? 2)
        return deformation.apply(LesionDeformation.Draw(&random), to: lesion)
      }
    }
  }
}
