internal import VolumeModel

extension SliceStore {
  /// Whom the validation numbers are of, in a sentence.
  var validationSentence: String {
    heldOutPatients.isEmpty
      ? "validation is by other slices of the same patients; on another patient Dice may be far lower"
      : "validation is by patients that are not trained on: \(heldOutPatients.joined(separator: ", "))"
  }

  /// What a sample is, in a sentence; nil where it is a slice.
  var blockSentence: String? {
    depth > 1 ? "a sample is a block of \(depth) slices, at the distance that the scan has between them" : nil
  }

  /// The voxels of a case in the slices that validation holds out.
  func heldOutRegion(ofCase number: Int, grid: VoxelGrid) -> Mask {
    region(of: validation, inCase: number, grid: grid)
  }

  /// The voxels of a case in the slices whose annotation is trusted.
  func trustedRegion(ofCase number: Int, grid: VoxelGrid) -> Mask {
    region(of: trusted, inCase: number, grid: grid)
  }

  private func region(of slices: [TrainingSlice], inCase number: Int, grid: VoxelGrid) -> Mask {
    var region = Mask(grid: grid)
    let frame = frames[number]
    let all = 0..<frame.sliceCount
    for one in slices where one.caseNumber == number {
      for slice in (one.slice..<one.slice + depth).clamped(to: all) {
        for row in 0..<frame.height {
          for column in 0..<frame.width {
            region[grid.voxel(atLinearIndex: frame.linearIndex(column: column, row: row, slice: slice))] = true
          }
        }
      }
    }
    return region
  }
}
