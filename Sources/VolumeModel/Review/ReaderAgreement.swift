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
        return [ReaderAgreement(names, nil, both)]
          + classes(in: both).map { lesionClass in
            let chosen = both.filter { $0.review?.lesionClass == lesionClass || $1.review?.lesionClass == lesionClass }
            return ReaderAgreement(names, lesionClass, chosen)
          }
      }
    }
  }

  /// The classes that occur, the usual ones in their order and others by name.
  private static func classes(in rows: [(LesionRow, LesionRow)]) -> [LesionClass] {
    let given = Set(rows.flatMap { [$0.review?.lesionClass, $1.review?.lesionClass] }.compactMap { $0 })
    return LesionClass.standard.filter(given.contains)
      + given.subtracting(LesionClass.standard).sorted { $0.rawValue < $1.rawValue }
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
