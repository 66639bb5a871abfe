/// Whose voxels a lesion gets in the adjudicated mask.
public enum VoxelSource: String, Sendable, Hashable, Codable, CaseIterable {
  case rater1, rater2, union, intersection, prediction, nothing
  /// Drawn by the reviewer.
  case drawn
  /// With a change that relabelling proposed and the reviewer accepted.
  case relabelled

  /// As people read it.
  public var title: String {
    switch self {
    case .rater1: "rater 1"
    case .rater2: "rater 2"
    case .union: "what either drew"
    case .intersection: "what both drew"
    case .prediction: "prediction"
    case .nothing: "nothing"
    case .drawn: "drawn by hand"
    case .relabelled: "relabelled"
    }
  }

  /// The voxels of the source inside a region; nil when there is no such source, as rater 2 in a case with one.
  public func voxels(inside region: VoxelRegion, raters: [Mask], prediction: Mask?) -> VoxelRegion? {
    switch self {
    case .rater1: raters.first?.part(inside: region)
    case .rater2: raters.count > 1 ? raters[1].part(inside: region) : nil
    case .union:
      raters.dropFirst().reduce(raters.first) { $0?.union($1) }?.part(inside: region)
    case .intersection:
      raters.dropFirst().reduce(raters.first) { $0?.intersection($1) }?.part(inside: region)
    case .prediction: prediction?.part(inside: region)
    case .nothing: VoxelRegion()
    case .drawn, .relabelled: nil
    }
  }
}

/// What undecided lesions become in the adjudicated mask. None of these depends on a prediction, which may be gone when
/// the mask is built again.
public enum UndecidedPolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// What both raters drew; with one rater what he drew.
  case intersection
  case union, rater1, rater2, nothing

  /// As people read it.
  public var title: String {
    switch self {
    case .intersection: "what both raters drew"
    case .union: "what either rater drew"
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
    case .intersection: first.intersection(second)
    case .union: first.union(second)
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
