/// Inverse weighting of a loss (Shirokikh et al., MICCAI 2020): every lesion of a patch, and its background, gets the same
/// total weight, so that small lesions are not drowned by large ones.
///
/// With l(v) the lesion of voxel v (0 = background), n_k the voxels of lesion k inside the patch, N the voxels of the
/// patch and K + 1 the labels present in it:
///
///     w(v) = clip( N / ((K + 1) n_l(v)), lowest, highest )
///
/// Lesions are the 26-connected components of the whole mask, so that a lesion cut by the patch counts with the part
/// that is seen. Voxels of a soft rim count as background: a soft label on a lesion of one voxel would otherwise get a
/// weight of thousands. Without a lesion every weight is 1.
public enum InverseWeighting: String, Sendable, Hashable, Codable, CaseIterable {
  /// Every voxel counts 1.
  case none
  /// Weights of at least 1 and at most 200 000, as in the published code. The background, which would get about
  /// 1 / (K + 1), is lifted to 1 by that, so equal totals hold among lesions only.
  case released
  /// No weight is lifted: weights sum to N, and the mean weight is 1.
  case balanced
  /// The milder form of the first public version of the code: background 1, and lesion k of K gets n_pos / (K n_k) with
  /// n_pos the voxels of all lesions, so that lesions have equal totals and the mean weight over their voxels is 1.
  case lesions

  /// The connectivity of the lesions that are weighed.
  public static let connectivity = Connectivity.corners
  private static let highest = 2e5

  /// The weight of a voxel of each label, from the number of voxels of each inside a patch: background first, then the
  /// lesions. A label without voxels has weight 0.
  public func weights(voxelCounts: [Int]) -> [Double] {
    let present = voxelCounts.count { $0 > 0 }
    let total = Double(voxelCounts.reduce(0, +))
    let holdsLesion = voxelCounts.dropFirst().contains { $0 > 0 }
    guard self != .none, holdsLesion else { return voxelCounts.map { $0 > 0 ? 1 : 0 } }
    if self == .lesions { return Self.amongLesions(voxelCounts) }
    let lowest = self == .released ? 1.0 : 0
    return voxelCounts.map { count in
      count > 0 ? min(max(total / (Double(present) * Double(count)), lowest), Self.highest) : 0
    }
  }

  /// Background 1, n_pos / (K n_k) for the lesions.
  private static func amongLesions(_ voxelCounts: [Int]) -> [Double] {
    let present = voxelCounts.dropFirst().filter { $0 > 0 }
    let equalTotal = Double(present.reduce(0, +)) / Double(max(present.count, 1))
    return voxelCounts.enumerated().map { label, count in
      count == 0 ? 0 : label == 0 ? 1 : min(equalTotal / Double(count), highest)
    }
  }

  /// Puts the weight of every pixel of a patch in the place of its label: 0 for background, a whole number up to
  /// `lesionCount` for a lesion.
  public func replaceLabels(_ labels: UnsafeMutableBufferPointer<Float>, lesionCount: Int) {
    var counts = [Int](repeating: 0, count: lesionCount + 1)
    for label in labels { counts[Int(label)] += 1 }
    let weights = weights(voxelCounts: counts).map { Float($0) }
    for pixel in labels.indices { labels[pixel] = weights[Int(labels[pixel])] }
  }
}
