internal import VolumeModel

extension SliceStore {
  /// Whom the validation numbers are of, in a sentence.
  var validationSentence: String {
    heldOutPatients.isEmpty
      ? "validation is by other slices of the same patients; on another patient Dice may be far lower"
      : "validation is by patients that are not trained on: \(heldOutPatients.joined(separator: ", "))"
  }

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
