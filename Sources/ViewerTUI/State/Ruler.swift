package import VolumeModel

/// Two points and the straight distance between them.
package struct Ruler: Sendable, Hashable {
  package let start: SIMD3<Int>
  /// Nil while the second point still follows the crosshair.
  package var end: SIMD3<Int>?

  package init(start: SIMD3<Int>) { self.start = start }

  /// Between the centres of two voxels, so that oblique and uneven grids are measured truly.
  package func lengthMM(to cursor: SIMD3<Int>, in grid: VoxelGrid) -> Double {
    let difference =
      grid.affine.worldMM(ofVoxel: SIMD3<Double>(end ?? cursor)) - grid.affine.worldMM(ofVoxel: SIMD3<Double>(start))
    return (difference * difference).sum().squareRoot()
  }
}
