/// How many voxels each lesion of one mask shares with each lesion of another.
final class LesionOverlapTable: Sendable {
  struct Entry: Sendable {
    /// Position of the other mask's lesion.
    let other: Int
    let voxels: Int
  }

  private let sizes: [Int]
  private let otherSizes: [Int]
  /// For each lesion the lesions of the other mask it shares voxels with, most voxels first.
  private let overlaps: [[Entry]]
  private let otherOverlaps: [[Entry]]

  init(_ lesions: [Lesion], _ others: [Lesion], grid: VoxelGrid) {
    // The other mask's runs in linear order, each with its lesion, and where each row begins.
    let runs = others.enumerated().flatMap { index, lesion in lesion.runs.map { (run: $0, lesion: index) } }
      .sorted { ($0.run.row, $0.run.lower) < ($1.run.row, $1.run.lower) }
    var firstOfRow = [Int32](repeating: 0, count: grid.shape.y * grid.shape.z + 1)
    for entry in runs { firstOfRow[Int(entry.run.row) + 1] += 1 }
    for row in 1..<firstOfRow.count { firstOfRow[row] += firstOfRow[row - 1] }

    sizes = lesions.map(\.voxelCount)
    otherSizes = others.map(\.voxelCount)
    var swapped = [[Entry]](repeating: [], count: others.count)
    overlaps = lesions.indices.map { index in
      var counts: [Int: Int] = [:]
      for run in lesions[index].runs {
        for other in runs[Int(firstOfRow[Int(run.row)])..<Int(firstOfRow[Int(run.row) + 1])] {
          guard other.run.lower < run.upper else { break }
          let shared = Int(min(run.upper, other.run.upper)) - Int(max(run.lower, other.run.lower))
          if shared > 0 { counts[other.lesion, default: 0] += shared }
        }
      }
      for (other, voxels) in counts { swapped[other].append(Entry(other: index, voxels: voxels)) }
      return Self.ordered(counts.map { Entry(other: $0.key, voxels: $0.value) })
    }
    otherOverlaps = swapped.map(Self.ordered)
  }

  private init(sizes: [Int], otherSizes: [Int], overlaps: [[Entry]], otherOverlaps: [[Entry]]) {
    self.sizes = sizes
    self.otherSizes = otherSizes
    self.overlaps = overlaps
    self.otherOverlaps = otherOverlaps
  }

  private static func ordered(_ entries: [Entry]) -> [Entry] {
    entries.sorted { ($0.voxels, $1.other) > ($1.voxels, $0.other) }
  }

  /// The same table with the roles swapped.
  var transposed: LesionOverlapTable {
    LesionOverlapTable(sizes: otherSizes, otherSizes: sizes, overlaps: otherOverlaps, otherOverlaps: overlaps)
  }

  /// The lesions of the other mask that a lesion meets, most shared voxels first.
  func partners(of lesion: Int) -> [Entry] { overlaps[lesion] }

  /// The largest number of lesions that any partner of a lesion meets, 0 without partners.
  func mostPartnersOfAPartner(of lesion: Int) -> Int {
    overlaps[lesion].map { otherOverlaps[$0.other].count }.max() ?? 0
  }

  func bestIntersectionOverUnion(of lesion: Int) -> Double {
    overlaps[lesion].map { Double($0.voxels) / Double(sizes[lesion] + otherSizes[$0.other] - $0.voxels) }.max() ?? 0
  }

  /// The rule of the MSSEG 2016 evaluation: more than 10 % of the lesion is covered, and of the lesions that cover it,
  /// largest fraction first until 65 % of the covered part is explained, none has more than 70 % of its own voxels outside
  /// every lesion of this mask.
  func isFoundByMSSEG(_ lesion: Int) -> Bool {
    let covered = overlaps[lesion].reduce(0) { $0 + $1.voxels }
    guard Double(covered) > 0.10 * Double(sizes[lesion]) else { return false }
    var explained = 0
    for entry in overlaps[lesion] {
      guard Double(explained) < 0.65 * Double(covered) else { break }
      let outside = otherSizes[entry.other] - otherOverlaps[entry.other].reduce(0) { $0 + $1.voxels }
      if Double(outside) > 0.70 * Double(otherSizes[entry.other]) { return false }
      explained += entry.voxels
    }
    return true
  }
}
