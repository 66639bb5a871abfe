import Foundation
import Testing
import VolumeModel

@Suite struct ResultTableTests {
  private static let table = ResultTable(
    title: "Mask size", rowHeading: "mask size",
    columns: [ResultTable.Column("Dice R1"), ResultTable.Column("Lesions, \"all\"", decimals: 0)],
    rows: [("100 %", [[60, 62], [3]]), ("120 %", [[65, 66, 67], nil]), ("150 %", [[], [4, 6]])],
    notes: ["Two seeds."], published: .softMaskSize)

  @Test func textHasPublishedNumbersBesideAndMarked() {
    let lines = Self.table.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "Mask size")
    #expect(lines[2].hasSuffix(" | published, other data"))
    let rows = lines[3...6]
    #expect(rows.allSatisfy { $0.contains(" |") })
    #expect(Set(rows.map { $0.split(separator: "|")[0].count }).count == 1)
    #expect(lines[4].hasPrefix("100 %") && lines[4].contains("61.0 +- 1.4") && lines[4].hasSuffix("67.3"))
    #expect(lines[6].contains("n/a") && lines[6].contains("5 +- 1") && lines[6].hasSuffix("|"))
    #expect(Self.table.text().contains("published, other data: Kats"))
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") } && Self.table.text().hasSuffix("Two seeds.\n"))
    // A narrow line puts them below, with the rows' names again.
    let narrow = Self.table.text(width: 50).split(separator: "\n").map(String.init)
    let place = narrow.firstIndex(of: "published, other data") ?? 0
    #expect(place > 4 && narrow[place + 2].hasPrefix("100 %") && narrow[place + 2].hasSuffix("67.3"))
    #expect(narrow.prefix(place).allSatisfy { $0.count <= 50 })
  }

  /// Any table on any line: every column once and in order, the names first in each part, no part wider than the line
  /// unless it is a single column.
  @Test(arguments: [0, 1, 2], [1, 10, 40, 80, Int.max])
  func partsOfAWideTable(keyCount: Int, limit: Int) {
    for widths in [[], [5], [5, 9], [30, 8, 8, 8, 8, 20, 3], [3, 3, 60, 3]] {
      let parts = ColumnFolding.parts(widths: widths, keyCount: keyCount, limit: limit)
      let keys = Array(widths.indices.prefix(keyCount))
      #expect(parts.flatMap { $0.dropFirst(keys.count) } == Array(widths.indices.dropFirst(keyCount)))
      for part in parts {
        #expect(Array(part.prefix(keys.count)) == keys)
        let width = part.reduce(0) { $0 + widths[$1] } + 2 * max(0, part.count - 1)
        #expect(width <= limit || part.count <= keys.count + 1)
      }
    }
  }

  @Test func aTableWiderThanTheLineStandsInParts() {
    let table = ResultTable(
      title: "Wide", rowHeading: "method", columns: (1...9).map { ResultTable.Column("column \($0)") },
      rows: [("U-Net", Array(repeating: [1, 2], count: 9)), ("V-Net", Array(repeating: [3, 4], count: 9))])
    let lines = table.text(width: 60, isFolded: true).split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    #expect(lines.allSatisfy { $0.count <= 60 })
    let headings = lines.filter { $0.hasPrefix("method") }
    #expect(headings.count == 3)
    #expect(headings.flatMap { $0.split(separator: " ") }.count { Int($0) != nil } == 9)
    #expect(lines.count { $0.hasPrefix("V-Net") } == 3)
    #expect(table.text(width: 60).split(separator: "\n").contains { $0.hasPrefix("V-Net") && $0.count > 100 })
  }

  @Test func markdownHasOneCellForEveryHeading() {
    let lines = Self.table.markdown.split(separator: "\n").filter { $0.hasPrefix("|") }
    let widths = lines.map { $0.split(separator: "|", omittingEmptySubsequences: false).count }
    #expect(widths == [6, 6, 6, 6, 6])
    #expect(lines[0].contains("Dice R1 (published, other data)"))
    #expect(lines[2] == "| 100 % | 61.0 +- 1.4 | 3 | 67.3 |")
  }

  @Test func csvHasEveryDigit() {
    let lines = Self.table.csv.split(separator: "\n").map(String.init)
    #expect(
      lines[0].hasPrefix("mask size,Dice R1 mean,Dice R1 SD,Dice R1 n,\"Lesions, \"\"all\"\" mean\","))
    #expect(lines[1] == "100 %,61.0,\(2.0.squareRoot()),2,3.0,,1,67.3,")
    #expect(lines[2] == "120 %,66.0,1.0,3,,,,69.9,")
  }

  @Test func jsonHasNullWhereNothingIs() throws {
    let data = try JSONEncoder().encode(Self.table)
    let json = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(json["columns"] as? [String] == ["Dice R1", "Lesions, \"all\""])
    #expect(json["row_heading"] as? String == "mask size")
    #expect((json["published"] as? [String: Any])?["mark"] as? String == "published, other data")
    let rows = try #require(json["rows"] as? [[String: Any]])
    let cells = try #require(rows[1]["cells"] as? [[String: Any]])
    #expect(cells[0]["mean"] as? Double == 66 && cells[0]["n"] as? Int == 3 && cells[1]["mean"] is NSNull)
    #expect((cells[0]["published"] as? [String: Any])?["mean"] as? Double == 69.9)
    #expect(cells[1]["published"] == nil)
  }

  @Test func aTableWithoutPublishedNumbersHasNoMark() {
    let table = ResultTable(
      title: "T", rowHeading: "method", columns: [ResultTable.Column("Dice")], rows: [("own", [[1, 2]])],
      published: .softMaskSize)
    for form in [table.text(), table.markdown, table.csv] { #expect(!form.contains("published")) }
  }
}

