/// A lesion with what the reviewer said of it: a row of the lesion list.
public struct LesionRow: Sendable, Identifiable {
  /// What was measured.
  public let record: LesionRecord
  /// What was decided of the whole lesion; nil when nothing was.
  public let review: LesionReview?
  /// How far the regions of disagreement inside are decided; nil where there are none.
  public let regions: RegionProgress?
  /// What every reader said of it; empty but for an adjudication.
  public let words: [ReaderWord]
  /// Over what the readers differ; nil where they do not, or are not known.
  public let difference: ReaderDifference?

  /// A row of the table.
  public init(
    record: LesionRecord, review: LesionReview?, regions: RegionProgress? = nil, words: [ReaderWord] = [],
    difference: ReaderDifference? = nil
  ) {
    self.record = record
    self.review = review
    self.regions = regions
    self.words = words
    self.difference = difference
  }

  /// The lesion's number.
  public var id: Int { record.id }
  /// Whether there is a verdict.
  public var isDecided: Bool { verdict != nil }

  /// The verdict on the lesion, or the sum of those on its regions once all of them are decided: approved where anything
  /// of it is left.
  public var verdict: Verdict? {
    guard let regions, regions.decidedAlone > 0 else { return review?.verdict }
    if regions.taken > 0, review?.verdict != nil { return .approved }
    guard regions.decidedAlone == regions.total else { return review?.verdict }
    return regions.taken > 0 || record.allVoxels > 0 ? .approved : .rejected
  }

  /// The voxels of it in the adjudicated mask; nil while it is undecided.
  public var decidedVoxels: Int? {
    if let choice = review?.choice {
      return choice.voxels.voxelCount - (regions?.replacedVoxels ?? 0) + (regions?.keptVoxels ?? 0)
    }
    guard isDecided, let regions, regions.decidedAlone > 0 else { return nil }
    return record.allVoxels + regions.keptVoxels
  }

  /// Whether its regions alone decided it: it keeps what all raters drew.
  var isDecidedByRegions: Bool { source == .regions && review?.choice == nil }

  /// Whose voxels it has; nil while nothing was chosen.
  public var source: VoxelSource? {
    isDecided && (regions?.decidedAlone ?? 0) > 0 ? .regions : review?.choice?.source
  }
}

/// How far the regions of a lesion over which the raters disagree are decided.
public struct RegionProgress: Sendable, Hashable {
  /// All of them.
  public let total: Int
  /// Those with a verdict, their own or the lesion's.
  public let decided: Int
  /// Those decided by themselves.
  public let decidedAlone: Int
  /// Those decided by themselves that keep voxels.
  public let taken: Int
  /// The voxels that these keep.
  let keptVoxels: Int
  /// The voxels of the choice for the whole lesion that regions decided by themselves stand for.
  let replacedVoxels: Int
}

extension LesionTable {
  /// All lesions with what stands of them.
  /// - Parameter words: what readers said of each, for an adjudication; see ``words(of:raters:)``.
  public func rows(_ state: ReviewState, words: [[ReaderWord]] = []) -> [LesionRow] {
    records.indices.map { row(at: $0, state, words: words) }
  }

  /// The places of the lesions in ``records`` that have voxels of a region.
  public func places(touching area: VoxelRegion) -> [Int] {
    index.candidates(area).filter { records[$0].region.overlapCount(with: area) > 0 }
  }

  /// One lesion with what stands of it.
  /// - Parameter index: its place in ``records``.
  public func row(at index: Int, _ state: ReviewState, words: [[ReaderWord]]) -> LesionRow {
    let record = records[index]
    let review = !state.isAboutLesions ? nil : state.review(of: record.region)
    let said = words.indices.contains(index) ? words[index] : []
    return LesionRow(
      record: record, review: review, regions: progress(of: regions[index], review, state), words: said,
      difference: ReaderDifference(said))
  }

  private func progress(
    of regions: [VoxelRegion], _ lesion: LesionReview?, _ state: ReviewState
  ) -> RegionProgress? {
    guard !regions.isEmpty else { return nil }
    // A decided region may reach into another piece of a lesion that was cut: only its part here counts.
    let alone = regions.compactMap { part in
      state.regionReview(of: part).flatMap { review in
        review.isDecided ? (part: part, voxels: review.choice?.voxels.intersection(part) ?? VoxelRegion()) : nil
      }
    }
    return RegionProgress(
      total: regions.count, decided: lesion?.verdict == nil ? alone.count : regions.count, decidedAlone: alone.count,
      taken: alone.count { !$0.voxels.isEmpty }, keptVoxels: alone.reduce(0) { $0 + $1.voxels.voxelCount },
      replacedVoxels: lesion?.choice.map { choice in
        alone.reduce(0) { $0 + choice.voxels.overlapCount(with: $1.part) }
      } ?? 0)
  }
}

/// What a lesion can be filtered and sorted by.
public enum LesionField: String, Sendable, Hashable, CaseIterable {
  case id, vol, diam, r1, r2, r3, r4, r5, r6, r7, r8, r9, n, p, only1, only2, dis, agree, obs, exp, unexp, flair,
    contrast, prob,
    maxprob, slice
  case side, by, change, growth, verdict, flag, `class`, take, comment, reason, decided, open, differ

