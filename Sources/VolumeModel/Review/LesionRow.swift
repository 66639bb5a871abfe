/// A lesion with what the reviewer said of it: a row of the lesion list.
public struct LesionRow: Sendable, Identifiable {
  /// What was measured.
  public let record: LesionRecord
  /// What was decided; nil when nothing was.
  public let review: LesionReview?

  /// A row of the table.
  public init(record: LesionRecord, review: LesionReview?) {
    self.record = record
    self.review = review
  }

  /// The lesion's number.
  public var id: Int { record.id }
  /// Whether there is a verdict.
  public var isDecided: Bool { review?.isDecided == true }
}

extension LesionTable {
  /// All lesions with what stands of them.
  public func rows(_ state: ReviewState) -> [LesionRow] {
    records.map { LesionRow(record: $0, review: state.lesions.isEmpty ? nil : state.review(of: $0.region)) }
  }
}

/// What a lesion can be filtered and sorted by.
public enum LesionField: String, Sendable, Hashable, CaseIterable {
  case id, vol, diam, r1, r2, r3, r4, r5, r6, r7, r8, r9, n, p, only1, only2, dis, agree, flair, contrast, prob,
    maxprob, slice
  case side, by, change, verdict, flag, `class`, take, comment, decided

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
    case .flair: "mean FLAIR"
    case .contrast: "FLAIR against the 3 mm around it, fraction"
    case .prob: "mean probability"
    case .maxprob: "largest probability"
    case .slice: "axial slices"
    case .side: "left, right, midline, unknown"
    case .by: "who drew it: r1, r2, r3, ..., p"
    case .change: "between visits: new, gone, grown, shrunk, stable"
    case .verdict: "approved, rejected"
    case .flag: "flagged"
    case .class: "class"
    case .take: "whose voxels were taken"
    case .comment: "comment"
    case .decided: "approved or rejected"
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

  /// The field's value in a row.
  public func value(in row: LesionRow) -> Value {
    let record = row.record
    func number(_ value: Double?) -> Value { value.map { .number($0) } ?? .missing }
    func text(_ value: String?) -> Value { value.flatMap { $0.isEmpty ? nil : .text($0) } ?? .missing }
    return switch self {
    case .id: .number(Double(record.id))
    case .vol: .number(record.volumeMM3)
    case .diam: .number(record.diameterMM)
    case .r1: .number(record.rater1MM3)
    case .r2: .number(record.rater2MM3)
    case .r3, .r4, .r5, .r6, .r7, .r8, .r9: number(raterIndex.flatMap { record.drawnMM3(byRater: $0) })
    case .n: .number(Double(record.votes))
    case .p: .number(record.predictionMM3)
    case .only1: .number(record.onlyRater1MM3)
    case .only2: .number(record.onlyRater2MM3)
    case .dis: .number(record.disagreementMM3)
    case .agree: number(record.agreement)
    case .flair: number(record.flairInside)
    case .contrast: number(record.contrast)
    case .prob: number(record.meanProbability)
    case .maxprob: number(record.largestProbability)
    case .slice: .range(record.slices)
    case .side: .text(record.side.rawValue)
    case .by: .text(record.drawnBy)
    case .change: text(record.change?.rawValue)
    case .verdict: text(row.review?.verdict?.rawValue)
    case .flag: .number(row.review?.isFlagged == true ? 1 : 0)
    case .class: text(row.review?.lesionClass?.rawValue)
    case .take: text(row.review?.choice?.source.rawValue)
    case .comment: text(row.review?.comment)
    case .decided: .number(row.isDecided ? 1 : 0)
    }
  }

  /// Whether the field holds words rather than numbers.
  public var isText: Bool {
    switch self {
    case .side, .by, .change, .verdict, .class, .take, .comment: true
    default: false
    }
  }
}
