import ArgumentParser
import VolumeModel

struct AgreementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Measure how the raters of a whole study agree: per case, per pair, by lesion size, volumes, detection.",
    discussion: """
      Every pair of raters, and each rater against the consensus of the others, over all cases of a study: overlap, \
      surfaces, lesions by size, volumes (Bland-Altman, ICC, Lin, smallest detectable change), detection (Cohen, Fleiss, \
      Krippendorff), each rater's own bias, and who disagrees with everyone. Intervals are 95 %, by a bootstrap over \
      patients. docs/agreement.md explains every number.

      STUDY is a folder of cases, a data set, or a text list with a case folder a line. A folder without any FLAIR may \
      hold masks alone, named CASE_RATER.nii.gz or as BIDS names them. Examples:

        flairscope agreement study
        flairscope agreement study --raters anna,ben --json > agreement.json
        flairscope agreement masks --sizes 3,30,300 --tables tables

      A case that cannot be read is named and left out, and the exit status is 1.
      """)

  @Argument(help: "Folders of cases, data sets, or text lists.", completion: .file())
  var study: [String]

  @Option(help: ArgumentHelp("Only these raters, as in anna,ben.", valueName: "names"))
  var raters: String?

  @OptionGroup(title: "Measures") var measures: StudyArguments
  @OptionGroup var parallel: ParallelArguments

  @Flag(help: "Bring masks of another grid to their image's by nearest neighbour instead of refusing them.")
  var resampleNearest = false

  @Option(help: "How many of the worst disagreements to list.")
  var worst = 10

  @Option(help: "A folder for all tables as CSV; it is made where there is none.", completion: .directory)
  var tables: String?

  @Flag(help: "Replace tables that exist.")
  var force = false

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  @Flag(help: "Print CSV: a row for each case and each comparison in it.")
  var csv = false

  func validate() throws {
    if json, csv { throw ValidationError("Give --json or --csv, not both.") }
    if worst < 0 { throw ValidationError("--worst is 0 or more.") }
  }

  func run() throws {
    EndSignals.watch()
    let names = raters?.split(separator: ",").map(String.init)
    let found = try StudyCases.find(at: study, raters: names)
    for note in found.notes { Messages.note(note) }
    for problem in found.problems { Messages.error("left out: \(problem)") }
    let rules = measures.rules
    let isResampled = resampleNearest
    let compared = parallel.map(found.cases, label: "comparing", bytes: \.expectedBytes) { files in
      Result { () throws(FileError) in try CaseAgreement(files, rules: rules, resampleNearest: isResampled) }
    }
    var failures = found.problems
    var cases: [CaseAgreement] = []
    for result in compared {
      switch result {
      case .success(let entry):
        for note in entry.notes { Messages.note("\(entry.name): \(note)") }
        cases.append(entry)
      case .failure(let error):
        Messages.error("left out: \(error)")
        failures.append(error)
      }
    }
    guard !cases.isEmpty else {
      throw CommandFailure(
        failures.first.map { ExitStatus(of: $0) } ?? .noInput,
        "\(study.joined(separator: " ")): no case can be compared")
    }
    let document = StudyDocument(
      study: study, agreement: StudyAgreement(cases, rules: rules, bootstrap: measures.draws), setting: measures,
      failures: failures.map(\.description), notes: found.notes, worstCount: worst)
    try write(document)
    if !failures.isEmpty { throw ExitCode(ExitStatus.someFailed.rawValue) }
  }

  private func write(_ document: StudyDocument) throws {
    let all = StudyTables(document.agreement, sizes: measures.rules.sizes)
    if let tables {
      for path in try all.write(to: tables, force: force) { Messages.line("wrote \(path)") }
    }
    if json {
      try JSONDocument(command: "agreement", document).write()
    } else if csv {
      try Results.write(all.caseTable.csv)
    } else {
      try Results.write(StudyText(document).text)
    }
  }
}

/// What `agreement` found, with all that the numbers depend on.
struct StudyDocument: Encodable {
  let study: [String]
  let agreement: StudyAgreement
  let setting: StudyArguments
  let failures: [String]
  let notes: [String]
  let worstCount: Int

  var worst: [StudyAgreement.Disagreement] { agreement.worstDisagreements(worstCount) }

  private enum CodingKeys: String, CodingKey {
    case study, setting, failures, notes
    case worst = "worst_disagreements"
  }

  private enum SettingKeys: String, CodingKey {
    case connectivity, lesion_rule, hd95_variant, assd_variant, size_bounds_mm3, consensus, bootstrap_draws, seed
  }

  private struct Worst: Encodable {
    let `case`: String
    let voxel: [Int]
    let volume_mm3: Double
    let disagreement_mm3: Double
    let marked_by: [String]
    let view: String?

    init(_ found: StudyAgreement.Disagreement) {
      let voxel = found.region.voxel
      `case` = found.inCase.name
      self.voxel = [voxel.x, voxel.y, voxel.z]
      volume_mm3 = found.region.volumeMM3
      disagreement_mm3 = found.region.disagreementMM3
      marked_by = found.markedBy
      view = found.inCase.files?.viewCommand(at: voxel)
    }
  }

  func encode(to encoder: any Encoder) throws {
    try agreement.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(study, forKey: .study)
    try container.encode(failures, forKey: .failures)
    try container.encode(notes, forKey: .notes)
    try container.encode(worst.map(Worst.init), forKey: .worst)
    var chosen = container.nestedContainer(keyedBy: SettingKeys.self, forKey: .setting)
    let rules = setting.rules
    try chosen.encode(rules.connectivity, forKey: .connectivity)
    try chosen.encode(rules.variants.lesionRule, forKey: .lesion_rule)
    try chosen.encode(rules.variants.hausdorff95.rawValue, forKey: .hd95_variant)
    try chosen.encode(rules.variants.symmetricAverage.rawValue, forKey: .assd_variant)
    try chosen.encode(rules.sizes.boundsMM3, forKey: .size_bounds_mm3)
    try chosen.encode(rules.consensus, forKey: .consensus)
    try chosen.encode(setting.bootstrap, forKey: .bootstrap_draws)
    try chosen.encode(setting.seed, forKey: .seed)
  }
}
