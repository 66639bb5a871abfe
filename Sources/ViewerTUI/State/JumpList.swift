/// Places that were left by a jump, to go back to and forward again.
package struct JumpList: Sendable, Hashable {
  private var earlier: [SIMD3<Int>] = []
  private var later: [SIMD3<Int>] = []
  private static let most = 100

  package init() {}

  /// Notes the place that a jump leaves.
  package mutating func leave(_ voxel: SIMD3<Int>) {
    if earlier.last != voxel { earlier.append(voxel) }
    if earlier.count > Self.most { earlier.removeFirst() }
    later = []
  }

  package mutating func back(from voxel: SIMD3<Int>) -> SIMD3<Int>? {
    while let place = earlier.popLast() {
      if place == voxel { continue }
      later.append(voxel)
      return place
    }
    return nil
  }

  package mutating func forward(from voxel: SIMD3<Int>) -> SIMD3<Int>? {
    guard let place = later.popLast() else { return nil }
    earlier.append(voxel)
    return place
  }
}
