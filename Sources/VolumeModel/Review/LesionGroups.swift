/// The lesions of a case: the connected components of its masks, where the reviewer did not cut or join them.
struct LesionGroups {
  struct Group {
    let lesion: Lesion
    let region: VoxelRegion
    /// What made it a lesion; nil for a component.
    let piece: LesionPiece?
    /// Of a component its place by volume, from 1.
    let rank: Int?
  }

  /// Largest first.
  let groups: [Group]
  /// Components before anything was cut or joined.
  let componentCount: Int

  init(of mask: Mask, pieces: [LesionPiece], connectivity: Connectivity) {
    let grid = mask.grid
    let unsorted = Lesions(of: mask, connectivity: connectivity).lesions
    let sizes = unsorted.map(\.voxelCount)
    // Places are sorted rather than lesions, which are large.
    let components = unsorted.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
      .map { unsorted[$0] }
    componentCount = components.count
    let index = RegionIndex(pieces.lazy.map(\.region))
    var groups: [Group] = []
    var voxels = [[Int]](repeating: [], count: pieces.count)
    for (place, component) in components.enumerated() {
      let region = VoxelRegion(component, on: grid)
      let touching =
        pieces.isEmpty ? [] : index.candidates(region).filter { pieces[$0].region.overlapCount(with: region) > 0 }
      guard !touching.isEmpty else {
        groups.append(Group(lesion: component, region: region, piece: nil, rank: place + 1))
        continue
      }
      let owners = Self.owners(of: region, among: touching, pieces, grid, connectivity)
      for (index, owner) in zip(region.indices, owners) { voxels[owner].append(index) }
    }
    for (piece, found) in zip(pieces, voxels) where !found.isEmpty {
      let region = VoxelRegion(ascending: found.sorted())
      let lesion = Lesion(id: groups.count + 1, runs: region.runs(on: grid)[...], grid: grid)
      groups.append(Group(lesion: lesion, region: region, piece: piece, rank: nil))
    }
    self.groups =
      pieces.isEmpty
      ? groups
      : groups.enumerated().sorted {
        ($1.element.lesion.voxelCount, $0.offset) < ($0.element.lesion.voxelCount, $1.offset)
      }
      .map(\.element)
  }

  /// For each voxel of a component the piece that it belongs to. What lies in none, as after a new prediction, goes to the
  /// piece that is nearest on a way through the component.
  private static func owners(
    of region: VoxelRegion, among touching: [Int], _ pieces: [LesionPiece], _ grid: VoxelGrid,
    _ connectivity: Connectivity
  ) -> [Int] {
    let indices = region.indices
    var labels = [Int32](repeating: -1, count: indices.count)
    for piece in touching {
      var place = 0
      for range in pieces[piece].region.ranges {
        while place < indices.count, indices[place] < range.lowerBound { place += 1 }
        while place < indices.count, indices[place] < range.upperBound {
          labels[place] = Int32(piece)
          place += 1
        }
      }
    }
    if labels.contains(-1) {
      labels = VoxelLattice(indices, on: grid, connectivity: connectivity).spreading(labels)
    }
    return labels.map { Int($0) }
  }

  /// The number of each lesion. Pieces keep those that they were given, components those of the earlier table's lesions
  /// that they share most voxels with, or else their place by volume; what is new gets the next free one.
  /// - Parameter known: of each region the number it takes over from an earlier table, or 0; nil without one.
  func numbers(_ known: [Int]?, givenBefore: Int) -> (numbers: [Int], given: Int) {
    var taken: Set<Int> = []
    var numbers = groups.map { group in
      group.piece.flatMap { $0.number > 0 && taken.insert($0.number).inserted ? $0.number : nil } ?? 0
    }
    for place in groups.indices where numbers[place] == 0 {
      let preferred = known?[place] ?? groups[place].rank ?? 0
      if preferred > 0, taken.insert(preferred).inserted { numbers[place] = preferred }
    }
    var given = max(givenBefore, known == nil ? componentCount : 0, taken.max() ?? 0)
    for place in groups.indices where numbers[place] == 0 {
      given += 1
      numbers[place] = given
    }
    return (numbers, given)
  }
}
