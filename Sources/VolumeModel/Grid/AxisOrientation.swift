/// A direction in the patient that a voxel axis points to.
public enum AnatomicalDirection: Character, Sendable, Hashable, CaseIterable {
  case right = "R"
  case left = "L"
  case anterior = "A"
  case posterior = "P"
  case superior = "S"
  case inferior = "I"

  /// The RAS axis (0 right, 1 anterior, 2 superior) that the direction runs along.
  public var worldAxis: Int {
    switch self {
    case .right, .left: 0
    case .anterior, .posterior: 1
    case .superior, .inferior: 2
    }
  }

  /// Whether the direction runs along the positive RAS axis.
  public var isPositive: Bool { self == .right || self == .anterior || self == .superior }

  /// The other end of the same axis.
  public var opposite: AnatomicalDirection {
    switch self {
    case .right: .left
    case .left: .right
    case .anterior: .posterior
    case .posterior: .anterior
    case .superior: .inferior
    case .inferior: .superior
    }
  }
}

/// The anatomical direction of each voxel axis: "LAS" means that x grows to the left, y to the front, z to the head.
public struct AxisOrientation: Sendable, Hashable {
  /// Where the first voxel axis points.
  public let x: AnatomicalDirection
  /// Where the second voxel axis points.
  public let y: AnatomicalDirection
  /// Where the third voxel axis points.
  public let z: AnatomicalDirection

  /// The three directions, in the order of the voxel axes.
  public var directions: [AnatomicalDirection] { [x, y, z] }
  /// Three letters, as nibabel's `aff2axcodes` prints them.
  public var code: String { String([x.rawValue, y.rawValue, z.rawValue]) }

  /// The assignment of voxel axes to world axes that nibabel's `io_orientation` makes: of the rotation nearest to the
  /// affine (shear taken out), the voxel axis with the strongest direction chooses first, and each world axis is chosen
  /// once. Nil when the affine squeezes space flat.
  public init?(_ affine: Affine) {
    guard let columns = affine.nearestRotation else { return nil }
    func strongest(_ column: SIMD3<Double>) -> Double { max(abs(column.x), max(abs(column.y), abs(column.z))) }
    // Sorted in a stable way, so that equal axes keep their order.
    let axes = (0..<3).sorted {
      let (a, b) = (strongest(columns[$0]), strongest(columns[$1]))
      return a != b ? a > b : $0 < $1
    }
    var found = [AnatomicalDirection](repeating: .right, count: 3)
    var free = [0, 1, 2]
    for axis in axes {
      let column = columns[axis]
      var best = free[0]
      for world in free where abs(column[world]) > abs(column[best]) { best = world }
      free.removeAll { $0 == best }
      found[axis] = AnatomicalDirection.along(best, positive: column[best] >= 0)
    }
    (x, y, z) = (found[0], found[1], found[2])
  }

  /// The voxel axis (0, 1 or 2) that runs along a RAS axis.
  public func voxelAxis(alongWorldAxis world: Int) -> Int {
    directions.firstIndex { $0.worldAxis == world } ?? world
  }
}

extension AnatomicalDirection {
  static func along(_ worldAxis: Int, positive: Bool) -> AnatomicalDirection {
    switch worldAxis {
    case 0: positive ? .right : .left
    case 1: positive ? .anterior : .posterior
    default: positive ? .superior : .inferior
    }
  }
}
