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

      A case that cannot be read is named and left out, and the exit status is 1. --shard K/N lets N programs compare \
      the cases together, one case at a time each, --slurm has a cluster start them: docs/cluster.md.
      """)

  @Argument(help: "Folders of cases, data sets, or text lists.", completion: .file())
  var study: [String] = []

  @Option(help: ArgumentHelp("Only these raters, as in anna,ben.", valueName: "names"))
  var raters: String?

  @Option(
    help: ArgumentHelp(
      """
      A label map of places in the brain, by whose classes lesions are counted too; {case} stands for the name of a case. \
      Names of labels come from a list beside the map (docs/cases.md). Default: the map that case.toml names.
      """,
      valueName: "file"), completion: .file())
  var regions: String?

  @Option(
    help: ArgumentHelp(
      "The folder of the predictions, for an FROC curve; by default those of the cases.", valueName: "folder"),
    completion: .directory)
  var predictions: String?

  @OptionGroup(title: "Measures") var measures: StudyArguments
  @OptionGroup var parallel: ParallelArguments

  @Flag(help: "Bring masks of another grid to their image's by nearest neighbour instead of refusing them.")
  var resampleNearest = false

  @Option(help: "How many of the worst disagreements to list.")
  var worst = 10

  @OptionGroup(title: "Files") var outputs: StudyOutputs

  @Option(
    name: .customLong("out"),
    help: ArgumentHelp("With --shard and the like: the folder that the programs share.", valueName: "folder"),
    completion: .directory)
  var shared: String?

  @OptionGroup(title: "On a cluster") var cluster: ClusterArguments

  @Flag(help: "Print the plots too, in letters.")
  var draw = false

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  @Flag(help: "Print CSV: a row for each case and each comparison in it.")
  var csv = false

  func validate() throws {
    if json, csv { throw ValidationError("Give --json or --csv, not both.") }
    if worst < 0 { throw ValidationError("--worst is 0 or more.") }
    if study.isEmpty, !cluster.asksStatus { throw ValidationError("Name the study: a folder, a data set or a list.") }
    if cluster.isAsked, shared == nil {
      throw ValidationError("--shard, --status, --collect and --slurm go with --out FOLDER.")
    }
    if shared != nil, !cluster.isAsked {
      throw ValidationError("--out goes with --shard, --status, --collect or --slurm; --shard 1/1 does what is left.")
    }
  }

  func run() throws {
    if cluster.asksStatus, let shared {
      return try ClusterStatus(of: shared).write(json: json, command: "agreement")
    }
    EndSignals.watch()
    let found = try foundCases()
    let compared: ComparedCases
    if let shared {
      guard let done = try comparedByShards(found, in: shared) else { return }
      compared = done
    } else {
      try outputs.check(neverReplacing: found.cases.flatMap(\.inputs))
      compared = comparedHere(found)
    }
    guard !compared.cases.isEmpty else {
      throw CommandFailure(
        compared.firstError.map { ExitStatus(of: $0) } ?? .noInput,
        "\(study.joined(separator: " ")): no case can be compared")
    }
    for entry in compared.cases { for note in entry.notes { Messages.note("\(entry.name): \(note)") } }
    let document = StudyDocument(
      study: study,
      agreement: StudyAgreement(compared.cases, rules: measures.rules, bootstrap: measures.intervals.draws),
      setting: measures, failures: compared.failures, notes: found.notes, worstCount: worst, showsPlots: draw)
    // What shards found in the way was refused when the first of them began.
    try outputs.write(
      document, resampleNearest: resampleNearest, force: outputs.force || cluster.shard != nil)
    try write(document)
    if shared == nil {
      Messages.leftOut(compared.failures.count, of: compared.cases.count + compared.failures.count)
    }
    if !compared.failures.isEmpty { throw ExitCode(ExitStatus.someFailed.rawValue) }
  }

  /// The cases with the maps that go with them.
  private func foundCases() throws -> StudyCases {
    var found = try StudyCases.find(at: study, raters: raters?.split(separator: ",").map(String.init))
    for note in found.notes { Messages.note(note) }
    for problem in found.problems { Messages.error("left out: \(problem)") }
    found.update { entry in
      entry.isResampled = resampleNearest
      if let regions { entry.regions = regions.replacing("{case}", with: entry.name) }
      if let predictions {
        entry.prediction = "\(predictions)/\(PredictionName.stem(ofCase: entry.name))_probseg.nii.gz"
      }
    }
    return found
  }

  /// Compares all cases, several at a time. One that cannot be compared is named and left out.
  private func comparedHere(_ found: StudyCases) -> ComparedCases {
    let rules = measures.rules
    let isResampled = resampleNearest
    let results = parallel.map(found.cases, label: "comparing", bytes: \.expectedBytes) { files in
      Result { () throws(FileError) in try CaseAgreement(files, rules: rules, resampleNearest: isResampled) }
    }
    var compared = ComparedCases(found)
    for result in results {
      switch result {
      case .success(let entry): compared.cases.append(entry)
      case .failure(let error):
        Messages.error("left out: \(error)")
        compared.firstError = compared.firstError ?? error
        compared.failures.append(error.description)
      }
    }
    return compared
  }

  private func write(_ document: StudyDocument) throws {
    if json {
      try JSONDocument(command: "agreement", document).write()
    } else if csv {
      try Results.write(StudyTables(document.agreement, sizes: measures.rules.sizes).ofCases.comparisons.csv)
    } else {
      try Results.write(StudyText(document).text)
    }
  }
}

/// Cases of a study that are compared, and why others are not.
struct ComparedCases {
  var cases: [CaseAgreement] = []
  /// A sentence for each case that was left out.
  var failures: [String]
  var firstError: FileError?

  init(_ found: StudyCases) {
    failures = found.problems.map(\.description)
    firstError = found.problems.first
  }
}
