import ArgumentParser
import Segmenter
import VolumeModel

struct RelabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relabel",
    abstract: "Propose changes of an annotation where trained weights are uncertain of it.",
    discussion: """
      Samples predictions of a case, splits their uncertainty into aleatoric (what the image cannot tell) and epistemic \
      (what the model has not learned), and inverts the label of voxels whose aleatoric uncertainty exceeds \
      --relabel-delta. The mask is written to a new file; the annotation is not changed. To accept or refuse proposals \
      lesion by lesion, open the case with the weights and type :relabel.

      Example: flairscope relabel --weights RUN/weights.safetensors --case sub-07 --output sub-07_proposal.nii.gz
      """)

  @Option(help: "Weights as written by train; several for --sampler ensemble.", completion: .file())
  var weights: [String]
  @Option(name: .customLong("case"), help: "A case folder.", completion: .directory)
  var caseFolder: String
  @Option(help: "The name of the mask to relabel. Default: that of the first rater.")
  var mask: String?
  @OptionGroup(title: "Relabelling") var relabelling: RelabelArguments
  @Option(name: [.short, .long], help: "The proposed mask to write.", completion: .file())
  var output: String?
  @Option(help: "The aleatoric uncertainty to write, as float32.", completion: .file())
  var outputUncertainty: String?
  @Option(help: "The epistemic uncertainty to write, as float32.", completion: .file())
  var outputEpistemic: String?
  @Option(help: "The mean probability of the samples to write, as float32.", completion: .file())
  var outputProbability: String?
  @Option(help: "The seed of all random numbers.")
  var seed: UInt64 = 1
  @Option(help: "Worker threads. Default: all processors available to the program.")
  var threads: Int?
  @Flag(help: "Replace outputs that exist.")
  var force = false
  @OptionGroup var engine: EngineArguments
  @Flag(help: "Print one JSON document.")
  var json = false

  private var outputs: [String] {
    [output, outputUncertainty, outputEpistemic, outputProbability].compactMap { $0 }
  }

  func validate() throws {
    guard !outputs.isEmpty || json else {
      throw ValidationError("Say what to write: --output FILE, --output-uncertainty FILE, ... or --json.")
    }
    guard weights.count == 1 || relabelling.sampler == .ensemble else {
      throw ValidationError("Several --weights are for --sampler ensemble.")
    }
    guard relabelling.sampler != .ensemble || weights.count > 1 else {
      throw ValidationError("An ensemble takes --weights two times or more.")
    }
    try ThreadCount.check(threads)
  }

  func run() throws {
    let stop = StopFlag.raisedBySignals()
    let models = try weights.map { try TrainedModel.read(from: $0) }
    var files = try CaseFiles.find(inFolder: caseFolder)
    guard let annotation = try mask.map({ try files.mask(named: $0) }) ?? files.raters.first else {
      throw FileError(
        .badData, path: files.flair, problem: "has no mask to relabel", advice: "add a mask to the case")
    }
    let inputs = files.inputs + weights
    for path in outputs { try Images.checkOutput(path, force: force, neverReplacing: inputs) }
    (files.prediction, files.raters) = (nil, [annotation])
    var review = try ReviewCase.load(files, withImages: false)
    let roles = models.first?.metadata.imageRoles ?? []
    let channels = try review.channels(roles).volumes
    for note in review.notes { Messages.note("\(review.name): \(note)") }
    let predictor = UncertaintyPredictor(
      models: models, sampler: relabelling.settings.sampler, seed: seed, threads: threads ?? ThreadCount.automatic)
    if predictor.samplesUnusedDropout {
      Messages.note("these weights were trained without dropout; sampled by it they are more uncertain than trained")
    }
    let sampled = Result { try sample(predictor, channels, review, stop) }
    if let signal = stop.signal { throw ExitCode(128 + signal) }
    let prediction = try sampled.get()
    guard let original = review.raters.first?.mask else { return }
    let proposal = relabelling.rule.proposal(original: original, prediction: prediction, brain: review.brain)
    try write(proposal, prediction, like: review.flair.spatial, inputs: inputs)
    try tell(proposal, prediction, annotation: annotation.name, brain: review.brain)
  }

  private func sample(
    _ predictor: UncertaintyPredictor, _ channels: [Volume<Float>], _ review: ReviewCase, _ stop: StopFlag
  ) throws -> VolumeUncertainty {
    var line = ProgressLine("sampling \(review.name)")
    defer { line.finish() }
    return try predictor.uncertainty(channels: channels, brain: review.brain) { fraction in
      line.update(fraction)
      return stop.signal == nil
    }
  }

  private func write(
    _ proposal: RelabelProposal, _ prediction: VolumeUncertainty, like form: SpatialForm, inputs: [String]
  ) throws {
    if let output {
      try Images.write(proposal.proposed, like: form, to: output, force: force, neverReplacing: inputs)
    }
    for (path, volume) in [
      (outputUncertainty, prediction.aleatoric), (outputEpistemic, prediction.epistemic),
      (outputProbability, prediction.mean),
    ] {
      guard let path else { continue }
      try Images.write(volume, like: form, to: path, force: force, neverReplacing: inputs)
    }
  }

  private struct Document: Encodable {
    let annotation: String
    let sampler: String
    let rule: String
    let delta: Double
    let deltaRaised: Bool
    let annotatedVoxels: Int
    let addedVoxels: Int
    let removedVoxels: Int
    let dice: Double?
    let changes: Int
    let meanAleatoric: Double
    let meanEpistemic: Double
    let written: [String]

    enum CodingKeys: String, CodingKey {
      case annotation, sampler, rule, delta, dice, changes, written
      case deltaRaised = "delta_raised"
      case annotatedVoxels = "annotated_voxels"
      case addedVoxels = "added_voxels"
      case removedVoxels = "removed_voxels"
      case meanAleatoric = "mean_aleatoric"
      case meanEpistemic = "mean_epistemic"
    }
  }

  private func tell(
    _ proposal: RelabelProposal, _ prediction: VolumeUncertainty, annotation: String, brain: Mask
  ) throws {
    let summary = RelabelSummary(proposal, prediction: prediction, brain: brain)
    let document = Document(
      annotation: annotation, sampler: relabelling.usedSampler.rawValue, rule: relabelling.rule.mode.rawValue,
      delta: proposal.delta, deltaRaised: proposal.isDeltaRaised, annotatedVoxels: summary.annotatedVoxels,
      addedVoxels: summary.addedVoxels, removedVoxels: summary.removedVoxels, dice: summary.dice,
      changes: summary.changes, meanAleatoric: summary.meanAleatoric, meanEpistemic: summary.meanEpistemic,
      written: outputs)
    if proposal.isDeltaRaised {
      Messages.note(
        "delta raised to \(ReadableNumber.text(proposal.delta, decimals: 4)): more than half of the annotated volume would "
          + "have changed")
    }
    if json {
      try JSONDocument(command: "relabel", document).write()
      return
    }
    try Results.write(
      """
      \(name: annotation): \(summary.annotatedVoxels) voxels; \(document.addedVoxels) would be added, \(document.removedVoxels) removed, in \
      \(summary.changes) places; Dice before and after \(ReadableNumber.text(document.dice, decimals: 4))
      mean uncertainty in the brain: aleatoric \(ReadableNumber.text(document.meanAleatoric, decimals: 5)), epistemic \
      \(ReadableNumber.text(document.meanEpistemic, decimals: 5))
      \(outputs.map { "written to \(name: $0)\n" }.joined())
      """)
  }
}
