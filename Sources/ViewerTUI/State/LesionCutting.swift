package import VolumeModel

/// A lesion that is about to be cut: the way chosen, and the pieces that it would make.
package struct LesionCutting: Sendable {
  /// How a lesion is cut.
  package enum Way: Sendable, Hashable {
    /// At its narrowest places, as a watershed of the distance to its surface finds them.
    case necks
    /// Before the crosshair's slice, row or column of the plane shown.
    case slice, row, column
    /// Around the lesions that a rater, from 0, drew inside.
    case rater(Int)
  }

  /// What pieces follow from.
  private struct Inputs: Sendable, Hashable {
    var way: Way
    var parts: Int
    var axis: Int
    var index: Int
  }

  /// The lesion's number.
  package let lesion: Int
  package let cutter: LesionCutter
  package let watershed: Watershed
  package var way: Way = .necks
  /// How many parts are cut at necks.
  package private(set) var parts: Int
  /// Largest first; one where this way does not cut.
  package private(set) var pieces: [VoxelRegion]
  /// The pieces in a few masks, so that pieces that touch are in different ones.
  package private(set) var masks: [Mask] = []
  private var inputs: Inputs?
  private let grid: VoxelGrid

  /// More looks than these cannot be told apart.
  static let mostMasks = 6

  init(_ row: LesionRow, on grid: VoxelGrid) {
    lesion = row.id
    self.grid = grid
    cutter = LesionCutter(row.record.region, on: grid)
    watershed = cutter.watershed()
    parts = min(2, watershed.depths.count + 1)
    pieces = [cutter.region]
  }

  /// How much narrower than the parts beside them the necks are at least that are cut, in millimetres; nil where none is.
  package var depthMM: Double? { parts > 1 ? watershed.depths[parts - 2] : nil }

  /// Cuts at one neck more, or fewer.
  /// - Returns: whether there was one.
  mutating func change(partsBy step: Int) -> Bool { set(parts: parts + step) }

  mutating func set(parts count: Int) -> Bool {
    let limits = min(2, watershed.depths.count + 1)...watershed.depths.count + 1
    guard limits.contains(count) else { return false }
    parts = count
    return true
  }

  /// Makes the pieces anew where something about them has changed.
  /// - Parameters:
  ///   - axis: the voxel axis that the plane of the way stands across.
  ///   - index: the first voxel beyond that plane.
  mutating func refresh(axis: Int, index: Int, raters: [Mask]) {
    let isPlane = [.slice, .row, .column].contains(way)
    let new = Inputs(way: way, parts: way == .necks ? parts : 0, axis: isPlane ? axis : 0, index: isPlane ? index : 0)
    guard new != inputs else { return }
    inputs = new
    switch way {
    case .necks: pieces = cutter.pieces(watershed, parts: parts)
    case .slice, .row, .column: pieces = cutter.pieces(acrossVoxelAxis: axis, at: index)
    case .rater(let rater):
      pieces = raters.indices.contains(rater) ? cutter.pieces(around: raters[rater]) : [cutter.region]
    }
    masks = []
    for (piece, number) in zip(pieces, cutter.contrastingNumbers(of: pieces)) {
      let place = number % Self.mostMasks
      while masks.count <= place { masks.append(Mask(grid: grid)) }
      masks[place].insert(piece)
    }
  }
}
