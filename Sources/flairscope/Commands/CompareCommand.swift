import ArgumentParser
import VolumeModel

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measure how well two masks agree: overlap, surfaces, lesion by lesion.",
    discussion: """
      n/a (null in JSON) means that a measure is not defined, as the recall against an empty reference. Surface \
      distances are from the candidate to the reference (ASD) and both ways (HD, HD95, ASSD). Lesion TPR is the share \
      of reference lesions found, lesion FPR the share of candidate lesions that stand on no reference lesion.
      """)

  @Argument(help: "The mask taken as truth.", completion: .file())
  var reference: String

  @Argument(help: "The mask that is judged, on the reference's grid.", completion: .file())
  var candidate: String

  @Option(help: "Where kappa is counted; the whole volume when not given.", completion: .file())
  var brainMask: String?

  @OptionGroup var agreement: AgreementArguments
  @OptionGroup var grids: GridArguments

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  @Flag(help: "Print the measures as CSV, a heading and one row.")
  var csv = false

  func validate() throws {
    if json, csv { throw ValidationError("Give --json or --csv, not both.") }
  }

  func run() throws {
    EndSignals.watch()
    let first = try NIfTI.readMask(reference)
    var notes = first.notes.map { "\(reference): \($0)" }
    let second = try grids.readMask(candidate, on: first.mask.grid, notes: &notes)
    let brain = try brainMask.map { try grids.readMask($0, on: first.mask.grid, notes: &notes).mask }
    for note in notes { Messages.note(note) }
    let report = agreement.report(reference: first.mask, candidate: second.mask, brain: brain)
    if json {
      try JSONDocument(command: "compare", document(report, notes: notes)).write()
    } else if csv {
      try Results.write(AgreementText.csv(report, reference: reference, candidate: candidate))
    } else {
      try Results.write(text(report, grid: first.mask.grid))
    }
  }

  private func text(_ report: AgreementReport, grid: VoxelGrid) -> String {
    var table = TextTable([("measure", .left), ("value", .right)])
    for row in AgreementText.rows(report.metrics) { table.add([row.name, row.value]) }
    let lesions = AgreementText.lesions(report.lesions)
    return """
      reference  \(reference)
      candidate  \(candidate)
      grid       \(AgreementText.grid(grid))
      lesions    \(report.connectivity.rawValue)-connected, found by \(agreement.lesionRule.rawValue)
      kappa      over \(brainMask.map { "the brain mask \($0)" } ?? "the whole volume")

      \(table.text)
      """ + (lesions.isEmpty ? "" : "\n" + lesions)
  }

  private func document(_ report: AgreementReport, notes: [String]) -> Document {
    Document(
      reference: reference, candidate: candidate, spacing_mm: report.spacingMM, connectivity: report.connectivity,
      lesion_rule: agreement.lesionRule, hd95_variant: agreement.hd95.rawValue, assd_variant: agreement.assd.rawValue,
      kappa_domain: brainMask == nil ? "volume" : "brain-mask", metrics: report.metrics, lesions: report.lesions,
      notes: notes)
  }

  private struct Document: Encodable {
    let reference: String
    let candidate: String
    let spacing_mm: [Double]
    let connectivity: Connectivity
    let lesion_rule: LesionRule
    let hd95_variant: String
    let assd_variant: String
    let kappa_domain: String
    let metrics: AgreementMetrics
    let lesions: [LesionAgreement]
    let notes: [String]
  }
}
