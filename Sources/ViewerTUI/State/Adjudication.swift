package import VolumeModel

/// What the readers of a case said, for who has the final word on it.
package struct Adjudication: Sendable {
  /// A place over which the readers differ.
  package enum Place: Sendable, Hashable {
    /// A lesion, by its place in the table.
    case lesion(Int)
    /// A region of disagreement between raters, by its place among the findings.
    case region(Int)
  }

  /// In the order of their columns.
  package let readers: [ReaderReview]
  /// What each said of every lesion of the table.
  package private(set) var words: [[ReaderWord]] = []
  /// Where they differ: opposite verdicts first, large ones first.
  package private(set) var places: [Place] = []
  /// The place that the walk is at.
  package var current: Int?

  package init(readers: [ReaderReview]) { self.readers = readers }

  /// Finds what was said of each lesion of a table and of the regions of disagreement.
  mutating func compare(on table: LesionTable, regions: [VoxelRegion], raters: [Mask]) {
    words = table.words(of: readers, raters: raters)
    var found: [(rank: Int, size: Int, place: Place)] = []
    var lesionsWithRegions: Set<Int> = []
    if readers.contains(where: { !$0.state.regions.isEmpty }) {
      let owners = table.lesionNumbers(ofRegions: regions)
      for (index, region) in regions.enumerated() {
        let own = readers.map { $0.state.regionReview(of: region) }
        guard own.contains(where: { $0?.isDecided == true }), owners.indices.contains(index) else { continue }
        let verdicts = readers.map { $0.state.verdict(onRegion: region) }
        guard Set(verdicts).count > 1 else { continue }
        lesionsWithRegions.insert(owners[index])
        found.append((Set(verdicts.compactMap { $0 }).count > 1 ? 0 : 3, region.voxelCount, .region(index)))
      }
    }
    for (index, record) in table.records.enumerated() {
      guard words.indices.contains(index), let difference = ReaderDifference(words[index]) else { continue }
      // Where regions tell what differs, the lesion as a whole says it a second time.
      if difference != .verdict, lesionsWithRegions.contains(record.id) { continue }
      let rank = ReaderDifference.allCases.firstIndex(of: difference) ?? 0
      found.append((rank, record.region.voxelCount, .lesion(index)))
    }
    let places = found.enumerated()
      .sorted { ($0.element.rank, $1.element.size, $0.offset) < ($1.element.rank, $0.element.size, $1.offset) }
      .map(\.element.place)
    if places != self.places { current = nil }
    self.places = places
  }
}
