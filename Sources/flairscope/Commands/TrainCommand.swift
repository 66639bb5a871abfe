import ArgumentParser
import Foundation
import Segmenter
import VolumeModel

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train the U-Net on the soft masks of one or more cases, and record the run in a folder.",
    discussion: """
      The first rater's mask of each case is grown to a soft mask and trained on. With two patients or more, one in five, \
      of middling lesion load, is held out whole to validate on; with one patient, one lesion slice in five. The weights of \
      the last epoch are kept (--keep), with the threshold that gives all scans the best mean Dice. --recipe kats trains as \
      Kats et al. (ISBI 2019) did. Ctrl-C ends the run after the current step; --resume continues it later. \
      --from-run RUN/run.toml repeats a run: cases and settings \
      come from there; only --epochs, --budget and --threads can be changed.
      """)

  @OptionGroup var named: NamedCaseArguments
  @Option(help: "A text file with one case folder a line, or a folder of cases.", completion: .file())
  var cases: String?
  @Option(help: "The folder to record the run in.", completion: .directory)
  var output: String
  @Option(help: "Stop after this many epochs.")
  var epochs: Int?
  @Option(help: "Stop after this time: 60s, 5m, 1h.")
  var budget: String?
  @Option(
    help: """
      Stop after this many epochs without a better validation Dice; 0 never does. Default: 10; with --budget 0, so that \
      the time given is used.
      """)
  var patience: Int?
  @Option(help: "The seed of all random numbers of the run.")
  var seed: UInt64 = 1
  @Option(help: "Worker threads. Default: all processors available to the program. The result does not depend on it.")
  var threads: Int?
  @Option(help: "Images to learn from, by role, FLAIR first: FLAIR,T1,T2.")
  var channels = "FLAIR"
  @Option(
    help: """
      standard: for patients that were not trained on (GroupNorm, Dice with cross-entropy, crops of 128, slices without \
      lesions, whole patients held out). kats: soft Dice on whole lesion slices, as published.
      """)
  var recipe = TrainingRecipe.standard
  @Option(
    help: """
      Cross-validate: deal the patients into this many groups, train once for each group on all others, and score the \
      group. --budget and --epochs are of each training.
      """)
  var folds: Int?
  @OptionGroup(title: "Masks") var labelling: LabelArguments
  @Option(
    help: """
      Whose masks are learned from: the first rater's; each time one rater's, drawn at random; or the mean of all, a soft \
      label. Default: first, and random for a network that draws samples.
      """)
  var raters: RaterUse?
  @OptionGroup(title: "Network") var network: NetworkArguments
  @OptionGroup(title: "Loss") var objective: LossArguments
  @OptionGroup(title: "Method") var robust: MethodArguments
  @OptionGroup(title: "Samples") var samples: SamplingArguments
  @OptionGroup(title: "Optimiser") var optimizing: OptimizerArguments
  @OptionGroup(title: "Soft mask") var softMaskArguments: SoftMaskArguments
  @Option(
    help:
      "How intensities are scaled: \(Self.normalisations). Default: the first, or that of the initial weights.",
    transform: Self.normalisation)
  var normalisation: IntensityNormalisation?
  @Option(
    help: """
      The edge in mm of the pixels that slices are brought to; 0 keeps each image's own. Predictions come back on the \
      image's grid. Default: 1, or that of the initial weights.
      """)
  var pixelSize: Double?
  @Option(help: "Smooth images in each slice by a Gaussian of this standard deviation in mm. Default: 0.")
  var smoothImages: Double?
  @Option(name: .customLong("init"), help: "Start from these weights.", completion: .file())
  var initialWeights: String?
  @Flag(help: "Continue the run in the output folder; the result is the same as without the interruption.")
  var resume = false
  @Option(help: "Repeat the run that this run.toml records.", completion: .file())
  var fromRun: String?
  @Flag(help: "Write a TensorBoard event file into the run folder too.")
  var tensorboard = false
  @Flag(
    help:
      "Write maps of every case into the run folder at the end: the loss of each pixel, and the weights or uncertainties of the method."
  )
  var maps = false
  @OptionGroup(title: "On a cluster") var cluster: ClusterArguments
  @OptionGroup var engine: EngineArguments
  @Flag(help: "Print one JSON document with the summary.")
  var json = false

  func run() throws {
    if cluster.asksStatus { return try ClusterStatus(of: output).write(json: json, command: "train") }
    let stop = StopFlag.raisedBySignals()
    // Checked before the cases are read, and before an output folder is there.
    let setup = try setup()
    if let folds { return try crossValidate(setup, folds: folds, stop: stop) }
    if cluster.submits { return try submitOne() }
    let plan = setup.plan
    let inputs = try setup.inputs()
    // A job that is queued again continues its run.
    let resume = resume || (cluster.shard != nil && FileManager.default.fileExists(atPath: output + "/run.toml"))
    let folder = try RunFolder(
      path: output, initialWeights: setup.initialRecord, resuming: resume, besides: [ClusterScript.logFolder])
    let reporter = TrainingReporter(plan: plan, earlier: resume ? folder.storedEpochs() : [])
    let curves = tensorboard ? try CurveRecorder(folder: output) : nil
    let model = try setup.train(inputs, in: folder, mapsAtEnd: maps, stop: stop) {
      reporter.report($0)
      curves?.record($0)
    }
    try curves?.check()
    if json, let summary = reporter.summary {
      try JSONDocument(
        command: "train",
        Document(run: output, weights: folder.weightsPath, summary: summary, metadata: model.metadata)
      ).write()
    }
    if let signal = stop.signal { throw ExitCode(128 + signal) }
    if reporter.summary?.endedBy == .notFinite { throw ExitCode(ExitStatus.someFailed.rawValue) }
  }

  private static let normalisations =
    ([IntensityNormalisation.standard] + IntensityNormalisation.allCases.filter { $0 != .standard })
    .map(\.rawValue).joined(separator: ", ")

  private static func normalisation(_ name: String) throws -> IntensityNormalisation {
    guard let known = IntensityNormalisation(rawValue: name) else {
      throw ValidationError("There is no normalisation '\(name)'; there are \(normalisations).")
    }
    return known
  }

  /// "90s", "5m", "1h", or a bare number of seconds.
  private static func budgetSeconds(_ text: String) throws -> Double {
    guard let seconds = TimeBudget.seconds(text) ?? TimeBudget.seconds(text + "s") else {
      throw ValidationError("The time '\(text)' is not understood; write 90s, 5m or 1h.")
    }
    return seconds
  }

  private func setup() throws -> TrainingSetup {
    if let fromRun {
      guard caseFolders.isEmpty, cases == nil, initialWeights == nil else {
        throw ValidationError("--from-run brings its own cases and initial weights.")
      }
      var setup = try TrainingSetup(repeating: fromRun)
      if let epochs { setup.plan.epochs = epochs }
      if let budget { setup.plan.budgetSeconds = try Self.budgetSeconds(budget) }
      setup.plan.threads = threads ?? ThreadCount.automatic
      try setup.plan.check()
      return setup
    }
    guard !caseFolders.isEmpty || cases != nil else {
      throw ValidationError("Give at least one case: its folder, or --cases FILE.")
    }
    let initial = try initialWeights.map { try TrainedModel.read(from: $0) }
    let plan = try self.plan(initial: initial)
    try plan.check()
    return try TrainingSetup(
      plan: plan, initial: initial, initialPath: initialWeights,
      cases: try caseFiles().map { labelling.applied(to: $0) }, trust: robust, labelling: labelling)
  }

  /// The cases named one by one, then those of a list or of a folder of cases.
  private func caseFiles() throws -> [CaseFiles] {
    let named = try caseFolders.map { try CaseFiles.find(inFolder: $0) }
    guard let cases else { return named }
    let collection = try CaseFiles.collection(at: cases)
    // A run must not learn from fewer cases than were asked for.
    if let problem = collection.problems.first { throw problem }
    return named + collection.cases
  }

  private var caseFolders: [String] { named.folders }

  func validate() throws {
    try ThreadCount.check(threads)
    try validateCluster()
    if let folds {
      guard folds >= 2 else { throw ValidationError("--folds is at least 2.") }
      guard !maps, !tensorboard, fromRun == nil else {
        throw ValidationError("--folds goes with neither --maps, --tensorboard nor --from-run.")
      }
    }
    if let pixelSize, pixelSize != 0, !InputPreparation.pixelLimitsMM.contains(pixelSize) {
      throw ValidationError("--pixel-size is 0, or a number of mm from 0.2 to 4.")
    }
    if let smoothImages, !(0...10).contains(smoothImages) {
      throw ValidationError("--smooth-images is a number of mm from 0 to 10.")
    }
  }

  private func preparation(initial: InputPreparation?) -> InputPreparation {
    var preparation = initial ?? InputPreparation()
    if let pixelSize { preparation.pixelMM = pixelSize == 0 ? nil : pixelSize }
    if let smoothImages { preparation.smoothingMM = smoothImages }
    return preparation
  }

  private func plan(initial: TrainedModel?) throws -> TrainingPlan {
    let roles = channels.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let patience = patience ?? TrainingPlan.defaultPatience(hasBudget: budget != nil) ?? 0
    let architecture = network.architecture(
      inputChannels: roles.count, initial: initial?.architecture, recipe: recipe)
    var plan = TrainingPlan(
      architecture: architecture, epochs: epochs,
      budgetSeconds: try budget.map(Self.budgetSeconds), patience: patience == 0 ? nil : patience, seed: seed,
      threads: threads ?? ThreadCount.automatic, batchSize: samples.batch ?? architecture.kind.usualBatchSize,
      cropSize: samples.crop.map { $0 == 0 ? nil : $0 } ?? architecture.kind.usualCropSize(recipe.cropSize),
      schedule: try optimizing.learningRateSchedule(epochs: epochs), reduction: objective.reduction,
      weighting: objective.weighting, method: robust.settings, selection: robust.keep ?? recipe.selection,
      validationFraction: samples.earlierValidationFraction ?? samples.validationFraction,
      validationUnit: samples.validation ?? recipe.validationUnit,
      normalisation: normalisation ?? initial?.metadata.normalisation ?? .standard,
      sampling: samples.sampling ?? recipe.sampling,
      emptySliceFraction: samples.emptySlices.map { $0 == 0 ? nil : $0 } ?? recipe.emptySliceFraction,
      rotationDegrees: samples.rotation,
      flipsLeftRight: samples.flip, variesIntensity: samples.varyIntensity,
      gradientNormLimit: optimizing.gradientNormLimit, imageRoles: roles, softMask: softMaskArguments.parameters)
    plan.preparation = preparation(initial: initial?.metadata.preparation)
    plan.lossParameters = objective.parameters
    plan.augmentations = try samples.augmentations(recipe: recipe, network: architecture.kind)
    plan.averagesFlips = samples.flipAveraging ? true : nil
    plan.divergenceWeight = network.divergenceWeight
    plan.raterUse = raters
    plan.useDefaultsOfNetwork()
    plan.useDefaultsOfMethod(
      loss: objective.loss ?? plan.architecture.kind.usualLoss ?? (robust.settings.name == .plain ? recipe.loss : nil),
      optimizer: optimizing.optimizer,
      learningRate: optimizing.learningRate,
      momentum: optimizing.momentum ?? OptimizerSettings().momentum, usesNesterov: optimizing.nesterov,
      weightDecay: optimizing.weightDecay)
    return plan
  }

  private struct Document: Encodable {
    let run: String
    let weights: String
    let summary: TrainingSummary
    let metadata: ModelMetadata

    enum Key: String, CodingKey {
      case run, weights, summary
      case normalisation
      case imageRoles = "image_roles"
      case binarisationThreshold = "binarisation_threshold"
      case validationDice = "validation_dice"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(run, forKey: .run)
      try container.encode(weights, forKey: .weights)
      try container.encode(summary, forKey: .summary)
      try container.encode(metadata.normalisation, forKey: .normalisation)
      try container.encode(metadata.imageRoles, forKey: .imageRoles)
      try container.encode(metadata.binarisationThreshold, forKey: .binarisationThreshold)
      try container.encode(metadata.validationDice, forKey: .validationDice)
    }
  }
}
