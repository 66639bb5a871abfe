/// One action of a reviewer. The review is the fold of its events; none is ever changed or taken away, undoing is an event
/// too.
public enum ReviewEvent: Sendable, Hashable {
  case lesion(LesionAction)
  /// One decision on many lesions, by a rule; one undo takes it back.
  case lesions(LesionActions)
  /// Decisions on parts of lesions, such as the regions over which the raters disagree; the regions of the actions are
  /// those of the parts.
  case regions(LesionActions)
  /// Lesions were cut or joined.
  case division(LesionDivision)
  case wholeCase(CaseAction)
  /// Takes back the last action that stands.
  case undo
  /// Brings back the action that was undone last; there is none once something new was done.
  case redo
}

/// What was said of one lesion. What is nil stays as it was.
public struct LesionAction: Sendable, Hashable {
  /// The lesion's number on the reviewer's screen, for people; what counts is `region`.
  public var lesion: Int
  /// All voxels of the lesion at that time, whoever drew them.
  public var region: VoxelRegion
  /// Nil leaves it as it is.
  public var verdict: Verdict?
  /// Nil leaves it as it is.
  public var isFlagged: Bool?
  /// Nil leaves it as it is.
  public var lesionClass: LesionClass?
  /// Empty takes a comment back.
  public var comment: String?
  /// Why it was rejected, or what is wrong with it; empty takes a reason back.
  public var reason: String?
  /// Nil leaves it as it is.
  public var choice: VoxelChoice?

  /// An event about a lesion of that number and those voxels.
  public init(lesion: Int, region: VoxelRegion) {
    self.lesion = lesion
    self.region = region
  }
}

/// What was said of many lesions at once, and the rule that chose them.
public struct LesionActions: Sendable, Hashable, Codable {
  /// In words, as in "undecided lesions of vol<10".
  public var rule: String
  /// One a lesion.
  public var actions: [LesionAction]

  /// A decision on many lesions.
  public init(rule: String, actions: [LesionAction]) {
    self.rule = rule
    self.actions = actions
  }
}

/// The voxels a lesion has in the adjudicated mask, and how they were chosen. The voxels themselves are kept, so that
/// the mask never depends on a prediction that is gone.
public struct VoxelChoice: Sendable, Hashable {
  /// Whose voxels were taken.
  public var source: VoxelSource
  /// The voxels before they were grown or shrunk.
  public var base: VoxelRegion
  /// See ``VoxelRegion/grown(bySteps:inside:)``.
  public var steps: Int
  /// The voxels that were chosen.
  public var voxels: VoxelRegion

  /// Voxels as a source has them.
  public init(source: VoxelSource, voxels: VoxelRegion) {
    self.init(source: source, base: voxels, steps: 0, voxels: voxels)
  }

  /// Voxels that were grown or shrunk from a base.
  public init(source: VoxelSource, base: VoxelRegion, steps: Int, voxels: VoxelRegion) {
    self.source = source
    self.base = base
    self.steps = steps
    self.voxels = voxels
  }
}

/// What was said of the whole case. What is nil stays as it was.
public struct CaseAction: Sendable, Hashable, Codable {
  /// Nil leaves it as it is.
  public var verdict: Verdict?
  /// Nil leaves it as it is.
  public var isFlagged: Bool?
  /// Empty takes a comment back.
  public var comment: String?
  /// 1 (worst) to 5 (best); nil leaves it as it is.
  public var rating: Int?

  /// An event about the whole case.
  public init(verdict: Verdict? = nil, isFlagged: Bool? = nil, comment: String? = nil, rating: Int? = nil) {
    self.rating = rating
    self.verdict = verdict
    self.isFlagged = isFlagged
    self.comment = comment
  }

  private enum CodingKeys: String, CodingKey { case verdict, isFlagged = "flagged", comment, rating }
}

extension ReviewEvent {
  /// The event with the raters' names exchanged: what is rater 1 on the screen of a blind review may be rater 2 in the
  /// record.
  public var withSwappedRaters: ReviewEvent {
    switch self {
    case .lesion(let action): return .lesion(action.withSwappedRaters)
    case .lesions(var many):
      many.actions = many.actions.map(\.withSwappedRaters)
      return .lesions(many)
    case .regions(var many):
      many.actions = many.actions.map(\.withSwappedRaters)
      return .regions(many)
    case .division(var division):
      division.source = division.source?.withSwappedRaters
      division.actions = division.actions.map(\.withSwappedRaters)
      return .division(division)
    case .wholeCase, .undo, .redo: return self
    }
  }
}

extension LesionAction {
  fileprivate var withSwappedRaters: LesionAction {
    guard let source = choice?.source else { return self }
    var action = self
    action.choice?.source = source.withSwappedRaters
    return action
  }
}

extension VoxelSource {
  fileprivate var withSwappedRaters: VoxelSource { self == .rater1 ? .rater2 : self == .rater2 ? .rater1 : self }
}
