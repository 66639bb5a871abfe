/// How well a grid fits that of an image.
public enum GridFit: Sendable, Hashable {
  /// All corners within 0.001 mm.
  case same
  /// All corners within a tenth of the smallest voxel edge: taken as on the grid, and said.
  case near(largestMM: Double)
  /// The same voxels with axes in another order or direction.
  case reordered
  /// Elsewhere.
  case other

  /// The fraction of the smallest voxel edge by which corners may be off.
  static let tolerance = 0.1

  static func toleranceMM(on image: VoxelGrid) -> Double {
    tolerance * min(image.spacingMM.x, min(image.spacingMM.y, image.spacingMM.z))
  }

  /// - Parameters:
  ///   - grid: that of a mask or a further image.
  ///   - image: the grid that it should lie on.
  public init(_ grid: VoxelGrid, on image: VoxelGrid) {
    let bothKnown = grid.orientation != nil && image.orientation != nil
    let toleranceMM = Self.toleranceMM(on: image)
    if grid.shape == image.shape, (grid.orientation == nil) == (image.orientation == nil) {
      let distance = grid.largestCornerDistanceMM(to: image)
      if distance <= 1e-3 {
        self = .same
        return
      }
      if distance <= toleranceMM {
        self = .near(largestMM: distance)
        return
      }
    }
    self =
      bothKnown && AxisReordering(from: grid, to: image, toleranceMM: toleranceMM) != nil
      ? .reordered : .other
  }
}
