import VolumeModel
import Pictures

/// The report of a review as blocks, to be read as Markdown beside its pictures or as one page with them inside.
struct ReviewReport {
  let export: ReviewExport
  /// The lesions, worst disagreement first.
  let rows: [LesionRow]
  let pictures: ReportPictures
  /// Where the report lies; paths are given from there.
  let folder: String

  var blocks: [ReportBlock] {
    head + progress + agreement + readers + files + tiles + lesionTable + remarks
  }

  private var outcome: ReviewOutcome { export.outcome }
  private var raters: [RaterMask] { export.review.raters }

  var title: String { "Review of \(export.review.name)" }

  private var head: [ReportBlock] {
    let state = outcome.state
    var sentences: [ReportSentence] = [
      "By \(export.origin.author), \(export.origin.time), with flairscope \(export.origin.version)."
    ]
    if let verdict = state.verdict { sentences.append(ReportSentence("The case was ", strong: verdict.rawValue, ".")) }
    if let rating = state.rating { sentences.append(ReportSentence("It was rated ", strong: "\(rating) of 5", ".")) }
    if let times = export.origin.times, times.seconds > 0 { sentences.append(ReportSentence(Self.duration(times))) }
    if state.isFlagged { sentences.append(ReportSentence("The case is ", strong: "flagged", ".")) }
    var blocks: [ReportBlock] = [.title(title), .text(sentences)]
    if !state.comment.isEmpty { blocks.append(.quote(state.comment)) }
    for rater in raters where rater.isSimulated {
      blocks.append(
        .text([
          ReportSentence(
            "", strong: "\(rater.name) is SIMULATED", ", not a person: it says nothing about human agreement.")
        ]))
    }
    return blocks
  }

  private static func duration(_ times: ReviewTimes) -> String {
    let (minutes, seconds) = Int(times.seconds.rounded()).quotientAndRemainder(dividingBy: 60)
    let pauses =
      times.pauses == 0 ? "" : ", without \(times.pauses) pause\(times.pauses == 1 ? "" : "s") of more than 5 min"
    return "The review took \(minutes) min \(seconds) s from the first action to the last\(pauses)."
  }

  private var progress: [ReportBlock] {
    let counts = [
      "\(rows.count { $0.verdict == .approved }) approved",
      "\(rows.count { $0.verdict == .rejected }) rejected", "\(rows.count { !$0.isDecided }) undecided",
      "\(rows.count { $0.review?.isFlagged == true }) flagged",
    ].joined(separator: ", ")
    let rule = MaskNames(of: outcome.review).title(outcome.undecided)
    return [
      .heading("Lesions"),
      .text([
        "\(rows.count) lesions (18-connected components of all masks together, from one voxel on): \(counts).",
        "Of undecided lesions the adjudicated mask has \(rule); it holds \(Wording.millilitres(outcome.adjudicated)).",
      ]),
    ]
  }

  private var agreement: [ReportBlock] {
    var pairs: [(String, Mask, Mask)] = []
    for second in raters.indices {
      for first in 0..<second {
        pairs.append(("\(name(second)) against \(name(first))", raters[first].mask, raters[second].mask))
      }
    }
    for (index, rater) in raters.enumerated() {
      pairs.append(("adjudicated against \(name(index))", rater.mask, outcome.adjudicated))
    }
    if let prediction = outcome.prediction {
      pairs.append(("prediction against adjudicated", outcome.adjudicated, prediction))
    }
    guard !pairs.isEmpty else { return [] }
    let others = RaterConsensus.eachAgainstOthers(raters.map(\.mask)).enumerated().map { index, counts in
      ("\(name(index)) against what most of the others drew", counts)
    }
    let counted = pairs.map { ($0, OverlapCounts(reference: $1, candidate: $2)) } + others
    return [
      .table(
        ReportTable(
          caption: "Agreement of the masks",
          columns: [.text("agreement"), .number("Dice"), .number("precision"), .number("recall")],
          rows: counted.map { title, counts in
            [title, Wording.dice(counts.dice), Wording.dice(counts.precision), Wording.dice(counts.recall)]
          }))
    ]
  }

  private func name(_ rater: Int) -> String {
    export.review.comparesVisits ? MaskNames(of: export.review).name(ofRater: rater) : "rater \(rater + 1)"
  }

