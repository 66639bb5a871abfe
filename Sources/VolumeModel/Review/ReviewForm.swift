/// What the reviewers of a study can say of a lesion, and what they must say before a case is approved.
public struct ReviewForm: Sendable, Hashable {
  /// The classes of lesions.
  public var classes = LesionClass.standard
  /// Why a lesion is rejected, or what is wrong with it.
  public var reasons = standardReasons
  /// What may not be empty in a case that is approved.
  public var required: Set<Field> = []

  /// The usual classes and reasons, and nothing required.
  public init() {}

  /// The reasons where a study names no others.
  public static let standardReasons = [
    "artefact", "vessel", "normal structure", "other disease", "too small", "outside the brain",
  ]

  /// Something that may be required.
  public enum Field: String, Sendable, Hashable, CaseIterable {
    /// Of every approved lesion its class.
    case lesionClass = "class"
    /// Of every rejected lesion the reason.
    case reason
    /// Of every flagged lesion a comment.
    case comment
    /// Of the case its rating, 1 to 5.
    case rating
    /// A comment on the case.
    case caseComment = "case-comment"

    /// What is missing where it is empty, as in "3 approved lesions have no class".
    public func lack(in count: Int) -> String {
      let (lesions, have) = (count == 1 ? "lesion" : "lesions", count == 1 ? "has" : "have")
      return switch self {
      case .lesionClass: "\(count) approved \(lesions) \(have) no class"
      case .reason: "\(count) rejected \(lesions) \(have) no reason"
      case .comment: "\(count) flagged \(lesions) \(have) no comment"
      case .rating: "the case has no rating"
      case .caseComment: "the case has no comment"
      }
    }

    /// The filter that lists the lesions that lack it; nil for what the case itself lacks.
    public var filter: String? {
      switch self {
      case .lesionClass: "verdict=approved & !class"
      case .reason: "verdict=rejected & !reason"
      case .comment: "flag & !comment"
      case .rating, .caseComment: nil
      }
    }
  }

  /// What is required of a lesion and missing.
  public func missing(of row: LesionRow) -> Set<Field> {
    var fields: Set<Field> = []
    if row.verdict == .approved, row.review?.lesionClass == nil { fields.insert(.lesionClass) }
    if row.verdict == .rejected, row.review?.reason.isEmpty != false { fields.insert(.reason) }
    if row.review?.isFlagged == true, row.review?.comment.isEmpty != false { fields.insert(.comment) }
    return fields.intersection(required)
  }

  /// What is required of a case and missing, with the number of lesions that lack it, in the order of the fields.
  public func missing(of rows: [LesionRow], _ state: ReviewState) -> [(field: Field, count: Int)] {
    var counts: [Field: Int] = [:]
    for row in rows { for field in missing(of: row) { counts[field, default: 0] += 1 } }
    if required.contains(.rating), state.rating == nil { counts[.rating] = 1 }
    if required.contains(.caseComment), state.comment.isEmpty { counts[.caseComment] = 1 }
    return Field.allCases.compactMap { field in counts[field].map { (field, $0) } }
  }
}
