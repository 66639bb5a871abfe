/// One act of a reviewer. The review is the fold of its events; none is ever changed or taken away, undoing is an event
/// too.
public enum ReviewEvent: Sendable, Hashable {
  case lesion(LesionAct)
  case wholeCase(CaseAct)
  /// Takes back the last act that stands.
  case undo
  /// Brings back the act that was undone last; there is none once something new was done.
  case redo
}

/// What was said of one lesion. What is nil stays as it was.
public struct LesionAct: Sendable, Hashable, Codable {
  /// The lesion's number on the reviewer's screen, for people; what counts is `region`.
  public var lesion: Int
  /// All voxels of the lesion at that time, whoever drew them.
  public var region: VoxelRegion
  public var verdict: Verdict?
  public var isFlagged: Bool?
  public var lesionClass: LesionClass?
  /// Empty takes a comment back.
  public var comment: String?
  public var choice: VoxelChoice?

  public init(lesion: Int, region: VoxelRegion) {
    self.lesion = lesion
    self.region = region
  }

  private enum CodingKeys: String, CodingKey {
    case lesion, region, verdict, isFlagged = "flagged", lesionClass = "class", comment, choice
  }
}

/// The voxels a lesion has in the adjudicated mask, and how they were chosen. The voxels themselves are kept, so that
/// the mask never depends on a prediction that is gone.
public struct VoxelChoice: Sendable, Hashable, Codable {
  public var source: VoxelSource
  /// The voxels before they were grown or shrunk.
  public var base: VoxelRegion
  /// See ``VoxelRegion/grown(bySteps:inside:)``.
  public var steps: Int
  public var voxels: VoxelRegion

  public init(source: VoxelSource, voxels: VoxelRegion) {
    self.init(source: source, base: voxels, steps: 0, voxels: voxels)
  }

  public init(source: VoxelSource, base: VoxelRegion, steps: Int, voxels: VoxelRegion) {
    self.source = source
    self.base = base
    self.steps = steps
    self.voxels = voxels
  }

  private enum CodingKeys: String, CodingKey { case source, base, steps, voxels }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    source = try fields.decode(VoxelSource.self, forKey: .source)
    voxels = try fields.decode(VoxelRegion.self, forKey: .voxels)
    steps = try fields.decodeIfPresent(Int.self, forKey: .steps) ?? 0
    base = try fields.decodeIfPresent(VoxelRegion.self, forKey: .base) ?? voxels
  }

  /// The base is written only where it differs.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(source, forKey: .source)
    try fields.encode(voxels, forKey: .voxels)
    if steps != 0 { try fields.encode(steps, forKey: .steps) }
    if base != voxels { try fields.encode(base, forKey: .base) }
  }
}

/// What was said of the whole case. What is nil stays as it was.
public struct CaseAct: Sendable, Hashable, Codable {
  public var verdict: Verdict?
  public var isFlagged: Bool?
  /// Empty takes a comment back.
  public var comment: String?

  public init(verdict: Verdict? = nil, isFlagged: Bool? = nil, comment: String? = nil) {
    self.verdict = verdict
    self.isFlagged = isFlagged
    self.comment = comment
  }

  private enum CodingKeys: String, CodingKey { case verdict, isFlagged = "flagged", comment }
}

extension ReviewEvent {
  /// The event with the raters' names exchanged: what is rater 1 on the screen of a blind review may be rater 2 in the
  /// record.
  public var withSwappedRaters: ReviewEvent {
    guard case .lesion(var act) = self, let source = act.choice?.source else { return self }
    act.choice?.source = source == .rater1 ? .rater2 : source == .rater2 ? .rater1 : source
    return .lesion(act)
  }
}

/// As JSON one flat object whose `act` says what it is.
extension ReviewEvent: Codable {
  private enum CodingKeys: String, CodingKey { case act }
  private enum Kind: String, Codable { case lesion, `case`, undo, redo }

  public init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .act) {
    case .lesion: self = .lesion(try LesionAct(from: decoder))
    case .case: self = .wholeCase(try CaseAct(from: decoder))
    case .undo: self = .undo
    case .redo: self = .redo
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .lesion(let act):
      try fields.encode(Kind.lesion, forKey: .act)
      try act.encode(to: encoder)
    case .wholeCase(let act):
      try fields.encode(Kind.case, forKey: .act)
      try act.encode(to: encoder)
    case .undo: try fields.encode(Kind.undo, forKey: .act)
    case .redo: try fields.encode(Kind.redo, forKey: .act)
    }
  }
}
