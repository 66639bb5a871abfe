/// Places the mean brain shape over a mask, by the affine map whose signed distances agree best.
///
/// Gauss-Newton steps on the differences of signed distances in a band around the surface, weighted by Tukey's biweight
/// so that what leaks out of a rough mask (eyes, neck, scalp) hardly counts. A band of distances, not the surface alone:
/// a surface could shrink to a point of the other.
struct BrainShapeFit {
  /// From the shape's millimetres to those of the mask.
  let placement: Affine
  /// The median of the absolute differences, in mm.
  let medianDifferenceMM: Double
  /// The mean weight of the points, from 0 (none agrees) to 1.
  let agreement: Double

  /// - Parameters:
  ///   - distances: signed distances to the surface of the mask in mm, positive inside, on a grid along the patient's
  ///     axes.
  ///   - limitsMM: for each step, the difference from which a point no longer counts.
  init(shape: BrainShape, to distances: Volume<Float>, from start: Affine, limitsMM: [Double]) {
    let spacing = distances.grid.spacingMM
    let extent = SIMD3<Double>(distances.grid.shape) - 1.5
    let centre = shape.band.reduce(SIMD3<Double>.zero) { $0 + $1.positionMM } / Double(max(shape.band.count, 1))
    let reach =
      shape.band.map {
        let p = $0.positionMM - centre; return max(p.max(), -p.min())
      }.max() ?? 1
    var placement = start
    var differences: [Double] = []
    var agreement = 0.0
    for limit in limitsMM {
      var equations = NormalEquations(count: 12)
      differences.removeAll(keepingCapacity: true)
      var weights = 0.0
      distances.withTrilinearSampling { sample in
        for point in shape.band {
          let place = placement.worldMM(ofVoxel: point.positionMM) / spacing
          guard place.min() > 0.5, (extent - place).min() > 0 else { continue }
          let at = SIMD3<Float>(place)
          let difference = Double(sample(at)) - point.distanceMM
          differences.append(abs(difference))
          let relative = difference / limit
          guard abs(relative) < 1 else { continue }
          let weight = (1 - relative * relative) * (1 - relative * relative)
          weights += weight
          let gradient = SIMD3(
            Double(sample(at + SIMD3(1, 0, 0)) - sample(at - SIMD3(1, 0, 0))) / (2 * spacing.x),
            Double(sample(at + SIMD3(0, 1, 0)) - sample(at - SIMD3(0, 1, 0))) / (2 * spacing.y),
            Double(sample(at + SIMD3(0, 0, 1)) - sample(at - SIMD3(0, 0, 1))) / (2 * spacing.z))
          let p = (point.positionMM - centre) / reach
          equations.add(
            [
              gradient.x * p.x, gradient.x * p.y, gradient.x * p.z, gradient.x,
              gradient.y * p.x, gradient.y * p.y, gradient.y * p.z, gradient.y,
              gradient.z * p.x, gradient.z * p.y, gradient.z * p.z, gradient.z,
            ], value: -difference, weight: weight)
        }
      }
      guard !differences.isEmpty else { break }
      agreement = weights / Double(differences.count)
      // A little damping, for brains that the image shows in part.
      guard let step = equations.solution(damping: 3e-3 * Double(differences.count)) else { break }
      placement = placement.moved(by: step, around: centre, reach: reach)
      if step.allSatisfy({ abs($0) < 0.05 }) { break }
    }
    self.placement = placement
    self.agreement = agreement
    differences.sort()
    medianDifferenceMM = differences.isEmpty ? .infinity : differences[differences.count / 2]
  }
}

extension Affine {
  /// The map with a step of the twelve numbers added, row by row: three for the position relative to `centre` in units
  /// of `reach`, one for the shift.
  fileprivate func moved(by step: [Double], around centre: SIMD3<Double>, reach: Double) -> Affine {
    func column(_ axis: Int) -> SIMD3<Double> { SIMD3(step[axis], step[4 + axis], step[8 + axis]) / reach }
    let (x, y, z) = (column(0), column(1), column(2))
    let shift = SIMD3(step[3], step[7], step[11]) - x * centre.x - y * centre.y - z * centre.z
    return Affine(columns: (columns.0 + x, columns.1 + y, columns.2 + z), origin: origin + shift)
  }
}

/// Weighted least squares through the normal equations, for few unknowns.
struct NormalEquations {
  private let count: Int
  private var matrix: [Double]
  private var right: [Double]

  init(count: Int) {
    self.count = count
    matrix = [Double](repeating: 0, count: count * count)
    right = [Double](repeating: 0, count: count)
  }

  /// Adds the equation `row . unknowns = value`.
  mutating func add(_ row: [Double], value: Double, weight: Double) {
    for i in 0..<count {
      let scaled = weight * row[i]
      right[i] += scaled * value
      for j in i..<count { matrix[i * count + j] += scaled * row[j] }
    }
  }

  /// The unknowns, by Cholesky's factorisation with `damping` added to the diagonal; nil when they are not determined.
  func solution(damping: Double) -> [Double]? {
    var factor = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var sum = matrix[j * count + i] + (i == j ? damping : 0)
        for k in 0..<j { sum -= factor[i * count + k] * factor[j * count + k] }
        if i == j {
          guard sum > 0, sum.isFinite else { return nil }
          factor[i * count + i] = sum.squareRoot()
        } else {
          factor[i * count + j] = sum / factor[j * count + j]
        }
      }
    }
    var unknowns = right
    for i in 0..<count {
      for k in 0..<i { unknowns[i] -= factor[i * count + k] * unknowns[k] }
      unknowns[i] /= factor[i * count + i]
    }
    for i in (0..<count).reversed() {
      for k in i + 1..<count { unknowns[i] -= factor[k * count + i] * unknowns[k] }
      unknowns[i] /= factor[i * count + i]
    }
    return unknowns
  }
}
