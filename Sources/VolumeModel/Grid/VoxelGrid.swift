/// Where the voxels of a volume lie: how many along each axis, and the map to millimetres.
///
/// Voxels are numbered in the file's own order, x fastest, then y, then z; that number is the "linear index".
public struct VoxelGrid: Sendable, Hashable {
  /// Voxels along x, y and z, each at least 1.
  public let shape: SIMD3<Int>
  /// Voxel indices to RAS+ millimetres.
  public let affine: Affine
  /// The patient directions of the axes; nil when the file does not say ("orientation unknown").
  public let orientation: AxisOrientation?

  /// A grid; `orientationKnown` is false for files without a usable qform and sform, whose sides cannot be named.
  public init(shape: SIMD3<Int>, affine: Affine, orientationKnown: Bool = true) {
    self.shape = shape
    self.affine = affine
    self.orientation = orientationKnown ? AxisOrientation(affine) : nil
  }

  /// Voxels in all.
  public var voxelCount: Int { shape.x * shape.y * shape.z }
  /// Millimetres between the centres of neighbouring voxels along x, y and z.
  public var spacingMM: SIMD3<Double> { affine.spacingMM }
  /// Cubic millimetres of one voxel, shear included.
  public var voxelVolumeMM3: Double { abs(affine.determinant) }

  /// The number of a voxel in the file's order, x fastest. The voxel must lie on the grid.
  public func linearIndex(_ voxel: SIMD3<Int>) -> Int {
    voxel.x + shape.x * (voxel.y + shape.y * voxel.z)
  }

  /// The voxel of a number in the file's order.
  public func voxel(atLinearIndex index: Int) -> SIMD3<Int> {
    let row = index / shape.x
    return SIMD3(index - row * shape.x, row % shape.y, row / shape.y)
  }

  /// Whether a voxel lies on the grid.
  public func contains(_ voxel: SIMD3<Int>) -> Bool {
    voxel.x >= 0 && voxel.y >= 0 && voxel.z >= 0 && voxel.x < shape.x && voxel.y < shape.y && voxel.z < shape.z
  }

  /// Whether two grids are one: same shape, and every corner at the same place within `toleranceMM`.
  public func matches(_ other: VoxelGrid, toleranceMM: Double = 1e-3) -> Bool {
    shape == other.shape && largestCornerDistanceMM(to: other) <= toleranceMM
  }

  /// How far the middles of two grids, of whatever shapes, lie apart, in millimetres.
  func centreDistanceMM(to other: VoxelGrid) -> Double {
    let d = centreMM - other.centreMM
    return (d * d).sum().squareRoot()
  }

  private var centreMM: SIMD3<Double> { affine.worldMM(ofVoxel: (SIMD3<Double>(shape) - 1) / 2) }

  /// The largest distance between corresponding corner voxels of two grids of one shape, in millimetres.
  public func largestCornerDistanceMM(to other: VoxelGrid) -> Double {
    var largest = 0.0
    for corner in 0..<8 {
      let voxel = SIMD3<Double>(
        Double(corner & 1 == 0 ? 0 : shape.x - 1), Double(corner & 2 == 0 ? 0 : shape.y - 1),
        Double(corner & 4 == 0 ? 0 : shape.z - 1))
      let d = affine.worldMM(ofVoxel: voxel) - other.affine.worldMM(ofVoxel: voxel)
      let distance = (d * d).sum().squareRoot()
      guard distance.isFinite else { return .infinity }
      largest = max(largest, distance)
    }
    return largest
  }
}
