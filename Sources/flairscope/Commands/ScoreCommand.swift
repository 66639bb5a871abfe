import ArgumentParser
import Segmenter
import VolumeModel

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score a prediction against one or two raters, and the raters against each other.",
    discussion: """
      A probability map is cut at --binarise, or at the best threshold against rater 1 with --sweep, and small \
      components are removed; a binary mask is scored as it is, unless --min-volume says otherwise. --losses prints the \
      values of the field's losses against rater 1; the soft Dice, on the soft mask grown from rater 1, needs --flair. \
      --uncertainty asks whether a map ranks the prediction's errors.

      Several scans: give as many masks as predictions, in the same order, as in --prediction P1 P2 --rater1 A1 A2. The \
      ISBI 2015 composite is defined over several scans only; for one scan its terms without the volume correlation are \
      printed, and said to be that. --cases scores the prediction of every case against its first two raters; \
      --predictions names a folder into which predict wrote; its masks are scored, or its maps with --binarise, \
      --min-volume or without a mask. Of several folders each is a model, and all are compared \
      with the first by Wilcoxon's signed-rank test over patients, with Holm's correction. Means over several scans \
      have a 95 % interval by a bootstrap over patients.
      """)

  @Option(parsing: .upToNextOption, help: "Probability map or mask, of one scan or several.", completion: .file())
  var prediction: [String] = []

  @Option(
    name: .customLong("rater1"), parsing: .upToNextOption, help: "The mask of rater 1, one for each prediction.",
    completion: .file())
  var rater1: [String] = []

  @Option(
    name: .customLong("rater2"), parsing: .upToNextOption, help: "The mask of rater 2, one for each prediction.",
    completion: .file())
  var rater2: [String] = []

  @OptionGroup(title: "Many cases") var many: CasesArguments

  @Option(
    parsing: .upToNextOption,
    help:
      "With --cases: the folder of the predictions, as predict --output-folder names them; of several models several.",
    completion: .directory)
  var predictions: [String] = []

  @OptionGroup(title: "Intervals of the means of several scans") var intervals: BootstrapArguments

  @Option(help: "The FLAIR image, for the soft mask of the losses.", completion: .file())
  var flair: String?

  @Option(
    help: "The brain; by default an estimate of the FLAIR. When given, kappa and specificity count inside.",
    completion: .file())
  var brainMask: String?

  @Option(help: "An uncertainty map of the prediction, for its retention curve.", completion: .file())
  var uncertainty: String?

  @Option(help: "The probability from which a voxel belongs to the prediction; by default 0.5.")
  var binarise: Double?

  @Flag(help: "Print Dice, precision and recall at thresholds from 0.05 to 0.95, and cut at the best for rater 1.")
  var sweep = false

  @Option(
    help: """
      Components up to this volume in mm^3 are removed (18-connected); 0 keeps all. Default: 3, and 0 for a binary prediction.
      """)
  var minVolume: Double?

  @Flag(help: "Print the values of all losses too, plain and under inverse weighting.")
  var losses = false

  @Option(
    name: .customLong("loss"),
    help: ArgumentHelp("Print the value of this loss; may be given several times.", valueName: "name"))
  var chosenLosses: [ScoredLoss] = []

  @Option(
    help: """
      How the losses named iw- weigh voxels over the whole volume: every lesion, and the background, counts as much as \
      every other. Default: released.
      """)
  var weighting: InverseWeighting?

  @OptionGroup var softMask: SoftMaskArguments
  @OptionGroup var agreement: AgreementArguments
  @OptionGroup var grids: GridArguments

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  @Flag(help: "Print CSV: a row for each prediction and rater.")
  var csv = false

  func validate() throws {
    if json, csv { throw ValidationError("Give --json or --csv, not both.") }
    try validateScans()
    if let binarise, !(0...1).contains(binarise) { throw ValidationError("--binarise must lie between 0 and 1.") }
    if sweep, binarise != nil { throw ValidationError("Give --binarise or --sweep, not both.") }
    if weighting != nil, !losses, !chosenLosses.contains(where: \.isWeighted) {
      throw ValidationError("--weighting goes with --losses, or with --loss and a loss named iw-.")
    }
    if let minVolume, !(0...1e6).contains(minVolume) { throw ValidationError("--min-volume is 0 or more, in mm3.") }
  }

  private func validateScans() throws {
    if many.cases != nil {
      guard prediction.isEmpty, rater1.isEmpty, rater2.isEmpty else {
        throw ValidationError("Give --prediction and --rater1 or --cases, not both.")
      }
    } else {
      guard !prediction.isEmpty else { throw ValidationError("Give --prediction and --rater1, or --cases.") }
      if !predictions.isEmpty { throw ValidationError("--predictions goes with --cases.") }
      guard rater1.count == prediction.count, rater2.isEmpty || rater2.count == prediction.count else {
        throw ValidationError("Give as many masks of a rater as predictions.")
      }
    }
    if Set(predictions).count < predictions.count { throw ValidationError("Give each folder of --predictions once.") }
    if prediction.count > 1 || many.cases != nil, flair != nil || brainMask != nil || uncertainty != nil || sweep {
      throw ValidationError("--flair, --brain-mask, --uncertainty and --sweep go with one scan.")
    }
  }

  func run() throws {
    EndSignals.watch()
    if many.cases != nil { return try runOnCases() }
    let scans = try prediction.indices.map { scan in
      var raters = [RaterFile(name: "rater1", path: rater1[scan])]
      if !rater2.isEmpty { raters.append(RaterFile(name: "rater2", path: rater2[scan])) }
      return try scored(
        ScoredScan(prediction: prediction[scan], raters: raters, flair: flair, brainMask: brainMask))
    }
    for note in scans.flatMap(\.result.notes) { Messages.note(note) }
    if scans.count == 1, !csv {
      try print(scans[0].result, text: scans[0].result.text)
    } else {
      try print(ScoreSummary(scans, intervals: intervals))
    }
  }

  /// Every case whose prediction is there, against its first two raters; of several models each.
  private func runOnCases() throws {
    var models: [ModelScores.Model] = []
    var patients: [String: String] = [:]
    var failures: [String] = []
    for folder in predictions.isEmpty ? [nil] : predictions.map(Optional.some) {
      let command = self
      let results = try many.work("scoring", reading: grids.reading, bytesPerVoxel: 40) { files in
        try command.scored(ScoredScan(files, predictions: folder, usesFlair: command.usesFlair))
      }
      var scans: [ScoreSummary.Scan] = []
      for (files, var scan) in results.values {
        scan.patient = files.patient
        scans.append(scan)
        patients[files.name] = files.patient
        for note in scan.result.notes { Messages.note("\(files.name): \(note)") }
      }
      let summary = ScoreSummary(scans, failures: results.failures, intervals: intervals)
      models.append(ModelScores.Model(name: folder ?? "", summary: summary))
      failures += results.failures
    }
    if models.count > 1 {
      let scores = ModelScores(models, patients: patients, failures: failures)
      if csv { try Results.write(scores.csv) } else { try print(scores, text: scores.text) }
    } else if let only = models.first {
      try print(only.summary)
      Messages.leftOut(failures.count, of: patients.count + failures.count)
    }
    if !failures.isEmpty { throw ExitCode(ExitStatus.someFailed.rawValue) }
  }

  /// Whether a loss on a soft mask is asked for, which reads every FLAIR.
  private var usesFlair: Bool { losses || chosenLosses.contains { $0.name == .softDice } }

  private func print(_ summary: ScoreSummary) throws {
    if csv {
      try Results.write(summary.csv)
    } else {
      try print(summary, text: summary.text)
    }
  }

  private func print(_ document: some Encodable, text: String) throws {
    if json {
      try JSONDocument(command: "score", document).write()
    } else {
      try Results.write(text)
    }
  }

  private func scored(_ scan: ScoredScan) throws -> ScoreSummary.Scan {
    let (prediction, raters) = (scan.prediction, scan.raters)
    var notes: [String] = []
    let image = try scan.flair.map { try Images.read($0, form: grids.reading.useForm) }
    if let image { notes += image.notes.map { "\(image.path): \($0)" } }
    let loaded = try Images.readPrediction(prediction, on: image?.grid, form: grids.reading.useForm)
    notes += loaded.notes.map { "\(prediction): \($0)" }
    let probability = ProbabilityMap(loaded.volume)
    notes += probability.notes.map { "\(prediction): \($0)" }
    let grid = loaded.volume.grid
    let masks = try raters.map {
      try grids.readMask(
        $0.path, on: grid, image: image?.spatial ?? loaded.spatial, flair: image,
        labels: scan.isFound ? $0.labelChoice : nil, notes: &notes
      ).mask
    }
    if let image {
      for (rater, warning) in zip(raters, MirrorCheck.notes(of: masks, on: image.volume)) {
        if let warning { notes.append("\(rater.path): \(warning)") }
      }
    }
    let brain = try scan.brainMask.map { try grids.readBrain($0, on: grid, notes: &notes).mask }
    let map = try uncertainty.map { try Images.read($0, on: grid) }
    if let map { notes += map.notes.map { "\(map.path): \($0)" } }

    // Its own mask has the threshold and the smallest component of the weights.
    let asks = sweep || binarise != nil || minVolume != nil
    let own = try (asks ? nil : scan.predictedMask).map {
      try grids.readMask(
        $0, on: grid, image: image?.spatial ?? loaded.spatial, flair: nil, labels: nil, notes: &notes
      ).mask
    }
    let filter = LesionSizeFilter(
      largestRemovedMM3: own != nil ? 0 : minVolume ?? (probability.isBinary ? 0 : 3))
    var sweeps: [ThresholdSweep]?
    if sweep {
      let levels = ProbabilityLevels(probability.volume)
      sweeps = masks.map { ThresholdSweep(of: levels, against: $0, filter: filter) }
    }
    let threshold = sweeps?.first?.best.threshold ?? binarise ?? 0.5
    let mask = own ?? probability.mask(threshold: threshold, filter: filter)
    let reports = masks.map { agreement.report(reference: $0, candidate: mask, brain: brain) }
    let interRater = masks.count > 1 ? agreement.report(reference: masks[0], candidate: masks[1], brain: brain) : nil
    let lossValues = try lossesOf(probability.volume, expert: masks[0], image: image, brain: brain, notes: &notes)
    let result = ScoreResult(
      case: scan.name, prediction: prediction, kind: probability.isBinary ? "binary" : "probability",
      threshold: own == nil ? threshold : nil, mask: own == nil ? nil : scan.predictedMask,
      removedMM3: filter.largestRemovedMM3,
      raters: zip(raters, reports).map { ScoreResult.Rater(file: $0, metrics: $1.metrics) },
      interRater: interRater?.metrics, sweeps: sweeps, losses: lossValues,
      retention: map.map {
        RetentionCurve(uncertainty: $0.volume, prediction: mask, reference: masks[0], within: brain)
      },
      isbi: CompositeScore(prediction: mask, raters: masks), notes: notes)
    return ScoreSummary.Scan(result: result, prediction: mask, raters: masks)
  }

  private func lossesOf(
    _ probability: Volume<Float>, expert: Mask, image: LoadedImage?, brain: Mask?, notes: inout [String]
  ) throws -> [(loss: ScoredLoss, value: Double?)] {
    let wanted = losses ? ScoredLoss.all : ScoredLoss.all.filter(chosenLosses.contains)
    guard !wanted.isEmpty else { return [] }
    var soft: SoftMask?
    if wanted.contains(where: { $0.name == .softDice }) {
      if let image {
        let brain = try brain ?? grids.readBrain(nil, of: image, notes: &notes).mask
        let growth = SoftMaskGrowth(expert: expert, flair: image.volume, brain: brain)
        let grown = growth.softMask(softMask.parameters)
        notes += grown.report.warnings
        soft = grown
      } else {
        notes.append("the soft Dice loss needs --flair")
      }
    }
    let values = PredictionLosses(
      PredictionLosses.names.filter { name in wanted.contains { $0.name == name } }, of: probability, expert: expert,
      soft: soft)
    return wanted.map { ($0, values.value($0.name, weighting: $0.isWeighted ? weighting ?? .released : .none)) }
  }
}
