import Foundation

/// Paired tests of methods against a baseline over the same patients, as a table.
public struct ComparisonTable: Sendable, Hashable, Encodable {
  /// What was compared.
  public let title: String
  /// What is compared, as in "Dice in percent".
  public let measure: String
  /// The method that the others are compared with.
  public let baseline: String
  /// One a method.
  public let comparisons: [MethodComparison]

  /// - Parameters:
  ///   - methods: one number for each patient by name; nil is "not available".
  public init(
    title: String, measure: String, methods: [(name: String, numbers: [String: Double?])],
    against baseline: (name: String, numbers: [String: Double?])
  ) {
    self.title = title
    self.measure = measure
    self.baseline = baseline.name
    comparisons = MethodComparison.all(methods, against: baseline)
  }

  private static let headings = ["method", "patients", "difference", "Wilcoxon p", "Holm p", "t-test p"]

  private var heading: String { "\(title): \(measure) minus that of \(baseline), paired over patients" }

  /// What so few patients can show at best.
  private var sentence: String? {
    guard let pairs = comparisons.map(\.patients).max(), pairs > 0, pairs < 6 else { return nil }
    let smallest = String(format: "%.3g", pow(2, 1 - Double(pairs)))
    return
      "With \(pairs) patient\(pairs == 1 ? "" : "s") the smallest p-value that Wilcoxon's test can reach is \(smallest)."
  }

  private var fields: [[String]] {
    func number(_ value: Double?, _ format: String) -> String { value.map { String(format: format, $0) } ?? "n/a" }
    // What would round to nothing is not nothing.
    func probability(_ p: Double?) -> String { (p ?? 1) < 0.0005 ? "<0.001" : number(p, "%.3f") }
    return comparisons.map { one in
      [
        one.method, "\(one.patients)", number(one.meanDifference, "%+.3f"), probability(one.wilcoxon?.pValue),
        probability(one.holmPValue), probability(one.tTest?.pValue),
      ]
    }
  }

  /// Aligned columns.
  public var text: String {
    let all = [Self.headings] + fields
    let widths = Self.headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    let lines = all.map { row in
      row.enumerated().map { column, field in
        let blanks = String(repeating: " ", count: widths[column] - field.count)
        return column == 0 ? field + blanks : blanks + field
      }.joined(separator: "  ")
    }
    return ([heading, ""] + lines + (sentence.map { ["", $0] } ?? [])).joined(separator: "\n") + "\n"
  }

  /// A GitHub table.
  public var markdown: String {
    let rule = "|---|" + String(repeating: "---:|", count: Self.headings.count - 1)
    let lines = ([Self.headings] + fields).map { "| " + $0.joined(separator: " | ") + " |" }
    let all = ["**\(heading)**", "", lines[0], rule] + lines.dropFirst() + (sentence.map { ["", $0] } ?? [])
    return all.joined(separator: "\n") + "\n"
  }

  /// One row a method, numbers in full precision.
  public var csv: String {
    func number(_ value: Double?) -> String { value.map { String($0) } ?? "" }
    let rows = comparisons.map { one in
      [
        one.method, "\(one.patients)", number(one.meanDifference), number(one.wilcoxon?.pValue), number(one.holmPValue),
        number(one.tTest?.pValue),
      ]
    }
    return CSV.table([Self.headings] + rows)
  }
}
