import Foundation
import Testing
import VolumeModel

@Suite struct ComparisonTableTests {
  private static let table = ComparisonTable(
    title: "Paired tests", measure: "Dice",
    methods: [
      ("better", ["a": 0.8, "b": 0.7, "c": 0.9]), ("same", ["a": 0.5, "b": 0.5, "c": 0.5]),
      ("absent", ["a": nil, "b": nil]),
    ], against: ("plain", ["a": 0.5, "b": 0.5, "c": 0.5]))

  /// Three differences of one sign: Wilcoxon's exact p is 2 / 8. Equal numbers have no p-value.
  @Test func textTellsWhatSoFewPatientsCanShow() {
    #expect(
      Self.table.text == """
        Paired tests: Dice minus that of plain, paired over patients

        method  patients  difference  Wilcoxon p  Holm p  t-test p
        better         3      +0.300       0.250   0.250     0.035
        same           3      +0.000         n/a     n/a       n/a
        absent         0         n/a         n/a     n/a       n/a

        With 3 patients the smallest p-value that Wilcoxon's test can reach is 0.25.

        """)
  }

  /// Twelve differences of one sign: Wilcoxon's exact p is 2 / 4096, and neither p is shown as nothing.
  @Test func smallProbabilitiesAreNotNothing() throws {
    let names = (1...12).map { "patient \($0)" }
    let table = ComparisonTable(
      title: "Paired tests", measure: "Dice",
      methods: [("better", Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, 0.7 + Double($0) / 100) }))],
      against: ("plain", Dictionary(uniqueKeysWithValues: names.map { ($0, 0.5) })))
    #expect(table.comparisons.first?.wilcoxon?.pValue == 2.0 / 4096)
    let row = try #require(table.text.split(separator: "\n").last)
    #expect(row.split(separator: " ") == ["better", "12", "+0.255", "<0.001", "<0.001", "<0.001"])
  }

  @Test func otherForms() throws {
    let lines = Self.table.markdown.split(separator: "\n")
    #expect(lines[1] == "| method | patients | difference | Wilcoxon p | Holm p | t-test p |")
    #expect(lines[2] == "|---|---:|---:|---:|---:|---:|")
    #expect(lines[4] == "| same | 3 | +0.000 | n/a | n/a | n/a |")
    let rows = Self.table.csv.split(separator: "\n")
    #expect(rows.count == 4 && rows[1].hasPrefix("better,3,") && rows[3] == "absent,0,,,,")
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(Self.table)) as? [String: Any]
    #expect((json?["comparisons"] as? [[String: Any]])?.count == 3 && json?["baseline"] as? String == "plain")
  }
}
