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
    abstract: "Write what came out of a review: adjudicated mask, disagreement map, lesion table and a report.",
    discussion: """
      The adjudicated mask has for each decided lesion the voxels that were chosen, and for the others what --undecided
      says. All files have BIDS names on the image's grid. Example:

        flairscope export study/sub-07 --output derivatives/flairscope/sub-07
      """)

  @Argument(help: "A case folder.", completion: .directory)
  var caseFolder: String?

  @OptionGroup(title: "Case") var source: CaseArguments
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

  func run() throws {
    EndSignals.watch()
    let review = try source.load(positional: caseFolder).withAllRaters()
    let reviewed = try reviewing.load(review)
    for note in review.notes + reviewed.notes { Messages.note(note) }
    if reviewed.journalPath == nil {
      Messages.note("nothing was decided on this case yet; every lesion follows --undecided")
    }
    // Whatever a user looks at: reports have the same colours everywhere.
    guard let theme = ThemeCatalogue().themes.first else {
      throw CommandFailure(.internalFailure, "the bundled themes cannot be read")
    }
    let policy = undecided ?? review.usualPolicy
    let outcome = ReviewOutcome(
      review: review, table: reviewed.table, state: reviewed.history.state, undecided: policy,
      prediction: reviewed.prediction?.mask, predictionThreshold: reviewing.threshold, theme: theme)
    let origin = ExportOrigin(
      author: reviewing.reader,
      version: Segmenter.version, time: Date().ISO8601Format(), inputs: reviewed.inputs, journal: reviewed.journalPath,
      actCount: reviewed.contents?.records.count ?? 0)
    let files = try ReviewExport(outcome, origin: origin).write(to: output, force: force)
    if json {
      try JSONDocument(
        command: "export",
        Document(
          case: review.name, files: files, undecided: policy, lesions: outcome.rows.count,
          decided: outcome.decidedCount, adjudicated_ml: outcome.adjudicated.volumeML,
          journal: reviewed.journalPath)
      ).write()
    } else {
      try Results.write("\(outcome.progress)\n" + files.map { "wrote \($0)\n" }.joined())
    }
  }

  private struct Document: Encodable {
    let `case`: String
    let files: [String]
    let undecided: UndecidedPolicy
    let lesions: Int
    let decided: Int
    let adjudicated_ml: Double
    let journal: String?
  }
}
