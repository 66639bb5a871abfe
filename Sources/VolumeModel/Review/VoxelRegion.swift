/// Voxels of a grid as ranges of linear indices, ascending and apart. Small enough to be written into a record of what
/// a reviewer decided.
public struct VoxelRegion: Sendable, Hashable {
  /// Ascending ranges of linear indices that neither touch nor overlap.
  public private(set) var ranges: [Range<Int>] = []

  /// No voxels.
  public init() {}

  /// The voxels of a mask.
  public init(_ mask: Mask) { self.init(mask.runs(), on: mask.grid) }

  /// The voxels of a lesion.
  public init(_ lesion: Lesion, on grid: VoxelGrid) { self.init(lesion.runs, on: grid) }

  private init(_ runs: some Sequence<VoxelRun>, on grid: VoxelGrid) {
    for run in runs {
      let start = Int(run.row) * grid.shape.x
      append(start + Int(run.lower)..<start + Int(run.upper))
    }
  }

  /// Voxels by their linear indices, ascending and each once.
  package init(ascending indices: some Sequence<Int>) {
    for index in indices { append(index..<index + 1) }
  }

  /// The linear indices of all voxels, ascending.
  package var indices: [Int] { ranges.flatMap { $0 } }

  /// Adds a range that begins at or behind the end of the last one.
  private mutating func append(_ range: Range<Int>) {
    if let last = ranges.last, last.upperBound == range.lowerBound {
      ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
    } else {
      ranges.append(range)
    }
  }

  /// Voxels in all.
  public var voxelCount: Int { ranges.reduce(0) { $0 + $1.count } }
  /// Whether there are none.
  public var isEmpty: Bool { ranges.isEmpty }

  /// Whether every voxel lies on a grid.
  public func fits(_ grid: VoxelGrid) -> Bool { (ranges.last?.upperBound ?? 0) <= grid.voxelCount }

  /// The place of the first range that ends behind an index: a small region is compared with the part of a large one about
  /// it, not with all of it.
  private func place(from index: Int) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound > index { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The number of voxels that two regions of one grid share.
  public func overlapCount(with other: VoxelRegion) -> Int {
    guard let first = ranges.first, let last = ranges.last, let otherFirst = other.ranges.first,
      let otherLast = other.ranges.last, first.lowerBound < otherLast.upperBound,
      otherFirst.lowerBound < last.upperBound
    else { return 0 }
    var (mine, theirs) = (place(from: otherFirst.lowerBound), other.place(from: first.lowerBound))
    var count = 0
    while mine < ranges.count, theirs < other.ranges.count {
      let (a, b) = (ranges[mine], other.ranges[theirs])
      count += max(0, min(a.upperBound, b.upperBound) - max(a.lowerBound, b.lowerBound))
      if a.upperBound < b.upperBound { mine += 1 } else { theirs += 1 }
    }
    return count
  }

  /// The voxels of either region.
  public func union(_ other: VoxelRegion) -> VoxelRegion {
    var result = VoxelRegion()
    for range in (ranges + other.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.ranges.last, range.lowerBound <= last.upperBound {
        result.ranges[result.ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        result.ranges.append(range)
      }
    }
    return result
  }

  /// The voxels of both regions.
  public func intersection(_ other: VoxelRegion) -> VoxelRegion {
    var result = VoxelRegion()
    guard let first = ranges.first, let otherFirst = other.ranges.first else { return result }
    var (mine, theirs) = (place(from: otherFirst.lowerBound), other.place(from: first.lowerBound))
    while mine < ranges.count, theirs < other.ranges.count {
      let (a, b) = (ranges[mine], other.ranges[theirs])
      let (lower, upper) = (max(a.lowerBound, b.lowerBound), min(a.upperBound, b.upperBound))
      if lower < upper { result.append(lower..<upper) }
      if a.upperBound < b.upperBound { mine += 1 } else { theirs += 1 }
    }
    return result
  }

  /// The voxels of this region that are not in the other.
  public func subtracting(_ other: VoxelRegion) -> VoxelRegion {
    var result = VoxelRegion()
    var theirs = other.place(from: ranges.first?.lowerBound ?? 0)
    for range in ranges {
      var start = range.lowerBound
      while theirs < other.ranges.count, other.ranges[theirs].upperBound <= start { theirs += 1 }
      var place = theirs
      while place < other.ranges.count, other.ranges[place].lowerBound < range.upperBound {
        if other.ranges[place].lowerBound > start { result.append(start..<other.ranges[place].lowerBound) }
        start = max(start, other.ranges[place].upperBound)
        place += 1
      }
      if start < range.upperBound { result.append(start..<range.upperBound) }
    }
    return result
  }

  /// The voxels that `isInside`, given their linear index: the cost follows the size of the region, not of the grid.
  func filtered(_ isInside: (Int) -> Bool) -> VoxelRegion {
    var result = VoxelRegion()
    for range in ranges {
      for index in range where isInside(index) { result.append(index..<index + 1) }
    }
    return result
  }

  /// The region cut into runs of single rows; what lies beyond the grid is left out.
  func runs(on grid: VoxelGrid) -> [VoxelRun] {
    let width = grid.shape.x
    var runs: [VoxelRun] = []
    for range in ranges {
      var start = range.lowerBound
      let end = min(range.upperBound, grid.voxelCount)
      while start < end {
        let row = start / width
        let stop = min(end, (row + 1) * width)
        runs.append(VoxelRun(row: row, lower: start - row * width, upper: stop - row * width))
        start = stop
      }
    }
    return runs
  }
}

/// As JSON one flat list of numbers: for each range the gap since the range before (or since voxel 0), then its length.
extension VoxelRegion: Codable {
  /// Decodes what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    while !list.isAtEnd {
      let gap = try list.decode(Int.self)
      guard append(gap: gap, length: try list.decode(Int.self)) else {
        throw DecodingError.dataCorruptedError(in: list, debugDescription: "no gap and length of a range of voxels")
      }
    }
  }

