import Glibc

/// What of a header has passed the checks, so that reading can rely on it: how many voxels of which type, and where
/// they start.
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

  /// Checks the lengths of the axes, before anything is allocated.
  /// - Parameters:
  ///   - axes: voxels along the axes of the file, 1 to 7 of them; spatial axes come first.
  ///   - path: for the message.
  /// - Throws: `badData` for lengths that no file can have.
  init(axes: [Int], decoder: VoxelDecoder, offset: Int, path: String) throws(FileError) {
    guard (1...7).contains(axes.count) else {
      throw FileError(
        .badData, path: path, problem: "has \(axes.count) axes, the number must be 1 to 7",
        advice: "the header is damaged")
    }
    for (axis, length) in axes.enumerated() where length < 1 {
      throw FileError(
        .badData, path: path,
        problem: "axis \(axis + 1) has \(length == 0 ? "length 0" : "the negative length \(length)")",
        advice: "the header is damaged")
    }
    var bytes = decoder.type.byteCount
    for length in axes {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: length)
      guard !overflow, product < 1 << 60 else {
        throw FileError(
          .badData, path: path, problem: "claims \(Self.text(axes)) voxels, which no file can hold",
          advice: "the header is damaged")
      }
      bytes = product
    }
    let spatial = axes.prefix(3) + [1, 1, 1].prefix(max(0, 3 - axes.count))
    shape = SIMD3(spatial[0], spatial[1], spatial[2])
    fileShape = axes
    volumeCount = axes.dropFirst(3).reduce(1, *)
    self.decoder = decoder
    self.offset = offset
  }

  static func text(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: " x ") }
}

extension VoxelLayout {
  /// Compares what the header claims with what the file can hold, so that no claim is allocated unseen.
  func check(against source: borrowing ByteSource, path: String) throws(FileError) {
    let held = source.fileByteCount
    let place = source.path == path ? "" : " in \(FilePath.lastComponent(source.path))"
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

  /// Refuses volumes that would take more memory as floats than is free, or more than half of this machine's.
  func checkMemory(path: String) throws(FileError) {
    let memory = max(sysconf(Int32(_SC_PHYS_PAGES)), 1) * max(sysconf(Int32(_SC_PAGESIZE)), 1)
    let room = min(memory / 2, availableMemoryBytes() ?? .max)
    guard voxelsPerVolume <= room / MemoryLayout<Float>.size else {
      throw FileError(
        .badData, path: path,
        problem: "\(Self.text([shape.x, shape.y, shape.z])) voxels need more memory than there is: "
          + "\(gigabytesText(room)) can be used",
        advice: "crop the image first")
    }
  }
}
