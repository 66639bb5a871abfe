/// The voxels that may be grown, sorted once: region by region, nearest ring first, brightest first within a ring,
/// linear index among equals. Every size and threshold then takes a prefix of each ring.
struct GrowthOrder: Sendable {
  /// Where in the words of a mask a voxel's bit lies: 64 * word + bit. Ascending with the linear index.
  let bitAddresses: [Int]
  /// The voxels' FLAIR, descending within a ring.
  let flair: [Float]
  /// The rings of all regions, as ranges of the two arrays.
  let rings: [Range<Int>]
  /// The number of each of `rings`: its distance from the mask in steps of the smallest spacing, from 1.
  let ringNumbers: [Int]
  /// What grows by itself: the whole scan, or each lesion.
  let regions: [Region]

  struct Region: Sendable {
    let expertVoxels: Int
    /// Its rings, nearest first, as a range of `rings`.
    let rings: Range<Int>
  }

  /// Candidates in linear-index order, each with ring and region (an index into `expertVoxels`).
  init(bitAddresses: [Int], flair: [Float], ring: [UInt32], region: [UInt32]?, expertVoxels: [Int]) {
    var sort = StableRadixSort(count: bitAddresses.count)
    sort.sort(by: flair.map(\.descendingSortKey))
    sort.sort(by: ring)
    if let region { sort.sort(by: region) }
    self.bitAddresses = sort.order.map { bitAddresses[Int($0)] }
    self.flair = sort.order.map { flair[Int($0)] }

    var rings: [Range<Int>] = []
    var ringNumbers: [Int] = []
    var regions: [Region] = []
    var position = 0
    for number in expertVoxels.indices {
      let firstRing = rings.count
      let start = position
      while position < sort.order.count {
        let candidate = Int(sort.order[position])
        guard Int(region?[candidate] ?? 0) == number else { break }
        if position > start, ring[candidate] == ring[Int(sort.order[position - 1])], let last = rings.popLast() {
          rings.append(last.lowerBound..<position + 1)
        } else {
          rings.append(position..<position + 1)
          ringNumbers.append(Int(ring[candidate]))
        }
        position += 1
      }
      regions.append(Region(expertVoxels: expertVoxels[number], rings: firstRing..<rings.count))
    }
    self.rings = rings
    self.ringNumbers = ringNumbers
    self.regions = regions
  }

  /// The number of voxels of a ring at least as bright as `threshold`; none when it is not a number.
  func eligibleCount(inRing ring: Range<Int>, threshold: Double) -> Int {
    var lower = ring.lowerBound
    var upper = ring.upperBound
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if Double(flair[middle]) >= threshold { lower = middle + 1 } else { upper = middle }
    }
    return lower - ring.lowerBound
  }
}
