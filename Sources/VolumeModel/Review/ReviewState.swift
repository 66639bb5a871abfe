/// What stands of one lesion after all acts.
public struct LesionReview: Sendable, Hashable {
  public fileprivate(set) var lesion: Int
  public fileprivate(set) var region: VoxelRegion
  public fileprivate(set) var verdict: Verdict?
  public fileprivate(set) var isFlagged = false
  public fileprivate(set) var lesionClass: LesionClass?
  public fileprivate(set) var comment = ""
  public fileprivate(set) var choice: VoxelChoice?
  /// The act that chose the voxels last: where regions overlap the later choice holds.
  fileprivate var chosenAt = 0

  /// Whether it is settled what the lesion becomes.
  public var isDecided: Bool { verdict != nil }
}

/// What stands of the case after all acts.
public struct ReviewState: Sendable, Hashable {
  /// In the order in which lesions were first acted on.
  public private(set) var lesions: [LesionReview] = []
  public private(set) var verdict: Verdict?
  public private(set) var isFlagged = false
  public private(set) var comment = ""
  private var actCount = 0

  public init() {}

  /// Applies an act on a lesion: to what is known of the lesion that shares most voxels with it, or else to a new one.
  public mutating func apply(_ act: LesionAct) {
    actCount += 1
    let index: Int
    if let known = indexOfReview(of: act.region) {
      index = known
    } else {
      lesions.append(LesionReview(lesion: act.lesion, region: act.region))
      index = lesions.count - 1
    }
    lesions[index].lesion = act.lesion
    if let verdict = act.verdict { lesions[index].verdict = verdict }
    if let isFlagged = act.isFlagged { lesions[index].isFlagged = isFlagged }
    if let lesionClass = act.lesionClass { lesions[index].lesionClass = lesionClass }
    if let comment = act.comment { lesions[index].comment = comment }
    if let choice = act.choice {
      // What was decided on before stays decided on, though the lesion may look smaller now.
      lesions[index].region = lesions[index].region.union(act.region)
      lesions[index].choice = choice
      lesions[index].chosenAt = actCount
    }
  }

  public mutating func apply(_ act: CaseAct) {
    actCount += 1
    if let verdict = act.verdict { self.verdict = verdict }
    if let isFlagged = act.isFlagged { self.isFlagged = isFlagged }
    if let comment = act.comment { self.comment = comment }
  }

  /// What is known of the lesion in a region.
  public func review(of region: VoxelRegion) -> LesionReview? {
    indexOfReview(of: region).map { lesions[$0] }
  }

  private func indexOfReview(of region: VoxelRegion) -> Int? {
    var best: (index: Int, overlap: Int)?
    for index in lesions.indices {
      let overlap = lesions[index].region.overlapCount(with: region)
      if overlap > (best?.overlap ?? 0) { best = (index, overlap) }
    }
    return best?.index
  }

  /// The voxels of decided lesions that no mask of the case touches any more: drawn by the reviewer, or taken from
  /// a prediction that is gone.
  public func kept(outside masks: [Mask], on grid: VoxelGrid) -> Mask {
    var kept = Mask(grid: grid)
    guard lesions.contains(where: { $0.choice != nil }) else { return kept }
    let drawn = masks.reduce(Mask(grid: grid)) { $0.union($1) }
    for review in lesions {
      guard let choice = review.choice, drawn.count(inside: review.region.runs(on: grid)) == 0 else { continue }
      kept.insert(choice.voxels)
    }
    return kept
  }

  /// The adjudicated mask: the voxels chosen for each decided lesion, and for the rest of the image the policy's. A
  /// function of the raters' masks, the acts and the policy alone.
  public func adjudicatedMask(of raters: [Mask], on grid: VoxelGrid, undecided policy: UndecidedPolicy) -> Mask {
    var mask = policy.mask(of: raters, on: grid)
    for review in lesions.sorted(by: { $0.chosenAt < $1.chosenAt }) {
      guard let choice = review.choice else { continue }
      mask.remove(review.region)
      mask.insert(choice.voxels)
    }
    return mask
  }
}