  /// The rater, from 0, whose volume the field is; nil for other fields.
  public var raterIndex: Int? {
    guard rawValue.hasPrefix("r"), let number = Int(rawValue.dropFirst()) else { return nil }
    return number - 1
  }

  /// The fields with what they say, a line each; those of raters after the second are one line.
  public static let meanings: [(name: String, meaning: String)] = allCases.compactMap { field in
    if field == .r3 { return ("r3 ... r9", "drawn by rater 3 ... 9, mm3") }
    return (field.raterIndex ?? 0) > 2 ? nil : (field.rawValue, field.meaning)
  }

  /// What the field says, for the help.
  public var meaning: String {
    switch self {
    case .id: "number"
    case .vol: "volume, mm3"
    case .diam: "largest diameter, mm"
    case .r1: "drawn by rater 1, mm3"
    case .r2: "drawn by rater 2, mm3"
    case .r3, .r4, .r5, .r6, .r7, .r8, .r9: "drawn by rater \((raterIndex ?? 0) + 1), mm3"
    case .n: "how many raters drew it"
    case .p: "predicted, mm3"
    case .only1: "drawn by rater 1 only, mm3"
    case .only2: "drawn by rater 2 only, mm3"
    case .dis: "in disagreement, mm3"
    case .agree: "Dice of the raters inside it, the mean of all pairs"
    case .obs: "two raters differ in, the mean of all pairs, mm3"
    case .exp: "two samples of a network differ in, the mean of all pairs, mm3"
    case .unexp: "obs minus exp: how far raters differ beyond what the network expects, mm3"
    case .flair: "mean FLAIR"
    case .contrast: "FLAIR against the 3 mm around it, fraction"
    case .prob: "mean probability"
    case .maxprob: "largest probability"
    case .slice: "axial slices"
    case .side: "left, right, midline, unknown"
    case .by: "who drew it: r1, r2, r3, ..., p"
    case .change: "between visits: new, gone, grown, shrunk, stable"
    case .growth: "between visits: growth, per cent of the earlier volume"
    case .verdict: "approved, rejected"
    case .flag: "flagged"
    case .class: "class"
    case .take: "whose voxels were taken"
    case .comment: "comment"
    case .reason: "why it was rejected"
    case .decided: "approved or rejected"
    case .open: "regions of disagreement in it that are undecided"
    case .differ: "over what readers differ: verdict, voxels, class, undecided"
    }
  }

  /// What a row has in this field.
  public enum Value: Sendable, Hashable {
    case number(Double)
    case range(ClosedRange<Int>)
    case text(String)
    /// Not defined for this lesion.
    case missing
  }

  /// Whether what was decided changes the field.
  public var followsDecisions: Bool {
    switch self {
    case .verdict, .flag, .class, .take, .comment, .reason, .decided, .open: true
    default: false
    }
  }

  /// The field's value in a row.
  public func value(in row: LesionRow) -> Value {
    // The record is not taken out of the row: a copy costs more than most values.
    func number(_ value: Double?) -> Value { value.map { .number($0) } ?? .missing }
    func text(_ value: String?) -> Value { value.flatMap { $0.isEmpty ? nil : .text($0) } ?? .missing }
    return switch self {
    case .id: .number(Double(row.record.id))
    case .vol: .number(row.record.volumeMM3)
    case .diam: .number(row.record.diameterMM)
    case .r1: .number(row.record.rater1MM3)
    case .r2: .number(row.record.rater2MM3)
    case .r3, .r4, .r5, .r6, .r7, .r8, .r9: number(raterIndex.flatMap { row.record.drawnMM3(byRater: $0) })
    case .n: .number(Double(row.record.votes))
    case .p: .number(row.record.predictionMM3)
    case .only1: .number(row.record.onlyRater1MM3)
    case .only2: .number(row.record.onlyRater2MM3)
    case .dis: .number(row.record.disagreementMM3)
    case .agree: number(row.record.agreement)
    case .obs: number(row.record.observedDifferenceMM3)
    case .exp: number(row.record.expectedDifferenceMM3)
    case .unexp: number(row.record.unexpectedDifferenceMM3)
    case .flair: number(row.record.flairInside)
    case .contrast: number(row.record.contrast)
    case .prob: number(row.record.meanProbability)
    case .maxprob: number(row.record.largestProbability)
    case .slice: .range(row.record.slices)
    case .side: .text(row.record.side.rawValue)
    case .by: .text(row.record.drawnBy)
    case .change: text(row.record.change?.rawValue)
    case .growth: number(row.record.growth.map { $0 * 100 })
    case .verdict: text(row.verdict?.rawValue)
    case .flag: .number(row.review?.isFlagged == true ? 1 : 0)
    case .class: text(row.review?.lesionClass?.rawValue)
    case .take: text(row.source?.rawValue)
    case .comment: text(row.review?.comment)
    case .reason: text(row.review?.reason)
    case .decided: .number(row.isDecided ? 1 : 0)
    case .open: number(row.regions.map { Double($0.total - $0.decided) })
    case .differ: text(row.difference?.rawValue)
    }
  }

  /// Whether the field holds words rather than numbers.
  public var isText: Bool {
    switch self {
    case .side, .by, .change, .verdict, .class, .take, .comment, .reason, .differ: true
    default: false
    }
  }
}
