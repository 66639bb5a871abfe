/// The patient's side that a lesion lies on.
public enum LesionSide: String, Sendable, Hashable, Codable, CaseIterable {
  case left, right
  /// More than a third of the lesion lies on either side.
  case midline
  /// The file does not say its orientation.
  case unknown
}

/// The plane between the patient's sides: through the brain's centre of mass, across the voxel axis that runs from side
/// to side. The origin of scanner coordinates is no midline; the brain is nearly symmetric.
struct MidlinePlane {
  private let axis: Int
  private let middle: Double
  private let growsToTheRight: Bool

  /// Nil when the orientation is unknown or there is no brain.
  init?(of brain: Mask) {
    guard let orientation = brain.grid.orientation else { return nil }
    axis = orientation.voxelAxis(alongWorldAxis: 0)
    growsToTheRight = orientation.directions[axis] == .right
    var sum = 0.0
    var count = 0.0
    let height = brain.grid.shape.y
    for run in brain.runs() {
      let n = Double(run.count)
      let position: Double =
        switch axis {
        case 0: Double(run.lower) + (n - 1) / 2
        case 1: Double(Int(run.row) % height)
        default: Double(Int(run.row) / height)
        }
      sum += n * position
      count += n
    }
    guard count > 0 else { return nil }
    middle = sum / count
  }

  func side(of lesion: Lesion) -> LesionSide {
    var right = 0
    lesion.forEachVoxel { voxel in
      if (Double(voxel[axis]) > middle) == growsToTheRight { right += 1 }
    }
    let fraction = Double(right) / Double(max(1, lesion.voxelCount))
    return fraction > 2.0 / 3 ? .right : fraction < 1.0 / 3 ? .left : .midline
  }
}
