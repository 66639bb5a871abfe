/// A map from voxel indices to millimetres in RAS+ space (x grows to the patient's right, y to the front,
/// z to the head): the upper three rows of a NIfTI affine.
public struct Affine: Sendable, Hashable {
  /// Millimetres per step along the first, second and third voxel axis.
  public var columns: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>) {
    get { (column0, column1, column2) }
    set { (column0, column1, column2) = newValue }
  }
  /// World position of voxel (0, 0, 0) in millimetres.
  public var origin: SIMD3<Double>

  private var column0: SIMD3<Double>
  private var column1: SIMD3<Double>
  private var column2: SIMD3<Double>

  /// A map from its columns, millimetres a voxel step along each axis, and the place of voxel (0, 0, 0) in
  /// millimetres.
  public init(
    columns: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>), origin: SIMD3<Double>
  ) {
    (column0, column1, column2) = columns
    self.origin = origin
  }

  /// Axes along the world axes, `spacingMM` apart, origin at zero.
  public init(spacingMM: SIMD3<Double>) {
    self.init(
      columns: (
        SIMD3(spacingMM.x, 0, 0), SIMD3(0, spacingMM.y, 0), SIMD3(0, 0, spacingMM.z)
      ), origin: .zero)
  }

  /// The world position in millimetres of a voxel position (fractions allowed).
  public func worldMM(ofVoxel voxel: SIMD3<Double>) -> SIMD3<Double> {
    column0 * voxel.x + column1 * voxel.y + column2 * voxel.z + origin
  }

  /// The length of one voxel step along each axis, in millimetres.
  public var spacingMM: SIMD3<Double> {
    SIMD3(length(column0), length(column1), length(column2))
  }

  /// The determinant of the 3x3 part; zero or not finite when the map cannot be inverted.
  public var determinant: Double {
    (column0 * cross(column1, column2)).sum()
  }

  /// The voxel position of a world position in millimetres, or nil when the map is singular.
  public func voxel(atWorldMM world: SIMD3<Double>) -> SIMD3<Double>? {
    let determinant = self.determinant
    guard determinant.isFinite, abs(determinant) > 1e-12 else { return nil }
    let p = world - origin
    return SIMD3(
      (p * cross(column1, column2)).sum(), (p * cross(column2, column0)).sum(),
      (p * cross(column0, column1)).sum()) / determinant
  }

  /// Whether both map every voxel to the same place.
  public static func == (a: Affine, b: Affine) -> Bool {
    a.column0 == b.column0 && a.column1 == b.column1 && a.column2 == b.column2 && a.origin == b.origin
  }
}

private func length(_ v: SIMD3<Double>) -> Double { (v * v).sum().squareRoot() }

func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
  SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}
