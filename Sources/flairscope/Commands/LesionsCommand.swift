import ArgumentParser
import ViewerTUI
import VolumeModel
import Pictures

struct LesionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesions",
    abstract:
      "List the lesions of a case: who drew them, how large they are, how much the raters agree, what was decided.",
    discussion: """
      A lesion is a connected component (18 neighbours) of all masks together, the prediction's too. The FLAIR around it \
      is that of the brain within 3 mm, outside every mask. Examples:

        flairscope lesions study/sub-07 --sort vol
        flairscope lesions study/sub-07 --filter 'vol<10 & !r2' --csv
        flairscope lesions study/sub-07 --filter '!decided' --plain
        flairscope lesions study/sub-07 --adjudicated   the final words
        flairscope lesions --cases study --csv          one table of all cases
        flairscope lesions sub-07 --samples OUT/*_sample-*_mask.nii.gz --sort unexp

      Fields of --filter and --sort:
      \(LesionField.meanings.map { "  \($0.name)\(String(repeating: " ", count: 10 - $0.name.count))\($0.meaning)" }.joined(separator: "\n"))
      """)

  @Argument(help: "A case folder.", completion: .directory)
  var caseFolder: String?

  @OptionGroup(title: "Case") var source: CaseArguments
  @OptionGroup(title: "Many cases") var many: CasesArguments
  @OptionGroup var reviewing: ReviewArguments

  @Option(help: "Only these lesions, as in 'vol<10 & !r2'; & | ! ( ) < <= > >= = != are understood.")
  var filter: String?

  @Option(help: "A field to sort by, its usual way round; --sort=-FIELD for the other way.")
  var sort = "dis"

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Masks that a network drew (predict --samples): the volume in which two of them differ stands beside that in which two \
      raters differ, lesion by lesion.
      """, valueName: "masks"), completion: .file())
  var samples: [String] = []

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  @Flag(help: "Print comma-separated values.")
  var csv = false

  @Flag(help: "Print one sentence a lesion, for screen readers and logs.")
  var plain = false

  func validate() throws {
    try many.validate(against: source, positional: caseFolder, reviewing: reviewing)
    guard samples.isEmpty || many.cases == nil else {
      throw ValidationError("--samples are those of one case; give that case by itself.")
    }
    guard samples.isEmpty || !plain else {
      throw ValidationError("--plain says nothing of samples; take the table, --csv or --json with --samples.")
    }
    guard samples.count != 1 else { throw ValidationError("--samples takes two masks or more: pairs are compared.") }
    if [json, csv, plain].count(where: { $0 }) > 1 { throw ValidationError("Choose one of --json, --csv, --plain.") }
    if LesionOrder(sort) == nil {
      let known = LesionField.allCases.map(\.rawValue).joined(separator: " ")
      throw ValidationError("'\(sort)' is nothing to sort by; there are \(known).")
    }
  }

  func run() throws {
    EndSignals.watch()
    if many.cases != nil { return try runOnCases() }
    let filter = try filter.map { try LesionFilter($0) }
    let review = try source.load(positional: caseFolder).withAllRaters()
    let reviewed = try reviewing.load(
      review,
      samples: try samples.map { path in
        let loaded = try Images.readMask(path, on: review.grid, image: review.flair.spatial)
        for note in loaded.notes { Messages.note("\(path): \(note)") }
        return loaded.mask
      })
    for note in review.notes + reviewed.notes { Messages.note(note) }
    if let lack = filter?.lack(inCaseOf: review.raters.count) { Messages.note("--filter: \(lack)") }
    let all = reviewed.rows
    let rows = (LesionOrder(sort) ?? .worstFirst).sorted(filter.map { filter in all.filter(filter.includes) } ?? all)
    let readers = json || !(csv || plain) ? try reviewed.readerAgreement() : []
    if json {
      try JSONDocument(command: "lesions", Document(reviewed, rows: rows, readers, command: self)).write()
    } else if csv {
      try Results.write(reviewed.table.csv(rows, times: reviewed.times?.seconds(in: reviewed.table) ?? [:]))
    } else if plain {
      try Results.write(rows.map { Wording.sentence($0).visibleOnOneLine + "\n" }.joined())
    } else {
      try Results.write(text(rows, of: all.count, reviewed) + text(readers))
    }
  }

  private func text(_ rows: [LesionRow], of total: Int, _ reviewed: ReviewedCase) -> String {
    var table = TextTable(
      [
        ("#", .right), ("mm3", .right), ("mm", .right), ("side", .left), ("slices", .right), ("drawn by", .left),
        ("Dice", .right), ("disagreement", .right), ("contrast", .right), ("prob", .right), ("verdict", .left),
        ("class", .left), (reviewed.review.comparesVisits ? "change" : "", .left),
      ] + (samples.isEmpty ? [] : [("raters differ, mm3", .right), ("expected", .right), ("unexpected", .right)])
        + reviewed.readers.map { ($0.name, .left) })
    for row in rows {
      let record = row.record
      let verdict = (row.verdict?.rawValue ?? "-") + (row.review?.isFlagged == true ? " !" : "")
      table.add(
        [
          "\(row.id)", ReadableNumber.text(record.volumeMM3, decimals: 1),
          ReadableNumber.text(record.diameterMM, decimals: 1), record.side.rawValue,
          Wording.slices(record.slices), record.drawnBy,
          ReadableNumber.text(record.agreement, decimals: 2), ReadableNumber.text(record.disagreementMM3, decimals: 1),
          ReadableNumber.text(record.contrast, decimals: 2), ReadableNumber.text(record.meanProbability, decimals: 2),
          verdict, row.review?.lesionClass?.title ?? "", record.change?.rawValue ?? "",
        ]
          + (samples.isEmpty
            ? []
            : [record.observedDifferenceMM3, record.expectedDifferenceMM3, record.unexpectedDifferenceMM3].map {
              ReadableNumber.text($0, decimals: 1)
            }) + row.words.map { $0.verdict?.rawValue ?? "-" })
    }
    let decided = reviewed.rows.count(where: \.isDecided)
    let elsewhere = reviewed.table.expectedElsewhereMM3.map {
      "Two samples differ by \(ReadableNumber.text($0, decimals: 1)) mm3 more, away from every lesion.\n"
    }
    return table.text + (elsewhere ?? "")
      + "\(rows.count) of \(total) lesions, 18-connected, from one voxel on; \(decided) decided\n"
  }

  /// A line a pair of readers and class.
  private func text(_ readers: [ReaderAgreement]) -> String {
    readers.map { pair in
      let lesions = pair.lesionClass.map { "\($0.title) lesions" } ?? "lesions"
      return
        "\(name: pair.readers.joined(separator: " and ")): the same verdict on \(pair.same) of \(pair.lesions) \(lesions) "
        + "that both decided, kappa \(ReadableNumber.text(pair.kappa, decimals: 2))\n"
    }.joined()
  }

  private struct Document: Encodable {
    struct Rater: Encodable {
      let name: String
      let file: String
      /// The file, under its name of earlier versions.
      let path: String
      let simulated: Bool
    }

    let `case`: String
    let raters: [Rater]
    let prediction: String?
    let threshold: Double?
    let connectivity: Int
    let smallest_voxels = 1
    let surroundings_mm = LesionTable.surroundingsMM
    let filter: String?
    let sort: String
    /// Masks that a network drew; none where nobody asks.
    let samples: [String]
    /// In what volume two samples differ away from every lesion; nil where nobody asks.
    let expected_elsewhere_mm3: Double?
    let total: Int
    let decided: Int
    let journal: String?
    let author: String?
    let adjudicated: Bool
    let readers: [String]
    let reader_agreement: [ReaderAgreement]
    let case_verdict: Verdict?
    let case_rating: Int?
    let review_seconds: Double?
    let pauses_left_out: Int?
    /// What was picked for which role, and what is unusual about the files.
    let notes: [String]
    let lesions: [LesionEntry]

    init(_ reviewed: ReviewedCase, rows: [LesionRow], _ readers: [ReaderAgreement], command: LesionsCommand) {
      `case` = reviewed.review.name
      raters = reviewed.review.raters.map {
        Rater(name: $0.name, file: $0.path, path: $0.path, simulated: $0.isSimulated)
      }
      prediction = reviewed.review.files.prediction
      threshold = reviewed.prediction == nil ? nil : command.reviewing.threshold
      connectivity = reviewed.table.connectivity.rawValue
      filter = command.filter
      sort = command.sort
      samples = command.samples
      expected_elsewhere_mm3 = reviewed.table.expectedElsewhereMM3
      total = reviewed.table.records.count
      decided = reviewed.rows.count(where: \.isDecided)
      journal = reviewed.journalPath
      author = reviewed.author
      adjudicated = command.reviewing.adjudicated
      self.readers = reviewed.readers.map(\.name)
      reader_agreement = readers
      notes = reviewed.review.notes + reviewed.notes
      lesions = reviewed.entries(rows)
      case_verdict = reviewed.history.state.verdict
      case_rating = reviewed.history.state.rating
      review_seconds = reviewed.times?.seconds
      pauses_left_out = reviewed.times?.pauses
    }
  }
}
