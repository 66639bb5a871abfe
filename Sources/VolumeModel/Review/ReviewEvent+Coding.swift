/// The names of what a line of a journal can hold about one lesion. Its parts are read through one container, since each
/// costs as much as the fields of a line.
enum ActionKey: String, CodingKey {
  case sequence = "seq", time, author, kind = "act"
  case lesion, region, verdict, isFlagged = "flagged", lesionClass = "class", comment, reason, choice
}

/// As JSON one flat object whose `act` says what it is.
extension ReviewEvent: Codable {
  private enum Kind: String, Codable { case lesion, lesions, regions, division, `case`, undo, redo }

  /// Decodes what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.container(keyedBy: ActionKey.self), decoder)
  }

  /// - Parameter fields: those of `decoder`.
  init(_ fields: KeyedDecodingContainer<ActionKey>, _ decoder: any Decoder) throws {
    switch try fields.decode(Kind.self, forKey: .kind) {
    case .lesion: self = .lesion(try LesionAction(fields))
    case .lesions: self = .lesions(try LesionActions(from: decoder))
    case .regions: self = .regions(try LesionActions(from: decoder))
    case .division: self = .division(try LesionDivision(from: decoder))
    case .case: self = .wholeCase(try CaseAction(from: decoder))
    case .undo: self = .undo
    case .redo: self = .redo
    }
  }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: ActionKey.self)
    switch self {
    case .lesion(let action):
      try fields.encode(Kind.lesion, forKey: .kind)
      try action.encode(to: encoder)
    case .lesions(let many):
      try fields.encode(Kind.lesions, forKey: .kind)
      try many.encode(to: encoder)
    case .regions(let many):
      try fields.encode(Kind.regions, forKey: .kind)
      try many.encode(to: encoder)
    case .division(let division):
      try fields.encode(Kind.division, forKey: .kind)
      try division.encode(to: encoder)
    case .wholeCase(let action):
      try fields.encode(Kind.case, forKey: .kind)
      try action.encode(to: encoder)
    case .undo: try fields.encode(Kind.undo, forKey: .kind)
    case .redo: try fields.encode(Kind.redo, forKey: .kind)
    }
  }
}

extension LesionAction: Codable {
  /// Decodes what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws { try self.init(decoder.container(keyedBy: ActionKey.self)) }

  fileprivate init(_ fields: KeyedDecodingContainer<ActionKey>) throws {
    self.init(
      lesion: try fields.decode(Int.self, forKey: .lesion), region: try fields.decode(VoxelRegion.self, forKey: .region)
    )
    verdict = try fields.decodeIfPresent(Verdict.self, forKey: .verdict)
    isFlagged = try fields.decodeIfPresent(Bool.self, forKey: .isFlagged)
    lesionClass = try fields.decodeIfPresent(LesionClass.self, forKey: .lesionClass)
    comment = try fields.decodeIfPresent(String.self, forKey: .comment)
    reason = try fields.decodeIfPresent(String.self, forKey: .reason)
    choice = try fields.decodeIfPresent(VoxelChoice.self, forKey: .choice)
  }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: ActionKey.self)
    try fields.encode(lesion, forKey: .lesion)
    try fields.encode(region, forKey: .region)
    try fields.encodeIfPresent(verdict, forKey: .verdict)
    try fields.encodeIfPresent(isFlagged, forKey: .isFlagged)
    try fields.encodeIfPresent(lesionClass, forKey: .lesionClass)
    try fields.encodeIfPresent(comment, forKey: .comment)
    try fields.encodeIfPresent(reason, forKey: .reason)
    try fields.encodeIfPresent(choice, forKey: .choice)
  }
}

extension VoxelChoice: Codable {
  private enum CodingKeys: String, CodingKey { case source, base, steps, voxels }

  /// Decodes what `encode(to:)` wrote.
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
