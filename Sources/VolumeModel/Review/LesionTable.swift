/// What a lesion table is made from; everything on one grid.
public struct LesionSources: Sendable {
  /// One mask a rater.
  public var raters: [Mask]
  /// The predicted mask.
  public var prediction: Mask?
  /// The probability map, 0 to 1.
  public var probability: Volume<Float>?
  /// Voxels that only the reviewer has; see ``ReviewState/kept(outside:on:)``.
  public var kept: Mask?
  /// Intensities.
  public var flair: Volume<Float>
  /// The voxels of the brain.
  public var brain: Mask
  /// Whether the raters' masks are those of an earlier and a later visit.
  public var comparesVisits: Bool
  /// The regions over which the raters disagree, where they are known already; see ``Finding/regions(of:connectivity:)``.
  public var regions: [VoxelRegion]?
  /// What the reviewer cut and joined; see ``ReviewState/pieces``.
  public var pieces: [LesionPiece]
  /// Plausible annotations that a network drew; they are no readings and make no lesions.
  public var samples: [Mask] = []

  /// Inputs on one grid.
  public init(
    raters: [Mask], prediction: Mask? = nil, probability: Volume<Float>? = nil, kept: Mask? = nil,
    flair: Volume<Float>, brain: Mask, comparesVisits: Bool = false, pieces: [LesionPiece] = [],
    regions: [VoxelRegion]? = nil
  ) {
    self.regions = regions
    self.pieces = pieces
    self.comparesVisits = comparesVisits
    self.raters = raters
    self.prediction = prediction
    self.probability = probability
    self.kept = kept
    self.flair = flair
    self.brain = brain
  }

  /// Every voxel that anybody drew.
  public var union: Mask {
    (raters + [prediction, kept].compactMap { $0 }).reduce(Mask(grid: flair.grid)) { $0.union($1) }
  }
}

/// All lesions of a case, one record for each connected component of the union of its masks, or for each piece that the
/// reviewer cut or joined. A lesion of one voxel is one.
public struct LesionTable: Sendable {
  /// The grid of all inputs.
  public let grid: VoxelGrid
  /// Which voxels count as neighbours.
  public let connectivity: Connectivity
  /// By number.
  public let records: [LesionRecord]
  /// Of each record the regions inside over which the raters disagree; none where visits are compared.
  let regions: [[VoxelRegion]]
  /// Finds records by their voxels.
  let index: RegionIndex
  /// How many raters there are.
  public let raterCount: Int
  /// Whether the raters' masks are those of an earlier and a later visit.
  public let comparesVisits: Bool
  /// What was cut and joined when it was made.
  public let pieces: [LesionPiece]
  /// In what volume two samples of a network differ away from every lesion, the mean over all pairs, in cubic millimetres; nil
  /// with fewer than two samples.
  public let expectedElsewhereMM3: Double?
  /// The numbers given so far; a new lesion gets the next.
  package let numbersGiven: Int

  /// How far around a lesion its surroundings reach, in mm.
  public static let surroundingsMM = 3.0

  /// - Parameter previous: a table whose lesions pass their numbers on to those they share most voxels with.
  public init(
    _ sources: LesionSources, connectivity: Connectivity = .edges, keepingNumbersOf previous: LesionTable? = nil
  ) {
    grid = sources.flair.grid
    self.connectivity = connectivity
    raterCount = sources.raters.count
    comparesVisits = sources.comparesVisits
    pieces = sources.pieces
    let union = sources.union
    let found = LesionGroups(of: union, pieces: sources.pieces, connectivity: connectivity)
    let known = previous.map { Self.numbers(of: found.groups.map(\.region), from: $0) }
    let (numbers, given) = found.numbers(known, givenBefore: previous?.numbersGiven ?? 0)
    numbersGiven = given
    let measure = LesionMeasurement(sources, union: union)
    let sampled = SampledDifferences(
      sources.samples, lesions: found.groups.map(\.lesion), union: union, connectivity: connectivity)
    expectedElsewhereMM3 = sampled?.elsewhereMM3
    let places = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    records = ParallelBlocks.map(places.count, blockSize: 256) { block in
      places[block].map { place in
        let group = found.groups[place]
        return measure.record(
          numbers[place], group.lesion, group.region, division: group.piece?.rule,
          expectedDifferenceMM3: sampled?.ofLesionsMM3[place])
      }
    }
    index = RegionIndex(records.lazy.map(\.region))
    regions = Self.regions(in: records, index, sources, connectivity)
  }

