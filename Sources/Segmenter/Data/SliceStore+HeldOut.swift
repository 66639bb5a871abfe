internal import VolumeModel

extension SliceStore {
  /// The voxels of a case in the slices that validation holds out.
  func heldOutRegion(ofCase number: Int, grid: VoxelGrid) -> Mask {
    var region = Mask(grid: grid)
    let frame = frames[number]
    for slice in validation where slice.caseNumber == number {
      for row in 0..<frame.height {
        for column in 0..<frame.width {
          region[grid.voxel(atLinearIndex: frame.linearIndex(column: column, row: row, slice: slice.slice))] = true
        }
      }
    }
    return region
  }
}