  /// How far the readers agree in their verdicts, over all lesions and by class.
  private var readers: [ReportBlock] {
    guard !outcome.readers.isEmpty else { return [] }
    let rows = outcome.readers.map { pair in
      [
        pair.readers.joined(separator: " and "), pair.lesionClass?.title ?? "all", "\(pair.lesions)", "\(pair.same)",
        pair.kappa.map { Wording.fixed($0, 2) } ?? "n/a",
      ]
    }
    return [
      .heading("Readers"),
      .text(["Verdicts of each pair of readers on the lesions that both decided; kappa is Cohen's."]),
      .table(
        ReportTable(
          caption: "Agreement of the readers",
          columns: [
            .text("readers"), .text("class"), .number("lesions decided by both"), .number("same verdict"),
            .number("kappa"),
          ], rows: rows)),
    ]
  }

  private var files: [ReportBlock] {
    let table = ReportTable(
      caption: "Files", columns: [.text("file"), .code("path"), .code("SHA-256")],
      rows: export.origin.inputs.map { [$0.role, path($0.path), $0.sha256 ?? "unreadable"] })
    let journal = export.origin.journal.map { "\(export.origin.actionCount) actions recorded in \(path($0))." }
    return [.table(table)] + (journal.map { [.text([ReportSentence($0)])] } ?? [])
  }

  private func path(_ path: String) -> String { FilePath.relative(path, toFolder: folder) }

  private var tiles: [ReportBlock] {
    let pictured = Array(pictures.pictured(rows))
    guard !pictured.isEmpty else { return [] }
    let left = rows.count - pictured.count
    return [
      .pictures(
        pictured,
        caption: [
          ReportSentence(
            "Each at its largest axial slice, radiological, worst disagreement first, with its number and verdict "
              + "(A approved, X rejected, - undecided, ! flagged), and beside it the same without marks."),
          "Strokes mark what only one rater drew; the outline is the adjudicated mask.",
        ] + (left > 0 ? [ReportSentence("The other \(left) lesions are in the table alone.")] : []))
    ]
  }

  private var lesionTable: [ReportBlock] {
    guard !rows.isEmpty else { return [] }
    let compared = export.review.comparesVisits ? Self.visitColumns : Self.raterColumns
    let columns = Self.firstColumns + compared + Self.lastColumns
    return [
      .table(
        ReportTable(
          caption: "Lesions", columns: columns.map(\.column), rows: rows.map { row in columns.map { $0.cell(row) } }
        ))
    ]
  }

  private typealias LesionCell = (column: ReportTable.Column, cell: @Sendable (LesionRow) -> String)

  private static let firstColumns: [LesionCell] = [
    (.number("#"), { "\($0.id)" }), (.number("mm3"), { Wording.fixed($0.record.volumeMM3, 1) }),
    (.number("mm"), { Wording.fixed($0.record.diameterMM, 1) }), (.text("side"), { $0.record.side.rawValue }),
    (.number("slices"), { Wording.slices($0.record.slices) }),
  ]

  private static let raterColumns: [LesionCell] = [
    (.text("drawn by"), { $0.record.drawnBy }),
    (.number("Dice"), { $0.record.agreement.map { Wording.fixed($0, 2) } ?? "n/a" }),
    (.number("disagreement mm3"), { Wording.fixed($0.record.disagreementMM3, 1) }),
  ]

  private static let visitColumns: [LesionCell] = [
    (.number("before mm3"), { Wording.fixed($0.record.rater1MM3, 1) }),
    (.number("now mm3"), { Wording.fixed($0.record.rater2MM3, 1) }),
    (.number("change"), { Wording.growth($0.record) }), (.text("by the rule"), { $0.record.changeRule ?? "" }),
  ]

  private static let lastColumns: [LesionCell] = [
    (.number("FLAIR against surroundings"), { $0.record.contrast.map { Wording.percent($0) } ?? "n/a" }),
    (.text("verdict"), { $0.verdict?.rawValue ?? Wording.undecided($0.regions) }),
    (.text("voxels of"), { $0.source?.title ?? "" }), (.text("class"), { $0.review?.lesionClass?.title ?? "" }),
    (.text("reason"), { $0.review?.reason ?? "" }),
    (.text("flag"), { $0.review?.isFlagged == true ? "flagged" : "" }),
  ]

  private var remarks: [ReportBlock] {
    let remarked = rows.filter(pictures.isPicturedAlone)
    return remarked.isEmpty ? [] : [.heading("Flags and comments")] + remarked.map { .lesion($0) }
  }
}
