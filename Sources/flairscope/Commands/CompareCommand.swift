import ArgumentParser
import VolumeModel

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measure how well masks agree: overlap, surfaces, lesion by lesion.",
    discussion: """
      With more than two masks every mask is compared with every other, and the answers are a matrix for each measure.

      n/a (null in JSON) means that a measure is not defined, as the recall against an empty reference. Surface \
      distances are from the candidate to the reference (ASD) and both ways (HD, HD95, ASSD). Lesion TPR is the fraction \
      of reference lesions found, lesion FPR the fraction of candidate lesions that stand on no reference lesion. A \
      lesion is split when several lesions of the candidate meet it, merged when the one it meets meets others too.
      """)

  @Argument(help: "The mask taken as truth.", completion: .file())
  var reference: String

  @Argument(help: "The mask that is judged, on the reference's grid.", completion: .file())
  var candidate: String

  @Argument(help: "Further masks, for the matrix of all pairs.", completion: .file())
  var others: [String] = []

  @Option(help: "Where kappa and specificity are counted; the whole volume when not given.", completion: .file())
  var brainMask: String?

  @OptionGroup var agreement: AgreementArguments
  @OptionGroup var grids: GridArguments

  @Flag(help: "List every lesion, also in CSV; without it the text shows the largest.")
  var lesions = false

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  @Flag(help: "Print CSV: a heading and a row for each pair of masks, or for each lesion with --lesions.")
  var csv = false

  func validate() throws {
    if json, csv { throw ValidationError("Give --json or --csv, not both.") }
    if lesions, !others.isEmpty { throw ValidationError("--lesions goes with two masks.") }
  }

  func run() throws {
    EndSignals.watch()
    let paths = [reference, candidate] + others
    let first = try grids.readMask(reference)
    var notes = first.notes.map { "\(reference): \($0)" }
    var masks = [first.mask]
    for path in paths.dropFirst() {
      masks.append(try grids.readMask(path, on: first.mask.grid, isOneOfSeveral: true, notes: &notes).mask)
    }
    let brain = try brainMask.map { try grids.readBrain($0, on: first.mask.grid, notes: &notes).mask }
    for note in notes { Messages.note(note) }
    let setting = ComparisonSetting(
      grid: first.mask.grid, agreement: agreement, brainMask: brainMask, notes: notes)
    if others.isEmpty {
      let pair = PairComparison(
        reference: reference, candidate: candidate, setting: setting,
        report: agreement.report(reference: masks[0], candidate: masks[1], brain: brain),
        rules: LesionRule.allCases.map { LesionRuleResult($0, reference: masks[0], candidate: masks[1]) })
      try print(pair, text: pair.text(allLesions: lesions), csv: lesions ? pair.lesionCSV : pair.csv)
    } else {
      let matrix = AgreementMatrix(paths: paths, masks: masks, brain: brain, setting: setting)
      try print(matrix, text: matrix.text, csv: matrix.csv)
    }
  }

  private func print(_ document: some Encodable, text: String, csv table: String) throws {
    if json {
      try JSONDocument(command: "compare", document).write()
    } else {
      try Results.write(csv ? table : text)
    }
  }
}

/// What all numbers of a comparison depend on, for people and in JSON.
struct ComparisonSetting: Encodable {
  let grid: VoxelGrid
  let agreement: AgreementArguments
  let brainMask: String?
  let notes: [String]

  /// Lines under the names of the masks.
  var text: String {
    let rule = agreement.lesionRule
    let ignored = rule.largestIgnoredCount(on: grid)
    return """
      grid       \(AgreementText.grid(grid))
      lesions    \(agreement.usedConnectivity.rawValue)-connected, from \(ignored + 1) voxel\(ignored > 0 ? "s" : "")\
       on, found by \(rule.rawValue)
      kappa      and specificity over \(brainMask.map { "the brain mask \($0)" } ?? "the whole volume")

      """
  }

  private enum CodingKeys: String, CodingKey {
    case spacing_mm, connectivity, lesion_rule, smallest_lesion_voxels, hd95_variant, assd_variant, kappa_domain, notes
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let spacing = grid.spacingMM
    try container.encode([spacing.x, spacing.y, spacing.z], forKey: .spacing_mm)
    try container.encode(agreement.usedConnectivity, forKey: .connectivity)
    try container.encode(agreement.lesionRule, forKey: .lesion_rule)
    try container.encode(agreement.lesionRule.largestIgnoredCount(on: grid) + 1, forKey: .smallest_lesion_voxels)
    try container.encode(agreement.hd95.rawValue, forKey: .hd95_variant)
    try container.encode(agreement.assd.rawValue, forKey: .assd_variant)
    try container.encode(brainMask == nil ? "volume" : "brain-mask", forKey: .kappa_domain)
    try container.encode(notes, forKey: .notes)
  }
}
