/// Cuts a lesion into pieces. Every way gives all of its voxels to a piece; pieces come largest first.
public struct LesionCutter: Sendable {
  /// The voxels that are cut.
  public let region: VoxelRegion
  private let lattice: VoxelLattice

  /// Pieces that a plane leaves smaller than this go to the piece that they touch most.
  public static let fragmentMM3 = 10.0

  /// A cutter of a lesion; voxels beyond the grid are left out.
  public init(_ region: VoxelRegion, on grid: VoxelGrid, connectivity: Connectivity = .edges) {
    let indices = region.indices.filter { $0 < grid.voxelCount }
    self.region = VoxelRegion(ascending: indices)
    lattice = VoxelLattice(indices, on: grid, connectivity: connectivity)
  }

  // MARK: - Necks

  /// The watershed of the distance to what is outside the lesion, in millimetres: its peaks are the middles of thick parts,
  /// its passes the necks between them, whose depth is how much narrower (half the width) they are than the thinner part.
  public func watershed() -> Watershed {
    let grid = lattice.grid
    let mask = Mask(region, on: grid)
    guard let box = mask.boundingBox?.padded(byMM: grid.usableSpacingMM.max(), in: grid) else {
      return Watershed([], on: lattice)
    }
    let distances = DistanceMap(to: Mask(grid: grid, box: box) { !mask[$0] }, in: box)
    // A lesion that fills the image has no outside.
    let relief = lattice.indices.map { min(distances[grid.voxel(atLinearIndex: $0)], 1e6) }
    return Watershed(relief, on: lattice)
  }

  /// The pieces that a watershed of this lesion makes of it.
  public func pieces(_ watershed: Watershed, parts: Int) -> [VoxelRegion] { pieces(watershed.labels(parts: parts)) }

  // MARK: - Planes and raters

  /// The connected parts on both sides of a plane between two voxels: `index` is the first one beyond it.
  /// - Parameter axis: the voxel axis that the plane stands across, 0 to 2.
  public func pieces(acrossVoxelAxis axis: Int, at index: Int) -> [VoxelRegion] {
    let sides = lattice.indices.map { Int32(lattice.grid.voxel(atLinearIndex: $0)[axis] < index ? 0 : 1) }
    guard sides.contains(0), sides.contains(1) else { return [region] }
    let least = Int((Self.fragmentMM3 / max(lattice.grid.voxelVolumeMM3, 1e-9)).rounded(.up))
    return pieces(joiningFragments(of: lattice.components(ofLabels: sides), smallerThan: least))
  }

  /// A piece around each component that a mask has inside the lesion; other voxels go to the component that is nearest on
  /// a way through the lesion.
  public func pieces(around mask: Mask) -> [VoxelRegion] {
    let drawn = lattice.indices.map { Int32(mask.contains(linearIndex: $0) ? 0 : 1) }
    guard drawn.contains(0) else { return [region] }
    let components = lattice.components(ofLabels: drawn)
    let spread = lattice.spreading(zip(drawn, components).map { $0 == 0 ? $1 : -1 })
    // What no component reaches is a piece by itself.
    return pieces(zip(spread, components).map { $0 >= 0 ? $0 : $1 })
  }

  /// Voxels that belong to no piece, each given to the nearest piece.
  /// - Returns: for each piece the voxels it gets.
  public static func distribute(_ voxels: VoxelRegion, among pieces: [VoxelRegion], on grid: VoxelGrid) -> [VoxelRegion]
  {
    guard !voxels.isEmpty, pieces.count > 1 else { return pieces.indices.map { $0 == 0 ? voxels : VoxelRegion() } }
    let around = (pieces + [voxels]).compactMap { Mask($0, on: grid).boundingBox }.reduce(nil) { box, next in
      (box as VoxelBox?)?.union(next) ?? next
    }
    guard let around else { return pieces.map { _ in VoxelRegion() } }
    let maps = pieces.map { DistanceMap(to: Mask($0, on: grid), in: around) }
    let nearest = voxels.indices.map { index in
      let voxel = grid.voxel(atLinearIndex: index)
      return maps.indices.min { maps[$0][voxel] < maps[$1][voxel] } ?? 0
    }
    return pieces.indices.map { piece in
      VoxelRegion(ascending: zip(voxels.indices, nearest).filter { $0.1 == piece }.map(\.0))
    }
  }

  // MARK: - Labels

  private func pieces(_ labels: [Int32]) -> [VoxelRegion] {
    var voxels: [Int32: [Int]] = [:]
    for (index, label) in zip(lattice.indices, labels) { voxels[label, default: []].append(index) }
    return voxels.values.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }.map { VoxelRegion(ascending: $0) }
  }

  private func joiningFragments(of labels: [Int32], smallerThan least: Int) -> [Int32] {
    var sizes: [Int32: Int] = [:]
    for label in labels { sizes[label, default: 0] += 1 }
    var contacts: [Int32: [Int32: Int]] = [:]
    for voxel in labels.indices where sizes[labels[voxel], default: 0] < least {
      lattice.forEachNeighbour(of: voxel) { neighbour, _ in
        let other = labels[neighbour]
        guard other != labels[voxel], sizes[other, default: 0] >= least else { return }
        contacts[labels[voxel], default: [:]][other, default: 0] += 1
      }
    }
    return labels.map { label in
      contacts[label]?.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? label
    }
  }

  /// A number for each piece from 0 on, so that pieces that touch have different ones; as few as a first fit finds.
  public func contrastingNumbers(of pieces: [VoxelRegion]) -> [Int] {
    var owner: [Int: Int] = [:]
    for (piece, region) in pieces.enumerated() { for index in region.indices { owner[index] = piece } }
    var touching = [Set<Int>](repeating: [], count: pieces.count)
    for (voxel, index) in lattice.indices.enumerated() {
      guard let piece = owner[index] else { continue }
      lattice.forEachNeighbour(of: voxel) { neighbour, _ in
        if let other = owner[lattice.indices[neighbour]], other != piece { touching[piece].insert(other) }
      }
    }
    var numbers = [Int](repeating: 0, count: pieces.count)
    for piece in pieces.indices {
      let used = Set(touching[piece].filter { $0 < piece }.map { numbers[$0] })
      numbers[piece] = (0...pieces.count).first { !used.contains($0) } ?? 0
    }
    return numbers
  }
}
