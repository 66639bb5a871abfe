/// A decision on what is one lesion: one was cut into pieces, or several were joined. From then on lesions are as it says,
/// though their voxels touch or lie apart.
public struct LesionDivision: Sendable, Hashable, Codable {
  /// How, in words: "cut at necks 1.2 mm narrower", "joined".
  public var rule: String
  /// Whose lesions inside the pieces grew around; nil for other ways.
  public var source: VoxelSource?
  /// The numbers of the lesions before, for people.
  public var lesions: [Int]
  /// One for each lesion afterwards: its number, its voxels, and what stands of it. Nothing else stands of these voxels.
  public var actions: [LesionAction]

  /// A cut or a join.
  public init(rule: String, source: VoxelSource? = nil, lesions: [Int], actions: [LesionAction]) {
    self.rule = rule
    self.source = source
    self.lesions = lesions
    self.actions = actions
  }

  /// All voxels that it is about.
  public var region: VoxelRegion { actions.reduce(VoxelRegion()) { $0.union($1.region) } }
}

/// Voxels that are one lesion because the reviewer said so.
public struct LesionPiece: Sendable, Hashable {
  /// The number that it was given.
  public let number: Int
  /// Its voxels at that time.
  public let region: VoxelRegion
  /// See ``LesionDivision/rule``.
  public let rule: String
}

extension ReviewState {
  /// Cuts or joins lesions: what stood of their voxels gives way to what the decision says.
  public mutating func apply(_ division: LesionDivision) {
    let whole = division.region
    removePieces(touching: whole)
    pieces += division.actions.map { LesionPiece(number: $0.lesion, region: $0.region, rule: division.rule) }
    replaceLesions(touching: whole)
    for action in division.actions { begin(action) }
  }

  /// The verdict on a part of a lesion: its own, or that of the lesion. A part of several pieces is decided when all of
  /// them are, and taken when one is.
  public func verdict(onRegion region: VoxelRegion) -> Verdict? {
    if let own = regionReview(of: region)?.verdict { return own }
    guard isAboutLesions else { return nil }
    let parts = pieces.map { region.intersection($0.region) }.filter { !$0.isEmpty }
    guard parts.count > 1 else { return review(of: region)?.verdict }
    let verdicts = parts.map { review(of: $0)?.verdict }
    return verdicts.contains(nil) ? nil : verdicts.contains(.approved) ? .approved : .rejected
  }
}
