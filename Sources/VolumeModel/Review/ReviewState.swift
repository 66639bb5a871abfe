/// What stands of one lesion after all actions.
public struct LesionReview: Sendable, Hashable {
  /// The number of the lesion in the table of that time.
  public fileprivate(set) var lesion: Int
  /// Its voxels when it was decided on.
  public fileprivate(set) var region: VoxelRegion
  /// Nil while it is undecided.
  public fileprivate(set) var verdict: Verdict?
  /// Whether it is to be looked at again.
  public fileprivate(set) var isFlagged = false
  /// Where it lies, when that was said.
  public fileprivate(set) var lesionClass: LesionClass?
  /// What the reviewer wrote.
  public fileprivate(set) var comment = ""
  /// The voxels chosen; nil takes those of the rule.
  public fileprivate(set) var choice: VoxelChoice?
  /// The action that chose the voxels last: where regions overlap the later choice holds.
  fileprivate var chosenAt = 0
  /// Whether a later choice for the whole lesion took its place: that of a region only.
  fileprivate var isReplaced = false

  /// Whether it is settled what the lesion becomes.
  public var isDecided: Bool { verdict != nil }
}

/// What stands of the case after all actions.
public struct ReviewState: Sendable, Hashable {
  /// In the order in which lesions were first acted on.
  public private(set) var lesions: [LesionReview] = []
  /// The verdict on the whole case; nil while there is none.
  public private(set) var verdict: Verdict?
  /// Whether the case is to be looked at again.
  public private(set) var isFlagged = false
  /// What the reviewer wrote about the case.
  public private(set) var comment = ""
  private var actCount = 0
  private var index = RegionIndex()
  private var allRegions: [LesionReview] = []
  private var regionIndex = RegionIndex()

  /// A review in which nothing was decided.
  public init() {}

  /// Applies an action on a lesion: to what is known of the lesion that shares most voxels with it, or else to a new one.
  public mutating func apply(_ action: LesionAct) {
    actCount += 1
    let place: Int
    if let known = indexOfReview(of: action.region) {
      place = known
    } else {
      lesions.append(LesionReview(lesion: action.lesion, region: action.region))
      place = lesions.count - 1
      index.insert(action.region, number: place)
    }
    lesions[place].lesion = action.lesion
    if let verdict = action.verdict { lesions[place].verdict = verdict }
    if let isFlagged = action.isFlagged { lesions[place].isFlagged = isFlagged }
    if let lesionClass = action.lesionClass { lesions[place].lesionClass = lesionClass }
    if let comment = action.comment { lesions[place].comment = comment }
    if let choice = action.choice {
      // What was decided on before stays decided on, though the lesion may look smaller now.
      lesions[place].region = lesions[place].region.union(action.region)
      index.insert(action.region, number: place)
      index.insert(choice.voxels, number: place)
      lesions[place].choice = choice
      lesions[place].chosenAt = actCount
      if choice.source != .regions { replaceRegions(inside: action.region) }
    }
  }

  // MARK: - Regions

  /// What stands of parts of lesions, in the order in which they were first decided on.
  public var regions: [LesionReview] { allRegions.filter { !$0.isReplaced } }

  /// Applies an action on a part of a lesion: to what is known of that part, or else to a new one.
  public mutating func apply(region action: LesionAct) {
    actCount += 1
    let place: Int
    if let known = Self.best(of: regionIndex.candidates(action.region), in: allRegions, for: action.region) {
      place = known
    } else {
      allRegions.append(LesionReview(lesion: action.lesion, region: action.region))
      place = allRegions.count - 1
      regionIndex.insert(action.region, number: place)
    }
    if allRegions[place].isReplaced {
      allRegions[place] = LesionReview(lesion: action.lesion, region: allRegions[place].region)
    }
    if let verdict = action.verdict { allRegions[place].verdict = verdict }
    if let choice = action.choice {
      regionIndex.insert(choice.voxels, number: place)
      allRegions[place].choice = choice
      allRegions[place].chosenAt = actCount
    }
  }

  /// What is known of a part of a lesion by itself; nil where nothing is, or where the whole lesion was decided later.
  public func regionReview(of region: VoxelRegion) -> LesionReview? {
    guard !allRegions.isEmpty else { return nil }
    let candidates = regionIndex.candidates(region).filter { !allRegions[$0].isReplaced }
    return Self.best(of: candidates, in: allRegions, for: region).map { allRegions[$0] }
  }

  /// The verdict on a part of a lesion: its own, or that of the lesion.
  public func verdict(onRegion region: VoxelRegion) -> Verdict? {
    regionReview(of: region)?.verdict ?? (lesions.isEmpty ? nil : review(of: region)?.verdict)
  }