  private static func regions(
    in records: [LesionRecord], _ index: RegionIndex, _ sources: LesionSources, _ connectivity: Connectivity
  ) -> [[VoxelRegion]] {
    var regions = [[VoxelRegion]](repeating: [], count: records.count)
    guard !sources.comparesVisits else { return regions }
    let found =
      sources.regions
      ?? Finding.regions(of: sources.raters, connectivity: connectivity)
      .map { VoxelRegion($0.region, on: sources.flair.grid) }
    for region in found {
      // All of it lies in one lesion, since neighbours are the same for both, where nobody cut that lesion.
      let owners = index.candidates(region).filter { records[$0].region.overlapCount(with: region) > 0 }
      for owner in owners {
        regions[owner].append(owners.count == 1 ? region : region.intersection(records[owner].region))
      }
    }
    return regions
  }

  /// For each region the number it takes over, or 0: largest overlaps choose first, and a number is taken once.
  private static func numbers(of regions: [VoxelRegion], from previous: LesionTable) -> [Int] {
    var numbers = [Int](repeating: 0, count: regions.count)
    var candidates: [(overlap: Int, index: Int, number: Int)] = []
    let known = RegionIndex(previous.records.lazy.map(\.region))
    for (index, region) in regions.enumerated() {
      for old in known.candidates(region).map({ previous.records[$0] }) {
        let overlap = region.overlapCount(with: old.region)
        if overlap > 0 { candidates.append((overlap, index, old.id)) }
      }
    }
    var taken: Set<Int> = []
    for candidate in candidates.sorted(by: { ($1.overlap, $0.number) < ($0.overlap, $1.number) }) {
      guard numbers[candidate.index] == 0, taken.insert(candidate.number).inserted else { continue }
      numbers[candidate.index] = candidate.number
    }
    return numbers
  }

  /// The number of the lesion that each region of disagreement lies in; 0 for other regions.
  public func lesionNumbers(ofRegions wanted: [VoxelRegion]) -> [Int] {
    var owners: [Int: Int] = [:]
    for (record, regions) in zip(records, regions) {
      for region in regions { if let first = region.ranges.first { owners[first.lowerBound] = record.id } }
    }
    return wanted.map { $0.ranges.first.flatMap { owners[$0.lowerBound] } ?? 0 }
  }

  /// The place in ``records`` of the lesion of a number; nil when there is none.
  public func place(ofNumber number: Int) -> Int? {
    // Records are in the order of their numbers.
    var (low, high) = (0, records.count)
    while low < high {
      let middle = (low + high) / 2
      if records[middle].id < number { low = middle + 1 } else { high = middle }
    }
    return low < records.count && records[low].id == number ? low : nil
  }

  /// The place in ``records`` of the lesion that holds a voxel; nil where none does.
  public func place(at voxel: SIMD3<Int>) -> Int? {
    guard grid.contains(voxel) else { return nil }
    return index.candidates(VoxelRegion(ascending: [grid.linearIndex(voxel)]))
      .first { records[$0].lesion.contains(voxel) }
  }

  /// The lesion of a number; nil when there is none.
  public func record(_ number: Int) -> LesionRecord? { place(ofNumber: number).map { records[$0] } }

  /// The lesion that holds a voxel.
  public func record(at voxel: SIMD3<Int>) -> LesionRecord? { place(at: voxel).map { records[$0] } }
}

extension LesionTable {
  /// The number of its lesion for each voxel, 0 outside of lesions.
  public func numberMap() -> Volume<Int32> {
    var volume = Volume<Int32>(grid: grid, filledWith: 0)
    volume.withMutableScalars { scalars in
      for record in records {
        for range in record.region.ranges { for index in range { scalars[index] = Int32(clamping: record.id) } }
      }
    }
    return volume
  }
}