  /// Adds a range as a file has it: the gap since the end of the last one, and its length.
  /// - Returns: false where no grid has such a range.
  mutating func append(gap: Int, length: Int) -> Bool {
    let end = ranges.last?.upperBound ?? 0
    // No grid has more voxels than 2^48: sums stay far from overflow, whatever a damaged file says.
    guard gap >= 0, length > 0, gap < 1 << 48, length < 1 << 48, end < 1 << 48 else { return false }
    append(end + gap..<end + gap + length)
    return true
  }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    var end = 0
    for range in ranges {
      try list.encode(range.lowerBound - end)
      try list.encode(range.count)
      end = range.upperBound
    }
  }
}

extension Mask {
  /// The voxels of a region that lie on the grid.
  public init(_ region: VoxelRegion, on grid: VoxelGrid) {
    self.init(grid: grid)
    insert(region)
  }

  /// Adds the voxels of a region of the same grid.
  public mutating func insert(_ region: VoxelRegion) { insert(region.runs(on: grid)) }

  /// Takes away the voxels of a region of the same grid.
  public mutating func remove(_ region: VoxelRegion) {
    let n = wordsPerRow
    let runs = region.runs(on: grid)
    withMutableWords { words in
      for run in runs {
        VoxelRun.forEachWord(of: run) { word, bits in words[Int(run.row) * n + word] &= ~bits }
      }
    }
  }

  /// The part of the mask inside a region.
  public func part(inside region: VoxelRegion) -> VoxelRegion { region.filtered(contains(linearIndex:)) }

  /// Whether a voxel is inside; one beyond the grid is not.
  func contains(linearIndex index: Int) -> Bool {
    guard index < grid.voxelCount else { return false }
    let (row, column) = index.quotientAndRemainder(dividingBy: grid.shape.x)
    return words[row * wordsPerRow + column >> 6] >> UInt64(column & 63) & 1 == 1
  }
}
