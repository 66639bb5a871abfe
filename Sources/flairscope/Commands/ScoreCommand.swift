import ArgumentParser
import VolumeModel

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score a prediction against one or two raters, and the raters against each other.",
    discussion: """
      A probability map is cut at --binarise and small components are removed; a binary mask is scored as it is, unless \
      --min-volume says otherwise. With --losses and --flair the value of the soft Dice loss on the soft mask grown from \
      rater 1 is printed too. The ISBI 2015 composite needs volumes of several scans for one of its terms; for one scan \
      the others are weighted up.
      """)

  @Option(help: "Probability map or mask.", completion: .file())
  var prediction: String

  @Option(name: .customLong("rater1"), help: "The mask of rater 1.", completion: .file())
  var rater1: String

  @Option(name: .customLong("rater2"), help: "The mask of rater 2.", completion: .file())
  var rater2: String?

  @Option(help: "The FLAIR image, for the soft mask of the losses.", completion: .file())
  var flair: String?

  @Option(
    help: "The brain; by default the voxels whose FLAIR is not zero. When given, kappa is counted inside.",
    completion: .file())
  var brainMask: String?

  @Option(help: "The probability from which a voxel belongs to the prediction.")
  var binarise = 0.5

  @Option(
    help: ArgumentHelp(
      "Components up to this volume in mm^3 are removed (18-connected); 0 keeps all.",
      discussion: "By default 3, and 0 for a binary prediction."))
  var minVolume: Double?

  @Flag(help: "Print the values of the losses too.")
  var losses = false

  @OptionGroup var softMask: SoftMaskArguments
  @OptionGroup var agreement: AgreementArguments
  @OptionGroup var grids: GridArguments

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  func validate() throws {
    guard binarise >= 0, binarise <= 1 else { throw ValidationError("--binarise must lie between 0 and 1.") }
    if let minVolume, !(minVolume >= 0) { throw ValidationError("--min-volume must be 0 or more.") }
  }

  func run() throws {
    EndSignals.watch()
    var notes: [String] = []
    let image = try flair.map { try NIfTI.read($0) }
    if let image { notes += image.notes.map { "\(image.path): \($0)" } }
    let loaded = try image.map { try NIfTI.read(prediction, on: $0.grid) } ?? NIfTI.read(prediction)
    notes += loaded.notes.map { "\(prediction): \($0)" }
    let scored = ScoredPrediction(loaded.volume, threshold: binarise, minVolumeMM3: minVolume)
    notes += scored.notes.map { "\(prediction): \($0)" }
    var raters: [RaterFile] = [RaterFile(name: "rater1", path: rater1)]
    if let rater2 { raters.append(RaterFile(name: "rater2", path: rater2)) }
    let grid = loaded.volume.grid
    let masks = try raters.map { try grids.readMask($0.path, on: grid, notes: &notes).mask }
    let brain = try brainMask.map { try grids.readMask($0, on: grid, notes: &notes).mask }

    let reports = masks.map { agreement.report(reference: $0, candidate: scored.mask, brain: brain) }
    let interRater = masks.count > 1 ? agreement.report(reference: masks[0], candidate: masks[1], brain: brain) : nil
    var lossValues: [String: Double?]?
    if losses {
      lossValues = lossesOf(scored.probability, expert: masks[0], image: image, brain: brain, notes: &notes)
    }
    for note in notes { Messages.note(note) }
    let result = ScoreResult(
      prediction: prediction, kind: scored.isBinary ? "binary" : "probability", threshold: binarise,
      removed_up_to_mm3: scored.removedMM3,
      raters: zip(raters, reports).map { ScoreResult.Rater(file: $0, metrics: $1.metrics) },
      inter_rater: interRater?.metrics, losses: lossValues,
      isbi: CompositeScore(prediction: scored.mask, raters: masks), notes: notes)
    if json {
      try JSONDocument(command: "score", result).write()
    } else {
      try Results.write(result.text)
    }
  }

  private func lossesOf(
    _ probability: Volume<Float>, expert: Mask, image: LoadedImage?, brain: Mask?, notes: inout [String]
  ) -> [String: Double?] {
    let softDice = SoftDiceOfPrediction(probability: probability)
    var values: [String: Double?] = ["dice": softDice.loss(against: SoftMask(expert: expert))]
    if let image {
      let growth = SoftMaskGrowth(
        expert: expert, flair: image.volume, brain: brain ?? Mask(brainOf: image.volume))
      let soft = growth.softMask(softMask.parameters)
      notes += soft.report.warnings
      values["soft-dice"] = softDice.loss(against: soft)
    } else {
      values["soft-dice"] = .some(nil)
      notes.append("the soft Dice loss needs --flair")
    }
    return values
  }
}
