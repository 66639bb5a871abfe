extension AxisReordering {
  /// A mask of the source grid in the target's voxel order.
  public func apply(to mask: Mask) -> Mask {
    var result = Mask(grid: target)
    mask.forEachLinearIndex { result[targetVoxel(ofSource: source.voxel(atLinearIndex: $0))] = true }
    return result
  }
}
