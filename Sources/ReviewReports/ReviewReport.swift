import Foundation
import VolumeModel
import Pictures

/// The report of a review as Markdown, to be read beside its pictures.
struct ReviewReport {
  let export: ReviewExport

  func markdown(_ rows: [LesionRow], pictures: ReportPictures) -> String {
    let blocks = [
      head, progress, agreement, readers, files, sheet(rows, pictures), table(rows), remarks(rows, pictures),
    ]
    return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var outcome: ReviewOutcome { export.outcome }
  private var raters: [RaterMask] { export.review.raters }

  private var head: String {
    let state = outcome.state
    var lines = ["# Review of \(Self.escaped(export.review.name))", ""]
    lines.append(
      "By \(Self.escaped(export.origin.author)), \(export.origin.time), with flairscope \(export.origin.version).")
    if let verdict = state.verdict { lines.append("The case was **\(verdict.rawValue)**.") }
    if let rating = state.rating { lines.append("It was rated **\(rating) of 5**.") }
    if let times = export.origin.times, times.seconds > 0 { lines.append(Self.duration(times)) }
    if state.isFlagged { lines.append("The case is **flagged**.") }
    if !state.comment.isEmpty { lines += ["", "> \(Self.escaped(state.comment))"] }
    for rater in raters where rater.isSimulated {
      lines += [
        "", "**\(Self.escaped(rater.name)) is SIMULATED**, not a person: it says nothing about human agreement.",
      ]
    }
    return lines.joined(separator: "\n")
  }

  private static func duration(_ times: ReviewTimes) -> String {
    let (minutes, seconds) = Int(times.seconds.rounded()).quotientAndRemainder(dividingBy: 60)
    let pauses =
      times.pauses == 0 ? "" : ", without \(times.pauses) pause\(times.pauses == 1 ? "" : "s") of more than 5 min"
    return "The review took \(minutes) min \(seconds) s from the first action to the last\(pauses)."
  }

  private var progress: String {
    let rows = outcome.rows
    let counts = [
      "\(rows.count { $0.verdict == .approved }) approved",
      "\(rows.count { $0.verdict == .rejected }) rejected", "\(rows.count { !$0.isDecided }) undecided",
      "\(rows.count { $0.review?.isFlagged == true }) flagged",
    ]
    return """
      ## Lesions

      \(rows.count) lesions (18-connected components of all masks together, from one voxel on): \(counts.joined(separator: ", ")).
      Of undecided lesions the adjudicated mask has \(MaskNames(of: outcome.review).title(outcome.undecided)); it holds \(Wording.millilitres(outcome.adjudicated)).
      """
  }

  private var agreement: String {
    var pairs: [(String, Mask, Mask)] = []
    for second in raters.indices {
      for first in 0..<second {
        pairs.append(("rater \(second + 1) against rater \(first + 1)", raters[first].mask, raters[second].mask))
      }
    }
    for (index, rater) in raters.enumerated() {
      pairs.append(("adjudicated against rater \(index + 1)", rater.mask, outcome.adjudicated))
    }
    if let prediction = outcome.prediction {
      pairs.append(("prediction against adjudicated", outcome.adjudicated, prediction))
    }
    guard !pairs.isEmpty else { return "" }
    let others = RaterConsensus.eachAgainstOthers(raters.map(\.mask)).enumerated().map { index, counts in
      ("rater \(index + 1) against what most of the others drew", counts)
    }
    let counted = pairs.map { ($0, OverlapCounts(reference: $1, candidate: $2)) } + others
    let lines = counted.map { title, counts in
      "| \(title) | \(Wording.dice(counts.dice)) | \(Wording.dice(counts.precision)) | \(Wording.dice(counts.recall)) |"
    }
    return "| agreement | Dice | precision | recall |\n|---|---:|---:|---:|\n" + lines.joined(separator: "\n")
  }

  /// How far the readers agree in their verdicts, over all lesions and by class.
  private var readers: String {
    guard !outcome.readers.isEmpty else { return "" }
    let lines = outcome.readers.map { pair in
      let names = pair.readers.map(Self.escaped).joined(separator: " and ")
      return
        "| \(names) | \(pair.lesionClass?.title ?? "all") | \(pair.lesions) | \(pair.same) | "
        + "\(pair.kappa.map { Wording.fixed($0, 2) } ?? "n/a") |"
    }
    return """
      ## Readers

      Verdicts of each pair of readers on the lesions that both decided; kappa is Cohen's.

      | readers | class | lesions decided by both | same verdict | kappa |
      |---|---|---:|---:|---:|
      \(lines.joined(separator: "\n"))
      """
  }

  private var files: String {
    let lines = export.origin.inputs.map { "| \($0.role) | `\($0.path)` | `\($0.sha256 ?? "unreadable")` |" }
    var text = "| file | path | SHA-256 |\n|---|---|---|\n" + lines.joined(separator: "\n")
    if let journal = export.origin.journal {
      text += "\n\n\(export.origin.actionCount) actions recorded in `\(journal)`."
    }
    return text
  }

  private func sheet(_ rows: [LesionRow], _ pictures: ReportPictures) -> String {
    let pictured = pictures.pictured(rows)
    guard !pictured.isEmpty else { return "" }
    let numbers = pictured.map { "\($0.id)" }.joined(separator: ", ")
    return """
      ![lesions](\(pictures.sheetName(stem: export.reportStem)))

      Each at its largest axial slice, radiological, worst disagreement first, row by row: \(numbers).
      Strokes mark what only one rater drew; the outline is the adjudicated mask.
      """
  }

  private func table(_ rows: [LesionRow]) -> String {
    guard !rows.isEmpty else { return "" }
    let lines = rows.map { row in
      let record = row.record
      let cells = [
        "\(row.id)", Wording.fixed(record.volumeMM3, 1), Wording.fixed(record.diameterMM, 1), record.side.rawValue,
        "\(record.slices.lowerBound)-\(record.slices.upperBound)", record.drawnBy,
        record.agreement.map { Wording.fixed($0, 2) } ?? "n/a", Wording.fixed(record.disagreementMM3, 1),
        record.contrast.map { Wording.percent($0) } ?? "n/a", row.verdict?.rawValue ?? Wording.undecided(row.regions),
        row.source?.title ?? "", row.review?.lesionClass?.title ?? "",
        row.review?.isFlagged == true ? "flagged" : "",
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    return """
      | # | mm3 | mm | side | slices | drawn by | Dice | disagreement mm3 | FLAIR against surroundings | verdict | voxels of | class | |
      |---:|---:|---:|---|---|---|---:|---:|---:|---|---|---|---|
      \(lines.joined(separator: "\n"))
      """
  }

  private func remarks(_ rows: [LesionRow], _ pictures: ReportPictures) -> String {
    let blocks = rows.filter(pictures.isPicturedAlone).map { row in
      """
      ### Lesion \(row.id)\(row.review?.isFlagged == true ? ", flagged" : "")

      \(Self.escaped(Wording.sentence(row)))

      ![lesion \(row.id)](\(pictures.fileName(of: row, stem: export.reportStem)))
      """
    }
    return blocks.isEmpty ? "" : "## Flags and comments\n\n" + blocks.joined(separator: "\n\n")
  }

  /// Text that came from outside, on one line and without meaning for Markdown or HTML.
  private static func escaped(_ text: String) -> String {
    String(
      text.visible.flatMap { character -> String in
        if character.isNewline { return " " }
        return "\\`*_{}[]<>#|!".contains(character) ? "\\\(character)" : String(character)
      })
  }
}
