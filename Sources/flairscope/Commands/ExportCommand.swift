import ArgumentParser
import Foundation
import Segmenter
import ViewerTUI
import VolumeModel
import Pictures
import ReviewReports

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write what came out of a review: adjudicated mask, disagreement map, lesions and a report.",
    discussion: """
      The adjudicated mask has for each decided lesion the voxels that were chosen, and for the others what --undecided \
      says. Lesions are numbered alike in the table and in their map. All files have BIDS names on the image's grid. Example:

        flairscope export study/sub-07 --output derivatives/flairscope/sub-07
        flairscope export --cases study --output derivatives/flairscope
      """)

  @Argument(help: "A case folder.", completion: .directory)
  var caseFolder: String?

  @OptionGroup(title: "Case") var source: CaseArguments
  @OptionGroup(title: "Many cases") var many: CasesArguments
  @OptionGroup var reviewing: ReviewArguments

  @Option(
    name: [.short, .long], help: "The folder to write into; it is made where there is none.", completion: .directory)
  var output: String

  @Option(
    help: """
      What undecided lesions become: \(UndecidedPolicy.allCases.map(\.rawValue).joined(separator: ", ")). Without it, \
      what both raters drew; of two visits, what the later one has.
      """)
  var undecided: UndecidedPolicy?

  @Flag(help: "Replace files that exist.")
  var force = false

  @Flag(help: "Print one JSON document that says what was written.")
  var json = false

  func validate() throws { try many.validate(against: source, positional: caseFolder, reviewing: reviewing) }

  func run() throws {
    EndSignals.watch()
    if many.cases != nil { return try runOnCases() }
    let review = try source.load(positional: caseFolder).withAllRaters()
    let result = try Self.exported(review, journal: reviewing.journal, to: output, exportSetting())
    for note in result.notes { Messages.note(note) }
    if json {
      try JSONDocument(command: "export", result).write()
    } else {
      try Results.write("\(result.progress)\n" + result.files.map { "wrote \(name: $0)\n" }.joined())
    }
  }

  /// What is the same for all cases of an export.
  struct ExportSetting {
    let folder: String
    let theme: Theme
    let undecided: UndecidedPolicy?
    let threshold: Double
    let reader: String
    let isAdjudicated: Bool
    let force: Bool
  }

  func exportSetting() throws -> ExportSetting {
    // Whatever a user looks at: reports have the same colours everywhere.
    guard let theme = ThemeCatalogue().themes.first else {
      throw CommandFailure(.internalFailure, "the bundled themes cannot be read")
    }
    return ExportSetting(
      folder: output, theme: theme, undecided: undecided, threshold: reviewing.threshold, reader: reviewing.reader,
      isAdjudicated: reviewing.adjudicated, force: force)
  }

  /// Writes what came out of the review of one case.
  static func exported(
    _ review: ReviewCase, journal: String?, to folder: String, _ setting: ExportSetting
  ) throws -> Document {
    let reviewed = try ReviewedCase(
      of: review, journal: journal, threshold: setting.threshold, author: setting.reader,
      isAdjudicated: setting.isAdjudicated)
    var notes = review.notes + reviewed.notes
    if reviewed.journalPath == nil {
      notes.append("nothing was decided on this case yet; every lesion follows --undecided")
    }
    let policy = setting.undecided ?? review.usualPolicy
    let outcome = ReviewOutcome(
      review: review, table: reviewed.table, state: reviewed.history.state, undecided: policy,
      prediction: reviewed.prediction?.mask, predictionThreshold: setting.threshold, theme: setting.theme,
      readers: try reviewed.readerAgreement())
    let origin = ExportOrigin(
      author: setting.reader, version: Segmenter.version, time: Date().ISO8601Format(), inputs: reviewed.inputs,
      journal: reviewed.journalPath, actionCount: reviewed.contents?.records.count ?? 0, times: reviewed.times)
    let files = try ReviewExport(outcome, origin: origin).write(to: folder, force: setting.force)
    return Document(
      case: review.name, files: files, undecided: policy, lesions: outcome.rows.count, decided: outcome.decidedCount,
      adjudicated_ml: outcome.adjudicated.volumeML, journal: reviewed.journalPath, notes: notes,
      progress: outcome.progress)
  }

  struct Document: Encodable {
    let `case`: String
    let files: [String]
    let undecided: UndecidedPolicy
    let lesions: Int
    let decided: Int
    let adjudicated_ml: Double
    let journal: String?
    let notes: [String]
    let progress: String

    private enum CodingKeys: String, CodingKey {
      case `case`, files, undecided, lesions, decided, adjudicated_ml, journal, notes
    }
  }
}
