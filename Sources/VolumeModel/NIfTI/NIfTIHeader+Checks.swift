extension NIfTIHeader {
  /// Checks all that reading relies on, before anything is allocated, and says what was repaired.
  /// - Parameters:
  ///   - path: for the message.
  ///   - isSeparate: whether the voxels lie in a file of their own.
  mutating func check(path: String, isSeparate: Bool) throws(FileError) -> VoxelLayout {
    let fileShape = try checkedShape(path: path)
    guard let type = VoxelType(code: datatype) else {
      let (problem, advice) = VoxelType.refusal(ofCode: datatype)
      throw FileError(.badData, path: path, problem: problem, advice: advice)
    }
    if bitsPerVoxel != type.byteCount * 8 {
      notes.append("the header claims \(bitsPerVoxel) bits for a voxel of type \(type.rawValue); the type was trusted")
    }
    let offset = try checkedOffset(path: path, isSeparate: isSeparate)
    return try VoxelLayout(axes: fileShape, decoder: decoder(type), offset: offset, path: path)
  }

  private func checkedShape(path: String) throws(FileError) -> [Int] {
    guard let axes = dim.first, (1...7).contains(axes) else {
      throw FileError(
        .badData, path: path, problem: "dim[0] is \(dim.first ?? 0), the number of axes must be 1 to 7",
        advice: "the header is damaged")
    }
    return Array(dim[1...axes])
  }

  private mutating func checkedOffset(path: String, isSeparate: Bool) throws(FileError) -> Int {
    guard voxelOffset.isFinite else {
      throw FileError(.badData, path: path, problem: "the voxel offset is no number", advice: "the header is damaged")
    }
    guard voxelOffset >= 0, voxelOffset < 0x1p53 else {
      throw FileError(
        .badData, path: path, problem: "the voxel offset \(voxelOffset) is impossible", advice: "the header is damaged")
    }
    let offset = Int(voxelOffset)
    if isSeparate { return offset }
    let least = version == .nifti2 ? 544 : 352
    if offset < byteCount {
      notes.append("voxels are said to start at byte \(offset), inside the header; they were read from byte \(least)")
      return least
    }
    return offset
  }

  private mutating func decoder(_ type: VoxelType) -> VoxelDecoder {
    var (slope, intercept) = (slope, intercept)
    if !slope.isFinite || slope == 0 || !intercept.isFinite {
      // 0 is the standard's own word for "no scaling"; NaN is what some writers leave there.
      if slope != 0 {
        notes.append("the scaling \(slope), \(intercept) is no number; stored values are taken as they are")
      } else if intercept != 0 {
        notes.append("scaling slope 0: stored values are taken as they are")
      }
      (slope, intercept) = (1, 0)
    }
    return VoxelDecoder(type: type, isByteSwapped: isByteSwapped, slope: slope, intercept: intercept)
  }
}
