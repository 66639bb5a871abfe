/// How far two readers of a case agree in their verdicts on its lesions.
public struct ReaderAgreement: Sendable, Hashable, Encodable {
  /// The two readers.
  public let readers: [String]
  /// The class that either of them gave the lesions; nil for all lesions.
  public let lesionClass: LesionClass?
  /// The lesions that both decided on.
  public let lesions: Int
  /// Those on which both said the same.
  public let same: Int
  /// Cohen's kappa of approved and rejected; nil where it is not defined, as where both said one thing throughout.
  public let kappa: Double?

  private enum CodingKeys: String, CodingKey {
    case readers, lesionClass = "class", lesions = "lesions_decided_by_both", same, kappa
  }

  /// The agreement of each pair of readers, over all lesions first and then over those of each class that one of them gave.
  /// - Parameter readers: their names, and what stands of the lesions of one and the same table.
  public static func pairs(of readers: [(name: String, rows: [LesionRow])]) -> [ReaderAgreement] {
    readers.indices.flatMap { first in
      readers.indices.dropFirst(first + 1).flatMap { second in
        let both = zip(readers[first].rows, readers[second].rows).filter { $0.isDecided && $1.isDecided }
        let names = [readers[first].name, readers[second].name]
        return ([nil] + LesionClass.allCases.map { $0 }).compactMap { lesionClass -> ReaderAgreement? in
          let chosen = both.filter { a, b in
            lesionClass == nil || a.review?.lesionClass == lesionClass || b.review?.lesionClass == lesionClass
          }
          return lesionClass != nil && chosen.isEmpty ? nil : ReaderAgreement(names, lesionClass, chosen)
        }
      }
    }
  }

  /// The agreement of each pair of readers of a case, in the lesions of a table.
  public static func pairs(of readers: [ReaderReview], in table: LesionTable) -> [ReaderAgreement] {
    readers.count < 2 ? [] : pairs(of: readers.map { ($0.name, table.rows($0.state)) })
  }

  private init(_ readers: [String], _ lesionClass: LesionClass?, _ rows: [(LesionRow, LesionRow)]) {
    self.readers = readers
    self.lesionClass = lesionClass
    lesions = rows.count
    same = rows.count { $0.verdict == $1.verdict }
    kappa = CohenKappa.coefficient(rows.map { $0.0.verdict == .approved }, rows.map { $0.1.verdict == .approved })
  }
}
