package import VolumeModel

/// What part of a slice the picture shows, and at what scale: a window of `columns` x `rows` samples over plane coordinates.
///
/// A sample is the smallest thing drawn (a quarter of a cell in quadrants and half blocks). The scale is physical: a sample covers
/// `sampleWidthMM` x `sampleHeightMM`, so that a millimetre has one length on the screen in both directions.
package struct Viewport: Sendable, Hashable {
  package let geometry: SliceGeometry
  package let columns: Int
  package let rows: Int
  package let sampleWidthMM: Double
  package let sampleHeightMM: Double
  /// Plane coordinates, in voxels, of the top left corner of the first sample; voxel c covers c ..< c + 1.
  package let originColumn: Double
  package let originRow: Double

  /// The window that shows `crop` whole (a box in voxel indices), magnified `zoom` times about `centre` (a voxel position
  /// in plane coordinates, where nil is the middle of the crop).
  ///
  /// - Parameter sampleAspect: Height of a sample over its width, as lengths on the screen.
  package init(
    geometry: SliceGeometry, crop: VoxelBox, columns: Int, rows: Int, sampleAspect: Double, zoom: Double,
    centre: SIMD2<Double>?
  ) {
    self.geometry = geometry
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    let across = Viewport.range(of: crop, along: geometry.right)
    let down = Viewport.range(of: crop, along: geometry.down)
    let widthMM = Double(across.count) * geometry.right.spacingMM
    let heightMM = Double(down.count) * geometry.down.spacingMM
    let fitMM = max(widthMM / Double(self.columns), heightMM / (Double(self.rows) * sampleAspect))
    let scale = fitMM > 0 && fitMM.isFinite ? fitMM / max(zoom, 1e-3) : 1
    sampleWidthMM = scale
    sampleHeightMM = scale * sampleAspect
    let middle = SIMD2(
      Double(across.lowerBound + across.upperBound) / 2, Double(down.lowerBound + down.upperBound) / 2)
    let at = centre ?? middle
    originColumn = at.x - Double(self.columns) / 2 * sampleWidthMM / geometry.right.spacingMM
    originRow = at.y - Double(self.rows) / 2 * sampleHeightMM / geometry.down.spacingMM
  }

  private init(_ other: Viewport, columns: Int, rows: Int, voxelsPerSample: SIMD2<Double>, origin: SIMD2<Double>) {
    geometry = other.geometry
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    sampleWidthMM = voxelsPerSample.x * other.geometry.right.spacingMM
    sampleHeightMM = voxelsPerSample.y * other.geometry.down.spacingMM
    (originColumn, originRow) = (origin.x, origin.y)
  }

  /// A window over the same plane with samples of another size, from a place in plane coordinates on.
  func resampled(voxelsPerSample: SIMD2<Double>, origin: SIMD2<Double>, columns: Int, rows: Int) -> Viewport {
    Viewport(self, columns: columns, rows: rows, voxelsPerSample: voxelsPerSample, origin: origin)
  }

  private static func range(of box: VoxelBox, along axis: SliceGeometry.ScreenAxis) -> Range<Int> {
    let low = axis.index(box.lower[axis.voxelAxis])
    let high = axis.index(max(box.lower[axis.voxelAxis], box.upper[axis.voxelAxis] - 1))
    return min(low, high)..<max(low, high) + 1
  }

  /// Voxels a sample covers along the screen's horizontal and vertical.
  package var voxelsPerSample: SIMD2<Double> {
    SIMD2(sampleWidthMM / geometry.right.spacingMM, sampleHeightMM / geometry.down.spacingMM)
  }

  /// The plane position (column, row in voxels) at the middle of a sample.
  package func planePosition(sampleColumn: Double, sampleRow: Double) -> SIMD2<Double> {
    SIMD2(originColumn + sampleColumn * voxelsPerSample.x, originRow + sampleRow * voxelsPerSample.y)
  }

  /// The sample that the middle of a voxel falls into; it may lie outside the picture.
  package func sample(ofColumn column: Int, row: Int) -> (column: Int, row: Int) {
    let x = (Double(column) + 0.5 - originColumn) / voxelsPerSample.x
    let y = (Double(row) + 0.5 - originRow) / voxelsPerSample.y
    return (Int(x.rounded(.down)), Int(y.rounded(.down)))
  }
}
