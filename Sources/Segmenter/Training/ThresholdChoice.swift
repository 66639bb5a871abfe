internal import VolumeModel

/// Chooses the probability from which a voxel counts as lesion: the one with the best mean Dice on the training scans,
/// after small components are removed (Kats, Goldberger and Greenspan, ISBI 2019, fix it on the training set).
///
/// Slices that validation holds out take no part.
package enum ThresholdChoice {
  /// 0.05 to 0.95 in steps of 0.05.
  static let grid = (1...19).map { Double($0) * 0.05 }
  /// Components of at most this many voxels are dropped (3 mm^3 at 1 mm).
  static let droppedVoxels = 3

  /// Dice of each threshold for one case.
  static func dice(probability: Volume<Float>, expert: Mask) -> [Double] {
    grid.map { threshold in
      let candidate = Mask(probability) { Double($0) >= threshold }
      let kept = Lesions(of: candidate, connectivity: .edges).removing(voxelCountAtMost: droppedVoxels)
      return OverlapCounts(reference: expert, candidate: kept).dice
    }
  }

  /// The threshold of the best mean; among equals the one nearest to 0.5.
  package static func best(_ tables: [[Double]]) -> Double {
    guard !tables.isEmpty else { return 0.5 }
    var best = (value: -1.0, threshold: 0.5)
    for (index, threshold) in grid.enumerated() {
      let mean = tables.reduce(0) { $0 + $1[index] } / Double(tables.count)
      if mean > best.value + 1e-12 || (mean > best.value - 1e-12 && abs(threshold - 0.5) < abs(best.threshold - 0.5)) {
        best = (mean, threshold)
      }
    }
    // Short decimals in files: 0.35, not 0.35000000000000003.
    return (best.threshold * 100).rounded() / 100
  }
}
