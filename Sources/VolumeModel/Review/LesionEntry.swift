/// A row of the lesion table as files and `--json` have it: names with units, and values in full precision. What is not
/// defined is null in JSON and empty in CSV.
public struct LesionEntry: Sendable {
  /// What stands in a column.
  public enum Value: Sendable, Hashable {
    case whole(Int)
    case number(Double?)
    case text(String?)
    case flag(Bool)
  }

  /// The columns, in the order they are written.
  public let fields: [(name: String, value: Value)]

  /// A row as files hold it.
  /// - Parameter seconds: how long the actions on it took; nil where there were none.
  public init(_ row: LesionRow, in table: LesionTable, seconds: Double? = nil) {
    let (record, review) = (row.record, row.review)
    let centre = table.grid.affine.worldMM(ofVoxel: record.lesion.centroid)
    let (hasRater, hasTwo) = (table.raterCount > 0, table.raterCount > 1)
    let decidedMM3 = row.decidedVoxels.map { Double($0) * table.grid.voxelVolumeMM3 }
    // Raters after the second have columns of their own in a case that has them.
    let moreRaters = record.raterVoxels.indices.dropFirst(2).map { index in
      (name: "rater\(index + 1)_mm3", value: Value.number(record.drawnMM3(byRater: index)))
    }
    let drawn: [(name: String, value: Value)] = [
      ("id", .whole(record.id)),
      ("volume_mm3", .number(record.volumeMM3)),
      ("diameter_mm", .number(record.diameterMM)),
      ("side", .text(record.side.rawValue)),
      ("first_slice", .whole(record.slices.lowerBound)),
      ("last_slice", .whole(record.slices.upperBound)),
      ("centre_x_mm", .number(centre.x)),
      ("centre_y_mm", .number(centre.y)),
      ("centre_z_mm", .number(centre.z)),
      ("drawn_by", .text(record.drawnBy)),
      ("rater1_mm3", .number(hasRater ? record.rater1MM3 : nil)),
      ("rater2_mm3", .number(hasTwo ? record.rater2MM3 : nil)),
    ]
    let measured: [(name: String, value: Value)] = [
      ("raters_drew", .whole(record.votes)),
      ("prediction_mm3", .number(record.predictionMM3)),
      ("only_rater1_mm3", .number(hasTwo ? record.onlyRater1MM3 : nil)),
      ("only_rater2_mm3", .number(hasTwo ? record.onlyRater2MM3 : nil)),
      ("disputed_mm3", .number(record.disagreementMM3)),
      ("agreement_dice", .number(record.agreement)),
      ("change", .text(record.change?.rawValue)),
      ("flair_inside", .number(record.flairInside)),
      ("flair_around", .number(record.flairAround)),
      ("contrast", .number(record.contrast)),
      ("mean_probability", .number(record.meanProbability)),
      ("largest_probability", .number(record.largestProbability)),
      ("verdict", .text(row.verdict?.rawValue)),
      ("flagged", .flag(review?.isFlagged == true)),
      ("class", .text(review?.lesionClass?.rawValue)),
      ("voxels_of", .text(row.source?.rawValue)),
      ("decided_mm3", .number(decidedMM3)),
      ("comment", .text(review.flatMap { $0.comment.isEmpty ? nil : $0.comment })),
      ("regions", .whole(row.regions?.total ?? 0)),
      ("regions_decided", .whole(row.regions?.decided ?? 0)),
      ("division", .text(record.division)),
      ("seconds", .number(seconds)),
      ("reason", .text(review.flatMap { $0.reason.isEmpty ? nil : $0.reason })),
    ]
    let sampled: [(name: String, value: Value)] =
      record.expectedDifferenceMM3 == nil
      ? []
      : [
        ("observed_difference_mm3", .number(record.observedDifferenceMM3)),
        ("expected_difference_mm3", .number(record.expectedDifferenceMM3)),
        ("unexpected_difference_mm3", .number(record.unexpectedDifferenceMM3)),
      ]
    // Of two visits rater 1 is the earlier one, rater 2 this one.
    let visits: [(name: String, value: Value)] =
      !table.comparesVisits
      ? []
      : [
        ("earlier_mm3", .number(hasRater ? record.rater1MM3 : nil)),
        ("later_mm3", .number(hasTwo ? record.rater2MM3 : nil)),
        ("growth_percent", .number(record.growth.map { $0 * 100 })),
        ("change_rule", .text(record.changeRule)),
      ]
    let readers: [(name: String, value: Value)] =
      row.words.isEmpty
      ? []
      : [("differ", .text(row.difference?.rawValue))]
        + row.words.map { ("verdict_\($0.reader)", .text($0.verdict?.rawValue)) }
    fields = drawn + moreRaters + measured + visits + sampled + readers
  }
}

extension LesionEntry: Encodable {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for (name, value) in fields {
      let key = Name(stringValue: name)
      switch value {
      case .whole(let value): try container.encode(value, forKey: key)
      case .number(let value): try container.encode(value, forKey: key)
      case .text(let value): try container.encode(value, forKey: key)
      case .flag(let value): try container.encode(value, forKey: key)
      }
    }
  }
}

extension LesionTable {
  /// Rows as comma-separated values (RFC 4180).
  /// - Parameter times: how long the actions on each lesion took, by its number.
  public func csv(_ rows: [LesionRow], times: [Int: Double] = [:]) -> String {
    let entries = rows.map { LesionEntry($0, in: self, seconds: times[$0.id]) }
    return LesionEntry.csv(of: [([:], entries)])
  }
}

extension LesionEntry {
  /// The lesions of several cases as one table of comma-separated values. A column that a case does not have, as that of
  /// its third rater, is empty there.
  /// - Parameter cases: what stands before the lesions of a case, in columns of its own, and its lesions.
  public static func csv(of cases: [(leading: [String: String], lesions: [LesionEntry])]) -> String {
    let leading = Set(cases.flatMap(\.leading.keys)).sorted()
    let names = columns(of: cases.compactMap(\.lesions.first))
    var text = CSV.record(leading + names) + "\r\n"
    for entry in cases {
      let start = leading.map { entry.leading[$0] ?? "" }
      for lesion in entry.lesions {
        let values = Dictionary(lesion.fields.map { ($0.name, $0.value.text) }, uniquingKeysWith: { first, _ in first })
        text += CSV.record(start + names.map { values[$0] ?? "" }) + "\r\n"
      }
    }
    return text
  }

  /// The columns of all cases: those of the case with most raters, then what only other cases have, as other readers.
  private static func columns(of entries: [LesionEntry]) -> [String] {
    let lists = entries.map { $0.fields.map(\.name) }.sorted { $0.count > $1.count }
    var known: Set<String> = []
    let names = lists.joined().filter { known.insert($0).inserted }
    return names.isEmpty ? ["id"] : names
  }
}

extension LesionEntry.Value {
  fileprivate var text: String {
    switch self {
    case .whole(let value): "\(value)"
    case .number(let value): value.map { "\($0)" } ?? ""
    case .text(let value): value ?? ""
    case .flag(let value): "\(value)"
    }
  }
}
