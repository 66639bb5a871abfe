package import VolumeModel

/// How a plane of a grid lies on the screen: which voxel axis runs right, which runs down, and which is stepped through.
///
/// Plane coordinates (column, row) count voxels from the screen's top left, so everything drawn is independent of the
/// file's axis order.
package struct SliceGeometry: Sendable, Hashable {
  package let plane: Plane
  package let convention: Convention
  package let nose: Nose
  package let grid: VoxelGrid
  package let right: ScreenAxis
  package let down: ScreenAxis
  package let normal: ScreenAxis

  /// Which side of the patient is drawn on the left of axial and coronal slices.
  package enum Convention: String, Sendable, Hashable, CaseIterable {
    /// The patient's right is on the left of the screen, as if seen from the feet.
    case radiological
    /// The patient's left is on the left of the screen.
    case neurological
  }

  /// Where the nose points in sagittal slices, apart from the convention for sides.
  package enum Nose: String, Sendable, Hashable, CaseIterable {
    case left, right
  }

  /// A voxel axis and the sense in which it is walked.
  package struct ScreenAxis: Sendable, Hashable {
    package let voxelAxis: Int
    /// True when the voxel index falls while the screen coordinate grows.
    package let isReversed: Bool
    package let count: Int
    /// The edge of a voxel as it is drawn.
    package let spacingMM: Double

    /// The voxel index at a screen coordinate, and back: the map is its own inverse.
    package func index(_ coordinate: Int) -> Int { isReversed ? count - 1 - coordinate : coordinate }
  }

  package init(plane: Plane, grid: VoxelGrid, convention: Convention, nose: Nose = .left) {
    self.plane = plane
    self.grid = grid
    self.convention = convention
    self.nose = nose
    let sideways: AnatomicalDirection = convention == .radiological ? .left : .right
    switch plane {
    case .axial:
      right = Self.axis(towards: sideways, grid)
      down = Self.axis(towards: .posterior, grid)
      normal = Self.axis(towards: .superior, grid)
    case .coronal:
      right = Self.axis(towards: sideways, grid)
      down = Self.axis(towards: .inferior, grid)
      normal = Self.axis(towards: .anterior, grid)
    case .sagittal:
      right = Self.axis(towards: nose == .left ? .posterior : .anterior, grid)
      down = Self.axis(towards: .inferior, grid)
      normal = Self.axis(towards: .right, grid)
    }
  }

  /// Files that don't say where the patient lies are drawn as if their axes were right, anterior, superior; no side is named then.
  private static func axis(towards direction: AnatomicalDirection, _ grid: VoxelGrid) -> ScreenAxis {
    let voxelAxis = grid.orientation?.voxelAxis(alongWorldAxis: direction.worldAxis) ?? direction.worldAxis
    let grows = grid.orientation?.directions[voxelAxis].isPositive ?? true
    return ScreenAxis(
      voxelAxis: voxelAxis, isReversed: grows != direction.isPositive, count: grid.shape[voxelAxis],
      spacingMM: drawnSpacingMM(grid)[voxelAxis])
  }

  /// No scan has voxels as unequal as this; a picture true to such a header would be a line.
  private static let mostUnequalEdges = 200.0

  /// The edges of a voxel as they are drawn: those of the header, but none absurdly longer than another.
  private static func drawnSpacingMM(_ grid: VoxelGrid) -> SIMD3<Double> {
    let spacing = grid.usableSpacingMM
    return pointwiseMin(spacing, SIMD3(repeating: spacing.min() * mostUnequalEdges))
  }

  /// The voxel shown at a plane position of a slice; `slice` counts along the normal's screen sense.
  package func voxel(column: Int, row: Int, slice: Int) -> SIMD3<Int> {
    var voxel = SIMD3<Int>(repeating: 0)
    voxel[right.voxelAxis] = right.index(column)
    voxel[down.voxelAxis] = down.index(row)
    voxel[normal.voxelAxis] = normal.index(slice)
    return voxel
  }

  /// The plane position and slice of a voxel.
  package func position(of voxel: SIMD3<Int>) -> (column: Int, row: Int, slice: Int) {
    (right.index(voxel[right.voxelAxis]), down.index(voxel[down.voxelAxis]), normal.index(voxel[normal.voxelAxis]))
  }

  /// The patient directions at the four edges, or nil when the file does not say.
  package var edges: Edges? {
    guard grid.orientation != nil else { return nil }
    let sideways: AnatomicalDirection = convention == .radiological ? .right : .left
    switch plane {
    case .axial: return Edges(left: sideways, right: sideways.opposite, top: .anterior, bottom: .posterior)
    case .coronal: return Edges(left: sideways, right: sideways.opposite, top: .superior, bottom: .inferior)
    case .sagittal:
      let forward: AnatomicalDirection = nose == .left ? .anterior : .posterior
      return Edges(left: forward, right: forward.opposite, top: .superior, bottom: .inferior)
    }
  }

  package struct Edges: Sendable, Hashable {
    package let left: AnatomicalDirection
    package let right: AnatomicalDirection
    package let top: AnatomicalDirection
    package let bottom: AnatomicalDirection
  }
}
