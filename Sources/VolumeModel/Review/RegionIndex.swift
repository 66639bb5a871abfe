/// Finds among many regions of one grid those that may share voxels with another one, by the blocks of the grid that they
/// touch: the cost follows the size of a region, not how many there are.
public struct RegionIndex: Sendable, Hashable {
  /// A block is this many bits of a linear index: 256 voxels, some rows of a usual image.
  private static let blockBits = 8
  /// Blocks that follow one another lie in one group: a copy shares all groups but those that are changed afterwards.
  private static let groupBits = 6
  /// By group and block the numbers of the regions there, ascending.
  private var groups: [Int: [Int: [Int]]] = [:]

  /// An index without regions.
  public init() {}

  /// An index of regions by their places in a list.
  public init(_ regions: some Sequence<VoxelRegion>) {
    for (number, region) in regions.enumerated() { insert(region, number: number) }
  }

  /// Adds a region under a number; adding more voxels under a number it has is no error.
  mutating func insert(_ region: VoxelRegion, number: Int) {
    Self.forEachBlock(of: region) { block in
      groups[block >> Self.groupBits, default: [:]][block, default: []].insert(inOrder: number)
    }
  }

  /// The numbers of the regions that touch a block that this one touches, ascending.
  public func candidates(_ region: VoxelRegion) -> [Int] {
    var found: [Int] = []
    var blocks = 0
    Self.forEachBlock(of: region) { block in
      guard let here = groups[block >> Self.groupBits]?[block] else { return }
      blocks += 1
      if blocks == 1 { found = here } else { found += here }
    }
    return blocks > 1 ? Set(found).sorted() : found
  }

  private static func forEachBlock(of region: VoxelRegion, _ body: (Int) -> Void) {
    var next = Int.min
    for range in region.ranges {
      let last = (range.upperBound - 1) >> blockBits
      var block = max(next, range.lowerBound >> blockBits)
      while block <= last {
        body(block)
        block += 1
      }
      next = max(next, block)
    }
  }
}

extension [Int] {
  /// Adds a number to ascending ones, once.
  fileprivate mutating func insert(inOrder number: Int) {
    guard let last, last >= number else {
      append(number)
      return
    }
    if let place = firstIndex(where: { $0 >= number }), self[place] != number { insert(number, at: place) }
  }
}
