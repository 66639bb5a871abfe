import ArgumentParser
import Pictures
import VolumeModel

/// The lesions of many cases as one table.
extension LesionsCommand {
  /// What is listed of one case.
  private struct Listed: Encodable {
    let `case`: String
    let patient: String
    let raters: [String]
    let total: Int
    let decided: Int
    let journal: String?
    let notes: [String]
    let lesions: [LesionEntry]
    let disagreementMM3: Double
    let sentences: [String]

    private enum CodingKeys: String, CodingKey {
      case `case`, patient, raters, total, decided, journal, notes, lesions
      case disagreementMM3 = "disputed_mm3"
    }
  }

  private struct StudyDocument: Encodable {
    let filter: String?
    let sort: String
    let cases: [Listed]
    let failures: [String]
  }

  func runOnCases() throws {
    let chosen = try filter.map { try LesionFilter($0) }
    let order = LesionOrder(sort) ?? .worstFirst
    let (author, threshold, isResampled) = (reviewing.reader, reviewing.threshold, source.resample != nil)
    let isAdjudicated = reviewing.adjudicated
    let results = try many.work("lesions", reading: source.reading, bytesPerVoxel: 24) { files in
      let review = try ReviewCase.load(files, resampleNearest: isResampled, withImages: false).withAllRaters()
      let reviewed = try ReviewedCase(
        of: review, journal: nil, threshold: threshold, author: author, isAdjudicated: isAdjudicated)
      let all = reviewed.rows
      let rows = order.sorted(chosen.map { chosen in all.filter(chosen.includes) } ?? all)
      return Listed(
        case: files.name, patient: files.patient, raters: review.raters.map(\.name), total: all.count,
        decided: all.count(where: \.isDecided), journal: reviewed.journalPath,
        notes: review.notes + reviewed.notes
          + [chosen?.lack(inCaseOf: review.raters.count)].compactMap { $0.map { "--filter: \($0)" } },
        lesions: reviewed.entries(rows),
        disagreementMM3: rows.reduce(0) { $0 + $1.record.disagreementMM3 },
        sentences: rows.map { Wording.sentence($0) })
    }
    let cases = results.values.map(\.value)
    for entry in cases { for note in entry.notes { Messages.note("\(entry.case): \(note)") } }
    if json {
      let document = StudyDocument(filter: filter, sort: sort, cases: cases, failures: results.failures)
      try JSONDocument(command: "lesions", document).write()
    } else if csv {
      try Results.write(LesionEntry.csv(of: cases.map { (["case": $0.case, "patient": $0.patient], $0.lesions) }))
    } else if plain {
      try Results.write(
        cases.flatMap { entry in entry.sentences.map { "\(name: entry.case): \(name: $0)\n" } }.joined())
    } else {
      try Results.write(Self.text(cases))
    }
    try results.end()
  }

  private static func text(_ cases: [Listed]) -> String {
    var table = TextTable([
      ("case", .left), ("patient", .left), ("raters", .right), ("lesions", .right), ("of", .right),
      ("disagreement, mm3", .right), ("decided", .right),
    ])
    for entry in cases {
      table.add([
        entry.case, entry.patient, "\(entry.raters.count)", "\(entry.lesions.count)", "\(entry.total)",
        ReadableNumber.text(entry.disagreementMM3, decimals: 1), "\(entry.decided)",
      ])
    }
    let lesions = cases.reduce(0) { $0 + $1.lesions.count }
    return table.text + "\(lesions) lesions of \(cases.count) cases; --csv lists each\n"
  }
}
