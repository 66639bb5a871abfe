/// Whether a scan was skull-stripped: a background of one value around tissue without a scalp.
struct SkullStripping {
  /// The voxels that are not background.
  let brain: Mask
  /// What is unusual about the background, a sentence each.
  let notes: [String]

  /// At least this fraction of a skull-stripped scan is background.
  private static let leastBackground = 0.1
  /// More dark voxels than this, between 6 and 15 mm under the surface, are a skull and not sulci. Measured: 1 to 9 %
  /// in skull-stripped scans, 65 to 80 % in raw ones.
  private static let mostDark = 0.35

  /// Nil for a scan that is not skull-stripped.
  init?(_ flair: Volume<Float>, coarse: CoarseScan) {
    guard let (brain, notes) = Self.foreground(of: flair) else { return nil }
    guard !Self.hasSkull(brain, coarse: coarse) else { return nil }
    (self.brain, self.notes) = (brain, notes)
  }

  /// The finite voxels that are not zero, when enough are; else those that differ from a background of nearly zero or
  /// of another single value.
  private static func foreground(of flair: Volume<Float>) -> (Mask, notes: [String])? {
    let most = Int((1 - leastBackground) * Double(flair.grid.voxelCount))
    let nonZero = Mask(brainOf: flair)
    if nonZero.count <= most { return nonZero.isEmpty ? nil : (nonZero, []) }
    // What lies in the corner of the image is background, if anything is.
    guard let corner = flair.scalars.first, corner.isFinite else { return nil }
    var low = corner
    var high = corner
    for value in flair.scalars where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    let tolerance = 1e-3 * (high - low)
    let different = Mask(flair) { $0.isFinite && abs($0 - corner) > tolerance }
    guard !different.isEmpty, different.count <= most else { return nil }
    return (different, ["its background is \(corner), not zero"])
  }

  /// Whether the foreground has the dark shell of a skull under its surface.
  private static func hasSkull(_ foreground: Mask, coarse: CoarseScan) -> Bool {
    let scan = coarse.volume
    let filled = CoarseScan(foreground).volume
    let tissue = Mask(filled, where: { $0 > 0.5 })
      .component(heaviestBy: Volume(grid: scan.grid, filledWith: 1)).fillingHoles(slicewise: false)
    let depth = tissue.distancesToOutsideMM()
    var deep: [Float] = []
    for (index, distance) in depth.scalars.enumerated() where distance > 20 { deep.append(scan.scalars[index]) }
    let median = deep.withUnsafeMutableBufferPointer { $0.median() }
    guard median > 0 else { return false }
    var (shell, dark) = (0, 0)
    for (index, distance) in depth.scalars.enumerated() where distance > 6 && distance <= 15 {
      shell += 1
      if scan.scalars[index] < 0.4 * median { dark += 1 }
    }
    return shell > 0 && Double(dark) > mostDark * Double(shell)
  }
}

extension Mask {
  /// For every voxel the distance in mm to the nearest voxel outside; beyond the grid is outside.
  fileprivate func distancesToOutsideMM() -> Volume<Float> {
    var distances = complement.distancesMM()
    let (shape, spacing) = (grid.shape, grid.usableSpacingMM)
    distances.withMutableScalars { scalars in
      for index in scalars.indices {
        let voxel = grid.voxel(atLinearIndex: index)
        for axis in 0..<3 {
          let edge = Float(Double(min(voxel[axis], shape[axis] - 1 - voxel[axis]) + 1) * spacing[axis])
          scalars[index] = min(scalars[index], edge)
        }
      }
    }
    return distances
  }
}