  private mutating func replaceRegions(inside region: VoxelRegion) {
    guard !allRegions.isEmpty else { return }
    for place in regionIndex.candidates(region) where allRegions[place].region.overlapCount(with: region) > 0 {
      allRegions[place].isReplaced = true
    }
  }

  /// Takes a decision on the whole case.
  public mutating func apply(_ action: CaseAct) {
    actCount += 1
    if let verdict = action.verdict { self.verdict = verdict }
    if let isFlagged = action.isFlagged { self.isFlagged = isFlagged }
    if let comment = action.comment { self.comment = comment }
  }

  /// What is known of the lesion in a region.
  public func review(of region: VoxelRegion) -> LesionReview? {
    indexOfReview(of: region).map { lesions[$0] }
  }

  private func indexOfReview(of region: VoxelRegion) -> Int? {
    Self.best(of: index.candidates(region), in: lesions, for: region)
  }

  /// The review that shares most voxels with a region.
  private static func best(of candidates: [Int], in reviews: [LesionReview], for region: VoxelRegion) -> Int? {
    var best: (index: Int, overlap: Int)?
    for index in candidates {
      let overlap = reviews[index].region.overlapCount(with: region)
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

  /// The adjudicated mask: the voxels chosen for each decided lesion and for each decided part of one, and for the rest of the image the policy's. A
  /// function of the raters' masks, the actions and the policy alone.
  /// - Parameter rows: the lesions with this state. Where undecided lesions become nothing they are needed to tell which
  ///   lesions their regions decided: those keep what all raters drew.
  public func adjudicatedMask(
    of raters: [Mask], on grid: VoxelGrid, undecided policy: UndecidedPolicy, rows: [LesionRow] = []
  ) -> Mask {
    var mask = policy.mask(of: raters, on: grid)
    if policy == .nothing, let agreed = Mask.intersection(of: raters) {
      for row in rows where row.isDecidedByRegions {
        mask.insert(agreed.part(inside: row.record.region))
      }
    }
    for review in (lesions + regions).sorted(by: { $0.chosenAt < $1.chosenAt }) {
      guard let choice = review.choice else { continue }
      mask.remove(review.region)
      mask.insert(choice.voxels)
    }
    return mask
  }

  // MARK: - A part of the case

  /// Where an action may change what stands: to be asked before the action and after it. Nil where many lesions are
  /// concerned, and everything is to be looked at again.
  public func area(of action: ReviewEvent) -> VoxelRegion? {
    switch action {
    case .wholeCase, .undo, .redo: VoxelRegion()
    case .lesion(let action): area(ofActions: [action])
    case .lesions(let many), .regions(let many): many.actions.count > 32 ? nil : area(ofActions: many.actions)
    }
  }

  private func area(ofActions actions: [LesionAct]) -> VoxelRegion {
    actions.reduce(into: VoxelRegion()) { area, action in
      let known = [
        Self.best(of: index.candidates(action.region), in: lesions, for: action.region).map { lesions[$0] },
        action.choice.map { LesionReview(lesion: 0, region: $0.voxels) },
      ].compactMap { $0 }
      let parts = regionIndex.candidates(action.region).map { allRegions[$0] }
        .filter { $0.region.overlapCount(with: action.region) > 0 }
      area = area.union(action.region)
      for review in known + parts {
        area = area.union(review.region)
        if let choice = review.choice { area = area.union(choice.voxels) }
      }
    }
  }

  /// Makes a part of an adjudicated mask again: what ``adjudicatedMask(of:on:undecided:rows:)`` has there.
  /// - Parameters:
  ///   - rule: the mask where nothing was decided.
  ///   - agreed: what all raters drew, where undecided lesions become nothing; nil otherwise.
  ///   - rows: the lesions of that part.
  public func refresh(
    _ mask: inout Mask, inside area: VoxelRegion, rule: Mask, agreed: Mask?, rows: [LesionRow]
  ) {
    mask.remove(area)
    mask.insert(rule.part(inside: area))
    if let agreed {
      for row in rows where row.isDecidedByRegions {
        mask.insert(agreed.part(inside: row.record.region.intersection(area)))
      }
    }
    let touching =
      index.candidates(area).map { lesions[$0] }
      + regionIndex.candidates(area).map { allRegions[$0] }.filter { !$0.isReplaced }
    for review in touching.sorted(by: { $0.chosenAt < $1.chosenAt }) {
      guard let choice = review.choice else { continue }
      mask.remove(review.region.intersection(area))
      mask.insert(choice.voxels.intersection(area))
    }
  }
}
