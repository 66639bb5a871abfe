import Pictures
import TerminalIO
import VolumeModel

/// A column of the lesion list.
struct LesionColumn {
  /// Nil for the column of a reader.
  let field: LesionField?
  let title: String
  let width: Int
  let text: (LesionRow) -> String

  /// The column sorted by and the most important others that fit into a width, in their order on the screen.
  static func fitting(
    _ width: Int, raterCount: Int, comparesVisits: Bool, showsRegions: Bool, showsSamples: Bool = false,
    readers: [String] = [], sortedBy key: LesionField
  ) -> [LesionColumn] {
    func number(_ value: Double?, _ digits: Int) -> String { value.map { Wording.fixed($0, digits) } ?? "-" }
    let all: [(rank: Int, column: LesionColumn)] = [
      (0, LesionColumn(field: .id, title: "#", width: 4) { "\($0.id)" }),
      (
        comparesVisits ? 9 : showsSamples ? 1 : 0,
        LesionColumn(field: .vol, title: "volume", width: 8) { Wording.volume(mm3: $0.record.volumeMM3) }
      ),
      (
        comparesVisits ? 9 : 0,
        LesionColumn(field: .by, title: "who", width: max(4, raterCount + 2)) { $0.record.drawnBy }
      ),
      (
        raterCount > 2 ? 1 : 99,
        LesionColumn(field: .n, title: "n", width: 4) { "\($0.record.votes)/\($0.record.raterVoxels.count)" }
      ),
      (
        comparesVisits ? 0 : 99,
        LesionColumn(field: .change, title: "change", width: 6) { $0.record.change?.rawValue ?? "-" }
      ),
      (
        comparesVisits ? 1 : 99,
        LesionColumn(field: .r1, title: "before", width: 8) { Wording.volume(mm3: $0.record.rater1MM3) }
      ),
      (
        comparesVisits ? 1 : 99,
        LesionColumn(field: .r2, title: "now", width: 8) { Wording.volume(mm3: $0.record.rater2MM3) }
      ),
      (
        comparesVisits ? 0 : 99,
        LesionColumn(field: .growth, title: "%", width: 6) { number($0.record.growth.map { $0 * 100 }, 1) }
      ),
      (
        showsRegions ? 1 : 99,
        LesionColumn(field: .open, title: "regions", width: 7) {
          $0.regions.map { "\($0.decided)/\($0.total)" } ?? "-"
        }
      ),
      (
        comparesVisits || showsSamples ? 9 : 4,
        LesionColumn(field: .dis, title: comparesVisits ? "differ" : "disagree", width: 9) {
          Wording.volume(mm3: $0.record.disagreementMM3)
        }
      ),
      (
        // Beside what samples differ by, in the place of the volume in disagreement, which counts no pairs.
        showsSamples && raterCount > 1 ? 0 : 99,
        LesionColumn(field: .obs, title: "differ", width: 8) { row in
          row.record.observedDifferenceMM3.map { Wording.volume(mm3: $0) } ?? "-"
        }
      ),
      (
        showsSamples ? 0 : 99,
        LesionColumn(field: .exp, title: "expected", width: 8) { row in
          row.record.expectedDifferenceMM3.map { Wording.volume(mm3: $0) } ?? "-"
        }
      ),
      (
        showsSamples && raterCount > 1 ? 2 : 99,
        LesionColumn(field: .unexp, title: "unexp", width: 9) { row in
          row.record.unexpectedDifferenceMM3.map { ($0 > 0 ? "+" : "") + Wording.volume(mm3: $0) } ?? "-"
        }
      ),
      (
        raterCount > 1 && !comparesVisits ? 1 : 9,
        LesionColumn(field: .agree, title: "Dice", width: 5) { number($0.record.agreement, 2) }
      ),
      (3, LesionColumn(field: .prob, title: "prob", width: 5) { number($0.record.meanProbability, 2) }),
      (6, LesionColumn(field: .diam, title: "mm", width: 5) { number($0.record.diameterMM, 1) }),
      (
        2,
        LesionColumn(field: .side, title: "side", width: 5) {
          $0.record.side == .midline ? "mid" : $0.record.side == .unknown ? "?" : $0.record.side.rawValue
        }
      ),
      (
        5,
        LesionColumn(field: .slice, title: "slices", width: 7) {
          Wording.slices($0.record.slices)
        }
      ),
      (
        7,
        LesionColumn(field: .contrast, title: "contr", width: 6) {
          number($0.record.contrast.map { $0 * 100 }, 0) + "%"
        }
      ),
      (8, LesionColumn(field: .class, title: "class", width: 17) { $0.review?.lesionClass?.title ?? "" }),
      (10, LesionColumn(field: .reason, title: "reason", width: 17) { $0.review?.reason ?? "" }),
    ]
    let readerColumns = columns(ofReaders: readers, within: width * 3 / 5)
    var chosen: Set<LesionField?> = []
    var left = width - readerColumns.reduce(0) { $0 + $1.width + 1 }
    // Of visits the volumes at either one matter more than what their difference is sorted by.
    let isKeyShown = !((comparesVisits || showsSamples) && key == .dis)
    let ranked = all.map { (rank: $0.column.field == key && isKeyShown ? -1 : $0.rank, column: $0.column) }
    for (rank, column) in ranked.sorted(by: { $0.rank < $1.rank }) where rank < 99 && column.width + 1 <= left {
      chosen.insert(column.field)
      left -= column.width + 1
    }
    return all.map(\.column).filter { chosen.contains($0.field) } + readerColumns
  }

  /// A column for each reader, with a letter for the verdict; names are cut where the columns leave no room for them.
  private static func columns(ofReaders names: [String], within width: Int) -> [LesionColumn] {
    guard !names.isEmpty else { return [] }
    let longest = max(1, min(8, width / names.count - 1))
    return names.enumerated().map { index, name in
      let title = String(name.prefix(longest))
      return LesionColumn(field: nil, title: title, width: max(1, title.cellCount)) { row in
        row.words.indices.contains(index) ? Viewer.letter(row.words[index].verdict) : " "
      }
    }
  }
}
