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
  /// Why it was rejected, or what is wrong with it.
  public fileprivate(set) var reason = ""
  /// The voxels chosen; nil takes those of the rule.
  public fileprivate(set) var choice: VoxelChoice?
  /// The action that chose the voxels last: where regions overlap the later choice holds.
  var chosenAt = 0
  /// Whether something later took its place: of a region a choice for the whole lesion, of a lesion a cut or a join.
  fileprivate var isReplaced = false

  /// Whether it is settled what the lesion becomes.
  public var isDecided: Bool { verdict != nil }
}

/// What stands of the case after all actions.
public struct ReviewState: Sendable, Hashable {
  /// In the order in which lesions were first acted on.
  public var lesions: [LesionReview] { allLesions.filter { !$0.isReplaced } }
  /// Whether anything was said of a lesion, be it replaced since.
  var isAboutLesions: Bool { !allLesions.isEmpty }
  /// Voxels that are one lesion because the reviewer cut or joined lesions, in the order of these decisions.
  public internal(set) var pieces: [LesionPiece] = []
  /// The verdict on the whole case; nil while there is none.
  public private(set) var verdict: Verdict?
  /// Whether the case is to be looked at again.
  public private(set) var isFlagged = false
  /// What the reviewer wrote about the case.
  public private(set) var comment = ""
  /// How good the annotation is in all, 1 (worst) to 5 (best); nil while nobody said.
  public private(set) var rating: Int?
  private var actionCount = 0
  private var allLesions = ReviewList()
  private var index = RegionIndex()
  private var allRegions = ReviewList()
  private var regionIndex = RegionIndex()

  /// A review in which nothing was decided.
  public init() {}

  /// Applies an action on a lesion: to what is known of the lesion that shares most voxels with it, or else to a new one.
  public mutating func apply(_ action: LesionAction) {
    actionCount += 1
    let place = indexOfReview(of: action.region) ?? add(action)
    take(action, at: place)
    if let choice = action.choice, choice.source != .regions { replaceRegions(inside: action.region) }
  }

  /// Begins what is known of a lesion that was cut or joined; nothing where nothing stands of it.
  mutating func begin(_ action: LesionAction) {
    actionCount += 1
    let isEmpty =
      action.verdict == nil && action.isFlagged != true && action.lesionClass == nil
      && (action.comment ?? "").isEmpty && (action.reason ?? "").isEmpty && action.choice == nil
    if !isEmpty { take(action, at: add(action)) }
  }

  private mutating func add(_ action: LesionAction) -> Int {
    allLesions.append(LesionReview(lesion: action.lesion, region: action.region))
    index.insert(action.region, number: allLesions.count - 1)
    return allLesions.count - 1
  }

  private mutating func take(_ action: LesionAction, at place: Int) {
    var review = allLesions[place]
    defer { allLesions[place] = review }
    review.lesion = action.lesion
    if let verdict = action.verdict { review.verdict = verdict }
    if let isFlagged = action.isFlagged { review.isFlagged = isFlagged }
    if let lesionClass = action.lesionClass { review.lesionClass = lesionClass }
    if let comment = action.comment { review.comment = comment }
    if let reason = action.reason { review.reason = reason }
    if let choice = action.choice {
      // What was decided on before stays decided on, though the lesion may look smaller now.
      review.region = review.region.union(action.region)
      index.insert(action.region, number: place)
      index.insert(choice.voxels, number: place)
      review.choice = choice
      review.chosenAt = actionCount
    }
  }

  /// Takes away what is known of lesions that share voxels with a region.
  mutating func replaceLesions(touching region: VoxelRegion) {
    for place in index.candidates(region) where allLesions[place].region.overlapCount(with: region) > 0 {
      allLesions[place].isReplaced = true
    }
  }

  mutating func removePieces(touching region: VoxelRegion) {
    pieces.removeAll { $0.region.overlapCount(with: region) > 0 }
  }

  // MARK: - Regions

  /// What stands of parts of lesions, in the order in which they were first decided on.
  public var regions: [LesionReview] { allRegions.filter { !$0.isReplaced } }

  /// Applies an action on a part of a lesion: to what is known of that part, or else to a new one.
  public mutating func apply(region action: LesionAction) {
    actionCount += 1
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
      // A cut may have left it but a part of what is decided now.
      allRegions[place].region = allRegions[place].region.union(action.region)
      regionIndex.insert(action.region, number: place)
      regionIndex.insert(choice.voxels, number: place)
      allRegions[place].choice = choice
      allRegions[place].chosenAt = actionCount
    }
  }

  /// What is known of a part of a lesion by itself; nil where nothing is, or where the whole lesion was decided later.
  public func regionReview(of region: VoxelRegion) -> LesionReview? {
    guard !allRegions.isEmpty else { return nil }
    let candidates = regionIndex.candidates(region).filter { !allRegions[$0].isReplaced }
    return Self.best(of: candidates, in: allRegions, for: region).map { allRegions[$0] }
  }

  private mutating func replaceRegions(inside region: VoxelRegion) {
    guard !allRegions.isEmpty else { return }
    // What was replaced before stays so.
    for place in regionIndex.candidates(region)
    where !allRegions[place].isReplaced && allRegions[place].region.overlapCount(with: region) > 0 {
      // Of a region that reaches into another piece the part there stays decided.
      let rest = allRegions[place].region.subtracting(region)
      allRegions[place].isReplaced = rest.isEmpty
      guard !rest.isEmpty else { continue }
      allRegions[place].region = rest
      if let choice = allRegions[place].choice {
        allRegions[place].choice = VoxelChoice(source: choice.source, voxels: choice.voxels.subtracting(region))
      }
    }
  }

  /// Takes a decision on the whole case.
  public mutating func apply(_ action: CaseAction) {
    actionCount += 1
    if let verdict = action.verdict { self.verdict = verdict }
    if let isFlagged = action.isFlagged { self.isFlagged = isFlagged }
    if let comment = action.comment { self.comment = comment }
    if let rating = action.rating, (1...5).contains(rating) { self.rating = rating }
  }

  /// What is known of the lesion in a region.
  public func review(of region: VoxelRegion) -> LesionReview? {
    indexOfReview(of: region).map { allLesions[$0] }
  }

  private func indexOfReview(of region: VoxelRegion) -> Int? {
    Self.best(of: index.candidates(region).filter { !allLesions[$0].isReplaced }, in: allLesions, for: region)
  }

  /// What stands of lesions that may have voxels of a region, or were given some.
  func lesionReviews(near region: VoxelRegion) -> [LesionReview] {
    index.candidates(region).map { allLesions[$0] }.filter { !$0.isReplaced }
  }

  /// What stands of parts of lesions that may have voxels of a region, or were given some.
  func regionReviews(near region: VoxelRegion) -> [LesionReview] {
    regionIndex.candidates(region).map { allRegions[$0] }.filter { !$0.isReplaced }
  }

  /// The review that shares most voxels with a region.
  private static func best(of candidates: [Int], in reviews: ReviewList, for region: VoxelRegion) -> Int? {
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
    let lesions = lesions
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
    let reviews = lesions + regions
    // Places are sorted rather than reviews, which are large.
    for place in reviews.indices.sorted(by: { reviews[$0].chosenAt < reviews[$1].chosenAt }) {
      guard let choice = reviews[place].choice else { continue }
      mask.remove(reviews[place].region)
      mask.insert(choice.voxels)
    }
    return mask
  }
}
