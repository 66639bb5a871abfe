/// Which voxels of a file `info` looks at: all of them, or of a large file a sample, so that it answers at once.
struct VoxelSample: Sendable {
  /// Ranges of voxels over all volumes, ascending, none empty.
  let ranges: [Range<Int>]
  /// Voxels of the file, over all volumes, or of the one that is looked at.
  let voxelCount: Int
  /// Whether the data are compressed, so that only their beginning can be reached in time.
  private let isCompressed: Bool

  /// Files up to so many bytes of voxels are looked at as a whole: 512 x 512 x 512 of int16.
  private static let mostBytes = 1 << 28
  /// What is read of the beginning of compressed data.
  private static let leadingBytes = 1 << 27
  /// Parts of a file that can be read anywhere, and the bytes of each.
  private static let partCount = 64
  private static let partBytes = 1 << 20

  /// - Parameters:
  ///   - volume: the only volume that is looked at, from 0; nil for all.
  ///   - isFull: look at every voxel, however long it takes.
  init(of layout: VoxelLayout, volume: Int? = nil, isCompressed: Bool, isFull: Bool) {
    let count = layout.voxelsPerVolume * (volume == nil ? layout.volumeCount : 1)
    let first = layout.voxelsPerVolume * (volume ?? 0)
    let size = layout.decoder.type.byteCount
    voxelCount = count
    self.isCompressed = isCompressed
    if isFull || count * size <= Self.mostBytes {
      ranges = [first..<first + count]
    } else if isCompressed {
      ranges = [first..<first + Self.leadingBytes / size]
    } else {
      // The first part lies at the beginning, the last at the end.
      let length = Self.partBytes / size
      let room = count - length
      ranges = (0..<Self.partCount).map { part in
        let start = Int((Double(room) * Double(part) / Double(Self.partCount - 1)).rounded())
        return first + start..<first + start + length
      }
    }
  }

  /// Voxels that are looked at.
  var sampledCount: Int { ranges.reduce(0) { $0 + $1.count } }
  var isComplete: Bool { sampledCount == voxelCount }

  /// What a person should know about the numbers; nil where all voxels were looked at.
  var note: String? {
    guard !isComplete else { return nil }
    return isCompressed
      ? "a large file: range and mean are those of the first \(sampledCount) of \(voxelCount) voxels, and whether the "
        + "compressed data are whole was not looked at; --full reads all"
      : "a large file: range and mean are those of a sample, \(sampledCount) of \(voxelCount) voxels in "
        + "\(ranges.count) parts spread over the file; --full reads all"
  }
}
