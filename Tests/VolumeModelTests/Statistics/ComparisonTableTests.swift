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
  @Test func textTellsWhatSoFewCasesCanShow() {
    #expect(
      Self.table.text == """
        Paired tests: Dice minus that of plain, paired over cases

        method  cases  difference  Wilcoxon p  Holm p  t-test p
        better      3      +0.300       0.250   0.250     0.035
        same        3      +0.000         n/a     n/a       n/a
        absent      0         n/a         n/a     n/a       n/a

        With 3 cases the smallest p-value that Wilcoxon's test can reach is 0.25.

        """)
  }

  @Test func otherForms() throws {
    let lines = Self.table.markdown.split(separator: "\n")
    #expect(lines[1] == "| method | cases | difference | Wilcoxon p | Holm p | t-test p |")
    #expect(lines[2] == "|---|---:|---:|---:|---:|---:|")
    #expect(lines[4] == "| same | 3 | +0.000 | n/a | n/a | n/a |")
    let rows = Self.table.csv.split(separator: "\n")
    #expect(rows.count == 4 && rows[1].hasPrefix("better,3,") && rows[3] == "absent,0,,,,")
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(Self.table)) as? [String: Any]
    #expect((json?["comparisons"] as? [[String: Any]])?.count == 3 && json?["baseline"] as? String == "plain")
  }
}
