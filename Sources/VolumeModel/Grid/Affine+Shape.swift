import Glibc

extension Affine {
  /// The map with all lengths multiplied, as when units change.
  func scaled(by factor: Double) -> Affine {
    Affine(columns: (columns.0 * factor, columns.1 * factor, columns.2 * factor), origin: origin * factor)
  }

  /// Whether the map is finite and squeezes nothing flat.
  var isUsable: Bool {
    let values = [columns.0, columns.1, columns.2, origin]
    guard values.allSatisfy({ v in (0..<3).allSatisfy { v[$0].isFinite } }) else { return false }
    let lengths = spacingMM
    let boxVolume = lengths.x * lengths.y * lengths.z
    return boxVolume > 0 && boxVolume.isFinite && abs(determinant) > 1e-6 * boxVolume
  }

  /// The columns of the rotation (or rotation and mirror) nearest to the axes' directions, or nil for a flat map.
  ///
  /// The orthogonal factor of the polar decomposition, by Newton's iteration X <- (X + transposed inverse of X) / 2
  /// (Higham, "Computing the polar decomposition", 1986).
  var nearestRotation: [SIMD3<Double>]? {
    guard isUsable else { return nil }
    let spacing = spacingMM
    var x = [columns.0 / spacing.x, columns.1 / spacing.y, columns.2 / spacing.z]
    for _ in 0..<60 {
      let cofactors = [cross(x[1], x[2]), cross(x[2], x[0]), cross(x[0], x[1])]
      let determinant = (x[0] * cofactors[0]).sum()
      guard determinant != 0, determinant.isFinite else { return nil }
      let next = (0..<3).map { (x[$0] + cofactors[$0] / determinant) / 2 }
      let change =
        (0..<3).map {
          let d = next[$0] - x[$0]; return (d * d).sum()
        }.max() ?? 0
      x = next
      if change < 1e-30 { break }
    }
    return x
  }

  /// The four rows as people and JSON write them, voxel to RAS millimetres.
  public var rows: [[Double]] {
    (0..<3).map { [columns.0[$0], columns.1[$0], columns.2[$0], origin[$0]] } + [[0, 0, 0, 1]]
  }
}

extension VoxelGrid {
  /// The largest angle, in degrees, between a voxel axis and the patient axis that it is named after.
  public var obliquityDegrees: Double {
    let orientation = AxisOrientation(affine)
    let columns = [affine.columns.0, affine.columns.1, affine.columns.2]
    var largest = 0.0
    for (axis, direction) in (orientation?.directions ?? []).enumerated() where affine.spacingMM[axis] > 0 {
      let cosine = abs(columns[axis][direction.worldAxis]) / affine.spacingMM[axis]
      largest = max(largest, acos(min(1, cosine)) * 180 / .pi)
    }
    return largest
  }

  /// How far, in degrees, two voxel axes are from a right angle at most.
  public var shearDegrees: Double {
    let columns = [affine.columns.0, affine.columns.1, affine.columns.2]
    var largest = 0.0
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
      let lengths = affine.spacingMM[a] * affine.spacingMM[b]
      guard lengths > 0 else { continue }
      largest = max(largest, asin(min(1, abs((columns[a] * columns[b]).sum()) / lengths)) * 180 / .pi)
    }
    return largest
  }

  var shapeNotes: [String] {
    var notes: [String] = []
    if shearDegrees > 0.1 {
      notes.append(
        "sheared: voxel axes are up to \(decimal(shearDegrees, 1)) degrees off the right angle, voxels are no boxes")
    }
    if obliquityDegrees > 0.1 {
      notes.append("oblique: up to \(decimal(obliquityDegrees, 1)) degrees off the patient's axes")
    }
    if !hasBelievableSpacing {
      notes.append("voxels of \(sizesText(spacingMM)) mm are absurd; lengths and volumes in mm cannot be believed")
    }
    return notes
  }

  /// Whether lengths in millimetres mean anything: no edge of a voxel is of an absurd length.
  package var hasBelievableSpacing: Bool {
    (0..<3).allSatisfy { shape[$0] <= 1 || Self.believableSizesMM.contains(spacingMM[$0]) }
  }

  /// Voxel edges of any scan, microscopes included.
  private static let believableSizesMM = 0.001...1000.0
}
