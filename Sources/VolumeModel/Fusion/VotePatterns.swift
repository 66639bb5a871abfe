/// The voxels of several raters' masks grouped by who marked them: with R raters at most 2^R patterns exist, and all
/// voxels of one pattern are alike to every fusion rule.
public struct VotePatterns: Sendable {
  /// At most this many raters.
  public static let mostRaters = 64

  /// The grid of all masks.
  public let grid: VoxelGrid
  /// How many masks there are.
  public let raters: Int
  /// Bit r of a pattern says whether rater r marked the voxel; the voxels nobody marked come first.
  public let patterns: [UInt64]
  /// Voxels of each pattern.
  public let counts: [Int]
  /// Linear index and pattern number of the voxels that somebody marked.
  private let marked: [(index: Int, pattern: Int32)]

  /// Nil without masks, with more than `mostRaters`, or when their shapes differ.
  public init?(_ masks: [Mask]) {
    guard let first = masks.first, masks.count <= Self.mostRaters,
      masks.allSatisfy({ $0.grid.shape == first.grid.shape }), let anyone = Mask.union(of: masks)
    else { return nil }
    grid = first.grid
    raters = masks.count
    var numbers: [UInt64: Int32] = [0: 0]
    var patterns: [UInt64] = [0]
    var counts = [grid.voxelCount]
    var marked: [(index: Int, pattern: Int32)] = []
    marked.reserveCapacity(anyone.count)
    let width = grid.shape.x
    let bitsPerRow = first.wordsPerRow * 64
    anyone.forEachLinearIndex { index in
      let row = index / width
      let address = row * bitsPerRow + index - row * width
      var pattern: UInt64 = 0
      for (rater, mask) in masks.enumerated() {
        pattern |= (mask.words[address >> 6] >> UInt64(address & 63) & 1) << UInt64(rater)
      }
      let number = numbers[pattern] ?? Int32(patterns.count)
      if Int(number) == patterns.count {
        numbers[pattern] = number
        patterns.append(pattern)
        counts.append(0)
      }
      counts[0] -= 1
      counts[Int(number)] += 1
      marked.append((index, number))
    }
    self.patterns = patterns
    self.counts = counts
    self.marked = marked
  }

  /// The voxels whose pattern `isInside`, given the pattern's number. The voxels nobody marked are outside.
  public func mask(where isInside: (Int) -> Bool) -> Mask {
    let inside = patterns.indices.map(isInside)
    var mask = Mask(grid: grid)
    for (index, pattern) in marked where inside[Int(pattern)] { mask[grid.voxel(atLinearIndex: index)] = true }
    return mask
  }

  /// A volume with one value a pattern.
  public func volume(_ values: [Double]) -> Volume<Float> {
    precondition(values.count == patterns.count, "one value a pattern")
    var volume = Volume<Float>(grid: grid, filledWith: Float(values[0]))
    volume.withMutableScalars { scalars in
      for (index, pattern) in marked { scalars[index] = Float(values[Int(pattern)]) }
    }
    return volume
  }

  /// How many raters marked the voxels of a pattern.
  public func votes(ofPattern pattern: Int) -> Int { patterns[pattern].nonzeroBitCount }

  /// The fraction of raters for each pattern.
  public var means: [Double] { patterns.indices.map { Double(votes(ofPattern: $0)) / Double(raters) } }
}