/// A paper's names for rows and columns may be others.
@Suite struct PublishedNamesTests {
  @Test func numbersAreFoundByThePapersNames() {
    let table = ResultTable(
      title: "T", rowHeading: "method", columns: [ResultTable.Column("mIoU")], rows: [("own name", [[60]])],
      published: .noiseRates, publishedNames: ["own name": "MCPM", "mIoU": "LIDC rate 0.4"])
    #expect(table.rows[0].cells[0].published?.mean == 74.69)
    #expect(table.text().contains("own name") && !table.text().contains("MCPM"))
  }
}

/// The published tables are whole, and keep the relations that hold between their numbers.
@Suite struct PublishedTableTests {
  @Test func everyRowHasANumberForEveryColumn() {
    #expect(PublishedTable.all.count == 11)
    #expect(PublishedTable.all.reduce(0) { $0 + $1.rows.reduce(0) { $0 + $1.numbers.count } } == 338)
    for table in PublishedTable.all {
      #expect(Set(table.columns).count == table.columns.count && Set(table.rows.map(\.name)).count == table.rows.count)
      for row in table.rows { #expect(row.numbers.count == table.columns.count, "\(table.title), \(row.name)") }
    }
    #expect(PublishedTable.softMaskSize["120 %", "Recall R2"]?.mean == 50.6)
    #expect(PublishedTable.noiseLeftAtrium["Upper bound", "Dice rate 0.5"] == .init(mean: 91.14))
    #expect(PublishedTable.noiseLeftAtrium["PINT", "ASD rate 0.75"] == .init(mean: 4.56, spread: 0.18))
    #expect(PublishedTable.losses["none", "nothing"] == nil)
  }

  /// Rows that two tables share have the same numbers.
  @Test func tablesAgreeWithEachOther() {
    for column in PublishedTable.softMaskSize.columns {
      #expect(PublishedTable.softMaskSize["120 %", column] == PublishedTable.softMaskLabel["0.3", column])
      #expect(PublishedTable.softMaskSize["100 %", column] == PublishedTable.softMaskLabel["0.0", column])
    }
    for model in ["U-Net", "Prob U-Net", "MWNet", "MCPM"] {
      #expect(PublishedTable.noiseLIDC[model, "mIoU dilation"] == PublishedTable.noiseRates[model, "LIDC rate 0.4"])
    }
    for measure in ["mIoU", "Dice", "Hausdorff"] {
      for model in ["U-Net Meta", "U-Net Clean"] {
        let table = PublishedTable.noiseLIDC
        #expect(table[model, "\(measure) dilation"] == table[model, "\(measure) elastic"])
      }
    }
  }

  /// The mean IoU of images is at least D / (2 - D) of their mean Dice; three printed pairs break that.
  @Test func meanIoUsFitTheirDice() {
    var broken: [String] = []
    for row in PublishedTable.noiseLIDC.rows {
      for (iou, dice) in [(0, 1), (3, 4)] {
        let d = row.numbers[dice].mean / 100
        if row.numbers[iou].mean / 100 < d / (2 - d) { broken.append(row.name) }
      }
    }
    #expect(broken == ["Phi-Seg", "UA-MT", "Curriculum"])
  }
}
