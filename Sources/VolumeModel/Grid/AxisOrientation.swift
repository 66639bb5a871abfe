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
  public let x: AnatomicalDirection
  public let y: AnatomicalDirection
  public let z: AnatomicalDirection

  public var directions: [AnatomicalDirection] { [x, y, z] }
  /// Three letters, as nibabel's `aff2axcodes` prints them.
  public var code: String { String([x.rawValue, y.rawValue, z.rawValue]) }

  /// The assignment of voxel axes to world axes that follows the affine's largest direction cosines, strongest
  /// first, each world axis used once; nil when an axis has no direction.
  public init?(_ affine: Affine) {
    let columns = [affine.columns.0, affine.columns.1, affine.columns.2]
    let spacing = affine.spacingMM
    var cosines: [(voxelAxis: Int, worldAxis: Int, value: Double)] = []
    for axis in 0..<3 {
      guard spacing[axis].isFinite, spacing[axis] > 0 else { return nil }
      for world in 0..<3 { cosines.append((axis, world, columns[axis][world] / spacing[axis])) }
    }
    cosines.sort { abs($0.value) > abs($1.value) }
    var found = [AnatomicalDirection?](repeating: nil, count: 3)
    var takenWorldAxes: Set<Int> = []
    for entry in cosines where found[entry.voxelAxis] == nil && !takenWorldAxes.contains(entry.worldAxis) {
      guard entry.value != 0 else { return nil }
      takenWorldAxes.insert(entry.worldAxis)
      found[entry.voxelAxis] = AnatomicalDirection.along(entry.worldAxis, positive: entry.value > 0)
    }
    guard let x = found[0], let y = found[1], let z = found[2] else { return nil }
    (self.x, self.y, self.z) = (x, y, z)
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
