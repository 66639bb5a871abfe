/// What an image is by its voxels, for files whose names say nothing.
enum VoxelContent {
  /// Few whole values in a small part of the image, as lesions have it: a mask, with what was seen.
  case mask(String)
  /// Many values: a scan.
  case image
  /// Anything else, as a brain mask, a map of probabilities, or nothing but zeros.
  case other
}

/// Tells masks from images by their voxels. Of a study with many files the first are read, and what is compressed as only
/// masks are is believed after that.
struct ContentReader {
  /// Bytes of voxels that may still be read.
  private var bytesLeft: Int

  /// Larger images are not looked into.
  private static let mostVoxels = 1 << 25
  private static let mostLabels = 8
  /// Lesions fill less of a scan; a brain fills more.
  private static let largestFraction = 0.05
  /// Scans are not compressed as far as masks are.
  private static let leastCompression = 20
  private static let sureCompression = 50
  private static let partCount = 1 << 16

  init(mostBytes: Int = 1 << 28) { bytesLeft = mostBytes }

  /// Nil where the file cannot be read, or is too large to be looked into.
  mutating func content(of path: String) -> VoxelContent? {
    guard let reader = try? Images.open(path) else { return nil }
    let layout = reader.layout
    guard layout.volumeCount == 1, layout.fileShape.count >= 3, layout.voxelsPerVolume <= Self.mostVoxels else {
      return nil
    }
    if reader.isCompressed {
      let compression = layout.byteCount / max(1, reader.storedByteCount)
      if compression < Self.leastCompression { return .image }
      if bytesLeft < layout.byteCount {
        return compression < Self.sureCompression ? nil : .mask("compressed \(compression) times, as masks are")
      }
    } else if let middle = Self.values(path, from: layout.voxelsPerVolume / 2, count: Self.partCount),
      middle.isManyValued
    {
      // Scans are told by their middle, whatever surrounds the head.
      return .image
    } else if bytesLeft < layout.byteCount {
      return nil
    }
    bytesLeft -= layout.byteCount
    return Self.values(path, from: 0, count: layout.voxelsPerVolume).map(Self.verdict)
  }

  private static func values(_ path: String, from first: Int, count: Int) -> ValueSummary? {
    guard var reader = try? Images.open(path) else { return nil }
    var values = ValueSummary()
    let end = min(first + count, reader.layout.voxelsPerVolume)
    do throws(FileError) {
      try reader.skip(toVoxel: first)
      for start in stride(from: first, to: end, by: partCount) where !values.isManyValued {
        try reader.forEachPiece(voxelCount: min(partCount, end - start), as: Double.self) {
          values.add(UnsafeBufferPointer($0))
        }
      }
    } catch {
      return nil
    }
    return values
  }

  private static func verdict(_ values: ValueSummary) -> VoxelContent {
    if values.isManyValued { return .image }
    let found = values.wholeValues
    let fraction = Double(values.nonzeroCount) / Double(max(1, values.count))
    guard !found.isEmpty, found.count <= mostLabels, fraction <= largestFraction else { return .other }
    let list = found.map(String.init).joined(separator: ", ")
    return .mask("whole values (\(list)) in \(decimal(fraction * 100, 2)) % of the voxels")
  }
}
