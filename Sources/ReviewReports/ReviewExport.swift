import Foundation
package import VolumeModel
import Pictures
import TerminalIO

/// Who exports what was decided, with which program, from which files.
package struct ExportOrigin: Sendable {
  package var author: String
  package var version: String
  /// ISO 8601, UTC.
  package var time: String
  package var inputs: [JournalInput]
  /// nil where nothing was recorded.
  package var journal: String?
  package var actionCount: Int
  /// How long the review took; nil where that is not known.
  package var times: ReviewTimes?

  package init(
    author: String, version: String, time: String, inputs: [JournalInput], journal: String?, actionCount: Int,
    times: ReviewTimes? = nil
  ) {
    self.times = times
    self.author = author
    self.version = version
    self.time = time
    self.inputs = inputs
    self.journal = journal
    self.actionCount = actionCount
  }
}

/// Writes what came out of a review: the adjudicated mask, the disagreement map, the lesions by number, their table and a
/// report with pictures, under BIDS names in one folder.
package struct ReviewExport: Sendable {
  let outcome: ReviewOutcome
  let origin: ExportOrigin
  let name: DerivedName

  package init(_ outcome: ReviewOutcome, origin: ExportOrigin) {
    self.outcome = outcome
    self.origin = origin
    name = DerivedName(flair: outcome.review.files.flair, caseName: outcome.review.name)
  }

  var review: ReviewCase { outcome.review }

  var maskStem: String { name.stem(label: "L", description: "adjudicated", suffix: "mask") }
  var mapStem: String { name.stem(description: "disagreement", suffix: "dseg") }
  var numbersStem: String { name.stem(label: "L", description: "lesions", suffix: "dseg") }
  var changesStem: String { name.stem(description: "changes", suffix: "dseg") }
  var tableStem: String { name.stem(label: "L", description: "lesions", suffix: "table") }
  var reportStem: String { name.stem(label: "L", description: "review", suffix: "report") }

  private var inputs: [String] { origin.inputs.map(\.path) }

  /// Writes all files; the folder is made where there is none.
  /// - Returns: their paths.
  /// - Throws: before anything is written when one of them exists and `force` is false; `transferFailed` half-way.
  package func write(to folder: String, force: Bool) throws(FileError) -> [String] {
    try OutputFolder.make(folder)
    let pictures = ReportPictures(outcome)
    let shown = LesionOrder.worstFirst.sorted(outcome.rows)
    let map = DisagreementMap(
      raters: review.raters.map(\.mask), prediction: outcome.prediction, on: review.grid)
    let texts = try texts(shown, pictures, labels: labelDescriptions(map), in: folder)
    let rasters = try pictures.rasters(of: shown, stem: reportStem)
    let images =
      ["\(maskStem).nii.gz", "\(mapStem).nii.gz", "\(numbersStem).nii.gz"]
      + (changes == nil ? [] : ["\(changesStem).nii.gz"])
    for file in images + texts.map(\.0) + rasters.map(\.0) {
      try OutputFile.check("\(folder)/\(file)", force: force, neverReplacing: inputs)
    }
    let files = (images + texts.map(\.0) + rasters.map(\.0)).map { "\(folder)/\($0)" }
    var written = 0
    do throws(FileError) {
      for (file, volume) in zip(files, volumes(map)) {
        try volume(file, force)
        written += 1
      }
      for (file, bytes) in zip(files[written...], texts.map { Array($0.1.utf8) } + rasters.map(\.1)) {
        try OutputFile.write(bytes, to: file, force: force, neverReplacing: inputs)
        written += 1
      }
    } catch  where written > 0 {
      throw FileError(
        error.kind, path: error.path, problem: error.problem,
        advice:
          "\(written) of the \(files.count) files of the export are complete, the others were not written; free some space, "
          + "and export again with --force")
    }
    return files
  }

  /// What writes the images of the export, in the order of their names.
  private func volumes(_ disagreement: DisagreementMap) -> [(_ file: String, _ force: Bool) throws(FileError) -> Void] {
    let (form, inputs) = (review.flair.spatial, inputs)
    typealias Writing = (String, Bool) throws(FileError) -> Void
    let mask: Writing = { file, force throws(FileError) in
      try Images.write(outcome.adjudicated, like: form, to: file, force: force, neverReplacing: inputs)
    }
    let map: Writing = { file, force throws(FileError) in
      try disagreement.write(like: form, to: file, force: force, neverReplacing: inputs)
    }
    let numbers: Writing = { file, force throws(FileError) in
      try Images.write(outcome.table.numberMap(), like: form, to: file, force: force, neverReplacing: inputs)
    }
    guard let changes else { return [mask, map, numbers] }
    let changed: Writing = { file, force throws(FileError) in
      try Images.write(changes.labels(), like: form, to: file, force: force, neverReplacing: inputs)
    }
    return [mask, map, numbers, changed]
  }

  private func texts(
    _ rows: [LesionRow], _ pictures: ReportPictures, labels: [LabelDescription], in folder: String
  ) throws(FileError) -> [(String, String)] {
    let report = ReviewReport(export: self, rows: rows, pictures: pictures, folder: folder)
    let seconds = origin.times?.seconds(in: outcome.table) ?? [:]
    let ofChanges =
      changes == nil
      ? []
      : [
        ("\(changesStem).tsv", LabelFile.bidsTable(changeDescriptions)),
        ("\(changesStem).label.txt", LabelFile.itkSnap(changeDescriptions)),
      ]
    return ofChanges + [
      ("\(maskStem).json", try json(MaskSidecar(self))),
      ("\(mapStem).json", try json(MapSidecar(self))),
      ("\(numbersStem).json", try json(NumbersSidecar(self))),
      ("\(mapStem).tsv", LabelFile.bidsTable(labels)),
      ("\(mapStem).label.txt", LabelFile.itkSnap(labels)),
      ("\(tableStem).csv", outcome.table.csv(outcome.rows, times: seconds)),
      ("\(tableStem).json", try json(outcome.rows.map { LesionEntry($0, in: outcome.table, seconds: seconds[$0.id]) })),
      ("\(reportStem).md", ReportMarkdown(report: report).source),
      ("\(reportStem).html", try ReportPage(report: report).source()),
    ]
  }

  /// The labels that occur: of two raters in the colours of the screen, of more by how many of them agree.
  private func labelDescriptions(_ map: DisagreementMap) -> [LabelDescription] {
    let masks = Float(max(1, map.raterCount + (outcome.prediction == nil ? 0 : 1)))
    return map.numbers.map { number in
      let colour =
        map.raterCount > 2
        ? HeatScale.colour((Float(number.nonzeroBitCount) - 1) / max(1, masks - 1))
        : outcome.theme.colour(ofLabel: number)
      return LabelDescription(
        number: number, name: DisagreementMap.name(of: number, raterCount: map.raterCount), red: colour.red,
        green: colour.green, blue: colour.blue)
    }
  }

  /// What became of the lesions between two visits; nil where raters are compared.
  private var changes: LongitudinalComparison? {
    guard review.comparesVisits, review.raters.count > 1 else { return nil }
    return LongitudinalComparison(earlier: review.raters[0].mask, later: review.raters[1].mask)
  }

  private var changeDescriptions: [LabelDescription] {
    LongitudinalComparison.Change.allCases.map { change in
      let colour =
        switch change {
        case .new: outcome.theme.rater2
        case .gone: outcome.theme.rater1
        case .grown: outcome.theme[.rater2Predicted]
        case .shrunk: outcome.theme[.rater1Predicted]
        case .stable: outcome.theme.both
        }
      return LabelDescription(
        number: Int(change.label), name: change.rawValue, red: colour.red, green: colour.green, blue: colour.blue)
    }
  }

  private func json(_ value: some Encodable) throws(FileError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self).visibleInJSON + "\n"
    } catch {
      throw FileError(.transferFailed, path: "\(tableStem).json", problem: "could not be put into JSON")
    }
  }
}

extension Theme {
  /// The colour of a label of the disagreement map.
  func colour(ofLabel label: Int) -> RGB {
    colour(of: UInt8(exactly: label).flatMap(DisagreementRegion.init(rawValue:)) ?? .all)
  }
}
