/// What one reader decided on a case, as an adjudicator sees it.
public struct ReaderReview: Sendable, Hashable {
  /// The reader's name, with "(blind)" behind it for a blind review.
  public let name: String
  /// What stands after all actions.
  public let state: ReviewState

  /// A reader's review.
  public init(name: String, state: ReviewState) {
    self.name = name
    self.state = state
  }
}

/// What a reader said of one lesion.
public struct ReaderWord: Sendable, Hashable {
  /// The reader's name.
  public let reader: String
  /// Nil while the reader has not decided.
  public let verdict: Verdict?
  /// The voxels that the reader gave the lesion; nil for those of the rule.
  public let choice: VoxelChoice?
  /// Nil where the reader gave none.
  public let lesionClass: LesionClass?
  /// Whether the reader flagged it.
  public let isFlagged: Bool
  /// What the reader wrote.
  public let comment: String
  /// Why the reader rejected it; empty where no reason was given.
  public let reason: String
  /// Whether regions inside were decided by themselves.
  public let isByRegions: Bool
}

/// Over what the readers of a case differ in a lesion, the most important first.
public enum ReaderDifference: String, Sendable, Hashable, CaseIterable {
  /// One approved, another rejected.
  case verdict
  /// All approved, with other voxels.
  case voxels
  /// They gave classes, and not the same.
  case lesionClass = "class"
  /// Some decided, some did not.
  case undecided

  /// - Returns: nil where all said the same, or nobody said anything.
  public init?(_ words: [ReaderWord]) {
    let verdicts = Set(words.compactMap(\.verdict))
    guard words.count > 1, !verdicts.isEmpty else { return nil }
    if verdicts.count > 1 {
      self = .verdict
    } else if words.contains(where: { $0.verdict == nil }) {
      self = .undecided
    } else if verdicts == [.approved], Set(words.map { $0.choice?.voxels }).count > 1 {
      self = .voxels
    } else if Set(words.compactMap(\.lesionClass)).count > 1 {
      self = .lesionClass
    } else {
      return nil
    }
  }
}

extension LesionTable {
  /// What readers said of each lesion, in the order of ``records``; a list a lesion, in the order of the readers.
  /// - Parameter raters: the masks of the case; what a lesion keeps whose regions were decided follows from them.
  public func words(of readers: [ReaderReview], raters: [Mask]) -> [[ReaderWord]] {
    let said = readers.map { reader in
      let mask =
        reader.state.regions.isEmpty
        ? nil : reader.state.adjudicatedMask(of: raters, on: grid, undecided: .intersection)
      return rows(reader.state).map { row in ReaderWord(reader.name, row, adjudicated: mask) }
    }
    return records.indices.map { index in said.map { $0[index] } }
  }
}

extension ReaderWord {
  fileprivate init(_ reader: String, _ row: LesionRow, adjudicated: Mask?) {
    self.reader = reader
    verdict = row.verdict
    lesionClass = row.review?.lesionClass
    isFlagged = row.review?.isFlagged == true
    comment = row.review?.comment ?? ""
    reason = row.review?.reason ?? ""
    isByRegions = (row.regions?.decidedAlone ?? 0) > 0
    choice = row.standingChoice(adjudicated: adjudicated)
  }
}

extension LesionRow {
  /// What stands of the lesion, regions decided by themselves included.
  /// - Parameter adjudicated: the adjudicated mask of the review; without it regions are passed over.
  public func standingChoice(adjudicated: Mask?) -> VoxelChoice? {
    guard let adjudicated, let regions, regions.decidedAlone > 0 else { return review?.choice }
    let inside = adjudicated.part(inside: record.region)
    // Grown voxels may lie beyond the lesion as it was drawn.
    let beyond = review?.choice?.voxels.subtracting(record.region) ?? VoxelRegion()
    return VoxelChoice(source: .regions, voxels: inside.union(beyond))
  }
}
