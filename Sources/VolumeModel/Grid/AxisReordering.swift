/// How the voxels of one grid are found in another that covers the same voxels of space with its axes in another
/// order or direction.
public struct AxisReordering: Sendable, Hashable {
  /// For each axis of the target, the source axis that runs along it.
  public let sourceAxis: SIMD3<Int>
  /// For each axis of the target, whether the source axis runs the other way.
  public let isFlipped: SIMD3<Int>
  let source: VoxelGrid
  let target: VoxelGrid
  /// How far a corner of the one lies from that of the other at the most, once the axes run alike.
  let largestDistanceMM: Double

  /// Nil unless every corner of `source` falls on the corresponding corner of `target` within `toleranceMM`.
  public init?(from source: VoxelGrid, to target: VoxelGrid, toleranceMM: Double = 1e-3) {
    let columns = [source.affine.columns.0, source.affine.columns.1, source.affine.columns.2]
    guard let zero = target.affine.voxel(atWorldMM: target.affine.origin) else { return nil }
    var axes = SIMD3<Int>(repeating: -1)
    var flips = SIMD3<Int>.zero
    for axis in 0..<3 {
      guard let step = target.affine.voxel(atWorldMM: target.affine.origin + columns[axis]) else { return nil }
      let d = step - zero
      let along = (0..<3).max { abs(d[$0]) < abs(d[$1]) } ?? 0
      guard axes[along] < 0, source.shape[axis] == target.shape[along] else { return nil }
      axes[along] = axis
      flips[along] = d[along] < 0 ? 1 : 0
    }
    func sourceVoxel(_ voxel: SIMD3<Int>) -> SIMD3<Int> {
      Self.sourceVoxel(ofTarget: voxel, sourceAxis: axes, isFlipped: flips, shape: target.shape)
    }
    var largest = 0.0
    for corner in 0..<8 {
      let voxel = SIMD3(
        corner & 1 == 0 ? 0 : target.shape.x - 1, corner & 2 == 0 ? 0 : target.shape.y - 1,
        corner & 4 == 0 ? 0 : target.shape.z - 1)
      let d =
        target.affine.worldMM(ofVoxel: SIMD3<Double>(voxel))
        - source.affine.worldMM(ofVoxel: SIMD3<Double>(sourceVoxel(voxel)))
      largest = max(largest, (d * d).sum().squareRoot())
    }
    guard largest <= toleranceMM else { return nil }
    (sourceAxis, isFlipped, self.source, self.target, largestDistanceMM) = (axes, flips, source, target, largest)
  }

  func sourceVoxel(ofTarget voxel: SIMD3<Int>) -> SIMD3<Int> {
    Self.sourceVoxel(ofTarget: voxel, sourceAxis: sourceAxis, isFlipped: isFlipped, shape: target.shape)
  }

  private static func sourceVoxel(
    ofTarget voxel: SIMD3<Int>, sourceAxis: SIMD3<Int>, isFlipped: SIMD3<Int>, shape: SIMD3<Int>
  ) -> SIMD3<Int> {
    var found = SIMD3<Int>.zero
    for axis in 0..<3 {
      found[sourceAxis[axis]] = isFlipped[axis] == 1 ? shape[axis] - 1 - voxel[axis] : voxel[axis]
    }
    return found
  }

  func targetVoxel(ofSource voxel: SIMD3<Int>) -> SIMD3<Int> {
    var found = SIMD3<Int>.zero
    for axis in 0..<3 {
      let index = voxel[sourceAxis[axis]]
      found[axis] = isFlipped[axis] == 1 ? target.shape[axis] - 1 - index : index
    }
    return found
  }
}
