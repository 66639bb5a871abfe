/// How two masks overlap slice by slice, as tables of 2D images count.
public enum SliceOverlap {
  /// The foreground intersection over union of each axial slice in which either mask holds anything, then the mean over
  /// these slices; background does not count. Nil for two empty masks.
  public static func meanIntersectionOverUnion(reference: Mask, candidate: Mask) -> Double? {
    let slices = AxialSlices(reference.grid)
    let both = slices.voxelCounts(of: reference.intersection(candidate))
    let either = slices.voxelCounts(of: reference.union(candidate))
    let fractions = zip(both, either).filter { $1 > 0 }.map { Double($0) / Double($1) }
    return fractions.isEmpty ? nil : fractions.reduce(0, +) / Double(fractions.count)
  }
}
