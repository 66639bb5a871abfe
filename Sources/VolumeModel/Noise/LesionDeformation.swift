import Foundation

/// Bends, turns and shifts a lesion as a whole, so that its slices still fit one another: displacements from N(0, sigma^2) on
/// a grid of 3 x 3 x 3 control points over its box, between them a cubic B-spline; then a rotation in the axial plane, a
/// shift, and for every second lesion a rim. Nearest-neighbour sampling.
///
/// The lengths are those of ``ElasticDeformation``, but along each axis no more than a third of what the lesion extends there
/// from its middle, and no end of it is turned farther than that: a small lesion is bent a little, and none is lost.
struct LesionDeformation {
  let scale: Double
  let spacingMM: SIMD3<Double>
  /// The voxel axis across axial slices.
  let normal: Int

  /// What the stream decides, in fractions of the lengths of ``ElasticDeformation``.
  struct Draw: Sendable, Hashable {
    /// Along the three voxel axes, of sigma.
    let displacements: [ControlVolume]
    /// Of the largest rotation.
    let turn: Double
    let shift: SIMD3<Double>
    let hasRim: Bool

    init(_ random: inout RandomStream) {
      let side = ElasticDeformation.controlPoints
      displacements = (0..<3).map { _ in
        ControlVolume(side: side, values: (0..<side * side * side).map { _ in random.normal() })
      }
      turn = random.uniform(in: -1...1)
      shift = SIMD3(random.uniform(in: -1...1), random.uniform(in: -1...1), random.uniform(in: -1...1))
      hasRim = random.uniform() < 0.5
    }
  }

  /// The voxels of the lesion after the deformation; its own where no voxel would be left. They may lie beyond the grid.
  /// Every voxel p takes what lies at c + R (p + d(p) - c) + shift.
  func apply(_ draw: Draw, to lesion: Lesion) -> [SIMD3<Int>] {
    let box = lesion.boundingBox
    let shape = box.upper &- box.lower
    let half = SIMD3<Double>(shape) * spacingMM / 2
    let middle = SIMD3<Double>(box.lower) * spacingMM + half
    let sigma = pointwiseMin(half / 3, SIMD3(repeating: ElasticDeformation.sigmaMM))
    let shift = scale * draw.shift * pointwiseMin(half / 3, SIMD3(repeating: ElasticDeformation.shiftMM))
    let (turn, largestTurn) = inPlaneTurn(draw, half, sigma: sigma)
    let extent = 2 * (half + 3 * sigma)
    let start = middle - extent / 2
    let reach = 4 * scale * sigma + pointwiseMax(shift, -shift) + largestTurn
    let rim = draw.hasRim ? scale * min(ElasticDeformation.rimMM, half.min() / 3) : 0
    let margin = SIMD3<Int>((reach / spacingMM).rounded(.up))
    let inside = LesionBox(lesion)
    var voxels: [SIMD3<Int>] = []
    for z in box.lower.z - margin.z..<box.upper.z + margin.z {
      for y in box.lower.y - margin.y..<box.upper.y + margin.y {
        for x in box.lower.x - margin.x..<box.upper.x + margin.x {
          let p = (SIMD3(Double(x), Double(y), Double(z)) + 0.5) * spacingMM
          let place = (p - start) / extent * Double(ElasticDeformation.controlPoints - 1)
          var q = p - middle
          for axis in 0..<3 where scale > 0 {
            q[axis] += scale * sigma[axis] * draw.displacements[axis].value(at: place)
          }
          let source = (middle + turned(q, by: turn) + shift) / spacingMM
          if inside[SIMD3<Int>(source.rounded(.down))] { voxels.append(SIMD3(x, y, z)) }
        }
      }
    }
    if voxels.isEmpty { lesion.forEachVoxel { voxels.append($0) } }
    return grown(voxels, byMM: rim)
  }

  /// The axes in the axial plane.
  private var plane: (Int, Int) { normal == 0 ? (1, 2) : normal == 1 ? (0, 2) : (0, 1) }

  /// The angle of the rotation, and how far along each axis it may move a voxel.
  private func inPlaneTurn(
    _ draw: Draw, _ half: SIMD3<Double>, sigma: SIMD3<Double>
  ) -> (angle: Double, reach: SIMD3<Double>) {
    let (a, b) = (half[plane.0], half[plane.1])
    let limit = min(
      ElasticDeformation.rotationDegrees * Double.pi / 180, max(sigma[plane.0], sigma[plane.1]) / max(a, b))
    let angle = scale * draw.turn * limit
    var reach = SIMD3<Double>.zero
    let distance = 2 * (a * a + b * b).squareRoot() * min(abs(sin(min(abs(angle), Double.pi) / 2)), 1)
    reach[plane.0] = distance
    reach[plane.1] = distance
    return (angle, reach)
  }

  private func turned(_ q: SIMD3<Double>, by angle: Double) -> SIMD3<Double> {
    guard angle != 0 else { return q }
    let (a, b) = plane
    var result = q
    result[a] = cos(angle) * q[a] - sin(angle) * q[b]
    result[b] = sin(angle) * q[a] + cos(angle) * q[b]
    return result
  }

  /// The voxels, and all whose centre lies within a radius of one of theirs.
  private func grown(_ voxels: [SIMD3<Int>], byMM radius: Double) -> [SIMD3<Int>] {
    let steps = SIMD3<Int>((radius / spacingMM).rounded(.down))
    guard radius > 0, steps != .zero else { return voxels }
    var offsets: [SIMD3<Int>] = []
    for z in -steps.z...steps.z {
      for y in -steps.y...steps.y {
        for x in -steps.x...steps.x {
          let d = SIMD3(Double(x), Double(y), Double(z)) * spacingMM
          if (d * d).sum() <= radius * radius * (1 + 1e-9) { offsets.append(SIMD3(x, y, z)) }
        }
      }
    }
    return voxels.flatMap { voxel in offsets.map { voxel &+ $0 } }
  }
}

/// The voxels of a lesion in its box, to be asked for one by one.
private struct LesionBox {
  private let lower: SIMD3<Int>
  private let shape: SIMD3<Int>
  private var inside: [Bool]

  init(_ lesion: Lesion) {
    let lower = lesion.boundingBox.lower
    let shape = lesion.boundingBox.upper &- lower
    var inside = [Bool](repeating: false, count: shape.x * shape.y * shape.z)
    lesion.forEachVoxel { voxel in
      let place = voxel &- lower
      inside[place.x + shape.x * (place.y + shape.y * place.z)] = true
    }
    (self.lower, self.shape, self.inside) = (lower, shape, inside)
  }

  subscript(voxel: SIMD3<Int>) -> Bool {
    let place = voxel &- lower
    guard place.x >= 0, place.y >= 0, place.z >= 0, place.x < shape.x, place.y < shape.y, place.z < shape.z else {
      return false
    }
    return inside[place.x + shape.x * (place.y + shape.y * place.z)]
  }
}
