import CNifti
import Glibc

/// What of a header has passed the checks, so that reading can rely on it.
struct VoxelLayout: Sendable {
  /// Voxels along x, y and z; 1 where the file has fewer axes.
  let shape: SIMD3<Int>
  /// All axes of the file, at least one.
  let fileShape: [Int]
  /// Volumes along the fourth and further axes.
  let volumeCount: Int
  let decoder: VoxelDecoder
  /// Where the voxels start in their file, decompressed.
  let offset: Int

  var voxelsPerVolume: Int { shape.x * shape.y * shape.z }
  var bytesPerVolume: Int { voxelsPerVolume * decoder.type.byteCount }
  var byteCount: Int { bytesPerVolume * volumeCount }
}

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
    var bytes = type.byteCount
    for length in fileShape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: length)
      guard !overflow, product < 1 << 60 else {
        throw FileError(
          .badData, path: path, problem: "claims \(Self.text(fileShape)) voxels, which no file can hold",
          advice: "the header is damaged")
      }
      bytes = product
    }
    let offset = try checkedOffset(path: path, isSeparate: isSeparate)
    let spatial = fileShape.prefix(3) + [1, 1, 1].prefix(max(0, 3 - fileShape.count))
    return VoxelLayout(
      shape: SIMD3(spatial[0], spatial[1], spatial[2]), fileShape: fileShape,
      volumeCount: fileShape.dropFirst(3).reduce(1, *), decoder: decoder(type), offset: offset)
  }

  private func checkedShape(path: String) throws(FileError) -> [Int] {
    guard let axes = dim.first, (1...7).contains(axes) else {
      throw FileError(
        .badData, path: path, problem: "dim[0] is \(dim.first ?? 0), the number of axes must be 1 to 7",
        advice: "the header is damaged")
    }
    let lengths = Array(dim[1...axes])
    for (axis, length) in lengths.enumerated() where length < 1 {
      throw FileError(
        .badData, path: path,
        problem: "axis \(axis + 1) has \(length == 0 ? "length 0" : "the negative length \(length)")",
        advice: "the header is damaged")
    }
    return lengths
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

  static func text(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: " x ") }
}

extension VoxelLayout {
  /// Compares what the header claims with what the file can hold, so that no claim is allocated unseen.
  func check(against source: borrowing ByteSource, path: String) throws(FileError) {
    let held = source.fileByteCount
    let name = ImagePaths.lastComponent(source.path)
    let place = source.path == path ? "" : " in \(name)"
    if source.isCompressed {
      // Deflate cannot do better than 1032 to 1.
      let (most, overflow) = held.multipliedReportingOverflow(by: 1032)
      let limit = overflow ? Int.max : most
      guard offset <= limit else {
        throw FileError(
          .badData, path: path, problem: "the voxels start at byte \(offset), past the end of the file\(place)",
          advice: "the header is damaged")
      }
      guard byteCount <= limit - offset else {
        throw FileError(
          .badData, path: path,
          problem: "\(byteCount) bytes of voxels claimed, but \(held) compressed bytes\(place) cannot hold them",
          advice: "the header is damaged or the file was cut off")
      }
    } else {
      guard offset <= held else {
        throw FileError(
          .badData, path: path,
          problem: held <= 352
            ? "voxel data missing: 0 of \(byteCount) bytes\(place)"
            : "the voxels start at byte \(offset), past the end of the file (\(held) bytes)\(place)",
          advice: "fetch or copy the file again")
      }
      guard byteCount <= held - offset else {
        let found = held - offset
        throw FileError(
          .badData, path: path, problem: "voxel data cut off: \(found) of \(byteCount) bytes\(place)",
          advice: "fetch or copy the file again")
      }
    }
  }

  /// Refuses volumes that would take more than half of this machine's memory as floats.
  func checkMemory(path: String) throws(FileError) {
    let memory = max(sysconf(Int32(_SC_PHYS_PAGES)), 1) * max(sysconf(Int32(_SC_PAGESIZE)), 1)
    guard voxelsPerVolume <= memory / 2 / MemoryLayout<Float>.size else {
      throw FileError(
        .badData, path: path,
        problem: "\(NIfTIHeader.text(fileShape)) voxels need more than half of this machine's memory",
        advice: "crop the image first")
    }
  }
}
