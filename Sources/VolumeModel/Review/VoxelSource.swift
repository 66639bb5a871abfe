/// Whose voxels a lesion gets in the adjudicated mask.
public enum VoxelSource: String, Sendable, Hashable, Codable, CaseIterable {
  case rater1, rater2, rater3, rater4, rater5, rater6, rater7, rater8, rater9
  case union, intersection
  /// What more than half of the raters drew.
  case majority
  /// The consensus by ``STAPLE``.
  case staple
  case prediction, nothing
  /// Drawn by the reviewer.
  case drawn
  /// With a change that relabelling proposed and the reviewer accepted.
  case relabelled
  /// As the regions inside were decided, one by one.
  case regions
  /// As a reader had it by regions decided one by one, taken over by an adjudicator.
  case reader

  /// As people read it.
  public var title: String {
    switch self {
    case .rater1, .rater2, .rater3, .rater4, .rater5, .rater6, .rater7, .rater8, .rater9:
      "rater \((raterIndex ?? 0) + 1)"
    case .union: "what either drew"
    case .intersection: "what both drew"
    case .majority: "what most raters drew"
    case .staple: "STAPLE consensus"
    case .prediction: "prediction"
    case .nothing: "nothing"
    case .drawn: "drawn by hand"
    case .relabelled: "relabelled"
    case .regions: "its regions as decided"
    case .reader: "as a reader decided"
    }
  }

  /// The rater, from 0; nil for other sources.
  public var raterIndex: Int? {
    rawValue.hasPrefix("rater") ? Int(rawValue.dropFirst("rater".count)).map { $0 - 1 } : nil
  }

  /// A rater by place, from 0; nil where raters of that place have no name here.
  public init?(rater index: Int) { self.init(rawValue: "rater\(index + 1)") }

  /// The voxels of the source inside a region; nil when there is no such source, as rater 2 in a case with one.
  public func voxels(inside region: VoxelRegion, raters: [Mask], prediction: Mask?) -> VoxelRegion? {
    switch self {
    case .rater1, .rater2, .rater3, .rater4, .rater5, .rater6, .rater7, .rater8, .rater9:
      raterIndex.flatMap { raters.indices.contains($0) ? raters[$0].part(inside: region) : nil }
    case .majority:
      raters.count > 1
        ? region.filtered { index in 2 * raters.count { $0.contains(linearIndex: index) } > raters.count } : nil
    // Its weights belong to the whole volume.
    case .staple: raters.count > 1 ? RaterConsensus(raters)?.mask(.staple)?.part(inside: region) : nil
    case .union:
      raters.isEmpty ? nil : region.filtered { index in raters.contains { $0.contains(linearIndex: index) } }
    case .intersection:
      raters.isEmpty ? nil : region.filtered { index in raters.allSatisfy { $0.contains(linearIndex: index) } }
    case .prediction: prediction?.part(inside: region)
    case .nothing: VoxelRegion()
    case .drawn, .relabelled, .regions, .reader: nil
    }
  }
}

/// What undecided lesions become in the adjudicated mask. None of these depends on a prediction, which may be gone when
/// the mask is built again.
public enum UndecidedPolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// What all raters drew; with one rater what he drew.
  case intersection
  case union, majority, rater1, rater2, nothing

  /// As people read it.
  public var title: String {
    switch self {
    case .intersection: "what both raters drew"
    case .union: "what either rater drew"
    case .majority: "what more than half of the raters drew"
    case .rater1: "what rater 1 drew"
    case .rater2: "what rater 2 drew"
    case .nothing: "nothing"
    }
  }

  /// The mask that stands where nothing was decided.
  public func mask(of raters: [Mask], on grid: VoxelGrid) -> Mask {
    guard let first = raters.first else { return Mask(grid: grid) }
    let second = raters.count > 1 ? raters[1] : first
    return switch self {
    case .intersection: Mask.intersection(of: raters) ?? first
    case .union: Mask.union(of: raters) ?? first
    case .majority: RaterConsensus(raters)?.mask(.majority) ?? first
    case .rater1: first
    case .rater2: second
    case .nothing: Mask(grid: grid)
    }
  }
}

extension ReviewCase {
  /// What undecided lesions become when nobody says: what both raters drew, or of two visits what this one has.
  public var usualPolicy: UndecidedPolicy { comparesVisits ? .rater2 : .intersection }
}
