/// How many voxels each lesion of one mask shares with each lesion of another.
final class LesionOverlapTable {
  private let sizes: [Int]
  private let otherSizes: [Int]
  /// For each lesion the lesions of the other mask it overlaps, with the number of shared voxels.
  private let overlaps: [[(other: Int, voxels: Int)]]
  /// The same table with the roles swapped.
  private(set) lazy var transposed: LesionOverlapTable = {
    var swapped = [[(other: Int, voxels: Int)]](repeating: [], count: otherSizes.count)
    for (index, row) in overlaps.enumerated() {
      for entry in row { swapped[entry.other].append((index, entry.voxels)) }
    }
    return LesionOverlapTable(sizes: otherSizes, otherSizes: sizes, overlaps: swapped)
  }()

  init(_ lesions: Lesions, _ others: Lesions) {
    // The other mask's runs by row, each with its lesion.
    let height = lesions.grid.shape.y
    var runsOfRow = [[(run: VoxelRun, lesion: Int)]](repeating: [], count: height * lesions.grid.shape.z)
    for (index, other) in others.lesions.enumerated() {
      for run in other.runs { runsOfRow[Int(run.row)].append((run, index)) }
    }
    sizes = lesions.lesions.map(\.voxelCount)
    otherSizes = others.lesions.map(\.voxelCount)
    overlaps = lesions.lesions.map { lesion in
      var counts: [Int: Int] = [:]
      for run in lesion.runs {
        for (other, index) in runsOfRow[Int(run.row)] {
          let shared = Int(min(run.upper, other.upper)) - Int(max(run.lower, other.lower))
          if shared > 0 { counts[index, default: 0] += shared }
        }
      }
      return counts.map { (other: $0.key, voxels: $0.value) }
    }
  }

  init(sizes: [Int], otherSizes: [Int], overlaps: [[(other: Int, voxels: Int)]]) {
    self.sizes = sizes
    self.otherSizes = otherSizes
    self.overlaps = overlaps
  }

  func bestIntersectionOverUnion(reference: Int) -> Double {
    overlaps[reference].map { Double($0.voxels) / Double(sizes[reference] + otherSizes[$0.other] - $0.voxels) }
      .max() ?? 0
  }

  /// The rule of the MSSEG 2016 evaluation: more than 10 % of the lesion is covered, and of the lesions that cover it,
  /// largest share first until 65 % of the covered part is explained, none has more than 70 % of its own voxels outside
  /// every lesion of this mask.
  func isFoundByMSSEG(reference: Int) -> Bool {
    let covered = overlaps[reference].reduce(0) { $0 + $1.voxels }
    guard Double(covered) > 0.10 * Double(sizes[reference]) else { return false }
    let ordered = overlaps[reference].sorted { ($0.voxels, $1.other) > ($1.voxels, $0.other) }
    var explained = 0
    for entry in ordered {
      guard Double(explained) < 0.65 * Double(covered) else { break }
      let outside = otherSizes[entry.other] - transposed.overlaps[entry.other].reduce(0) { $0 + $1.voxels }
      if Double(outside) > 0.70 * Double(otherSizes[entry.other]) { return false }
      explained += entry.voxels
    }
    return true
  }
}
