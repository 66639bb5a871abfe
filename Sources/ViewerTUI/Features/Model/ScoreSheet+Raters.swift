import Pictures
import VolumeModel

/// The agreement of many raters as a matrix: each with each, then with what most of the others drew.
extension ScoreSheet {
  /// So many raters fit beside each other on a screen of 80 columns; the others have rows of their own all the same.
  private static let mostColumns = 9

  static func rows(of matrix: RaterMatrix, _ viewer: Viewer) -> [Sheet.Row] {
    let names = matrix.dice.indices.map { viewer.scan.maskNames.short(ofRater: $0) }
    let shown = names.indices.prefix(mostColumns)
    func cell(_ text: String) -> String { String(repeating: " ", count: max(0, 6 - text.count)) + text }
    func number(_ value: Double?) -> String { cell(value.map { Wording.fixed($0, 3) } ?? "n/a") }
    var rows: [Sheet.Row] = [
      .heading("Dice of each pair of raters"),
      .text(cell("") + shown.map { cell(names[$0]) }.joined()),
    ]
    for (index, line) in matrix.dice.enumerated() {
      rows.append(.text(cell(names[index]) + shown.map { $0 == index ? cell("-") : number(line[$0]) }.joined()))
    }
    if names.count > mostColumns {
      rows.append(.text("columns of the first \(mostColumns) raters; flairscope compare has all"))
    }
    rows += [
      .blank, .heading("Each against what most of the others drew; sensitivity by STAPLE"),
      .text(cell("") + ["Dice", "prec", "rec", "sens"].map(cell).joined()),
    ]
    for (index, counts) in matrix.againstOthers.enumerated() where names.indices.contains(index) {
      rows.append(
        .text(
          cell(names[index]) + [counts.dice, counts.precision, counts.recall].map { number($0) }.joined()
            + number(matrix.sensitivities[index])))
    }
    return rows
  }
}
