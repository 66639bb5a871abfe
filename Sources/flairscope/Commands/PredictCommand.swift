import ArgumentParser
import Foundation
import Segmenter
import VolumeModel

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Write the probability map and the lesion mask that trained weights give for a case.",
    discussion: """
      The mask holds the voxels whose probability reaches the threshold stored in the weights, without \
      small components (18-connected; up to 3 mm3, or what training chose on held-out patients). With several cases, --output-folder takes a map and a mask \
      of each.

      Weights of a network that draws samples (train --network probabilistic or phiseg) predict by the mean of what they expect \
      before an annotation is seen. --samples N draws N plausible annotations too: a mask of each, and maps of their mean, \
      their variance and the entropy of the mean. compare-sets compares such masks with those of readers.
      """)

  @Option(
    help: "Weights in a safetensors file, as train writes them. Default: the starter weights of the program.",
    completion: .file())
  var weights: String?
  @OptionGroup var named: NamedCaseArguments
  @Option(
    help: "Many cases: a folder of case folders, a data set, or a text file with a case folder a line.",
    completion: .file())
  var cases: String?
  @Option(help: "A FLAIR image instead of a case folder.", completion: .file())
  var flair: String?
  @Option(help: "Another image of the case of --flair, as ROLE=FILE. May be repeated.")
  var image: [String] = []
  @Option(help: "The brain mask of --flair; an estimate by default.", completion: .file())
  var brainMask: String?
  @Option(help: "The probability map to write.", completion: .file())
  var outputProbability: String?
  @Option(help: "The lesion mask to write.", completion: .file())
  var outputMask: String?
  @Option(help: "A folder for map and mask of every case.", completion: .directory)
  var outputFolder: String?
  @Option(
    help: """
      Draw this many samples, STEM_sample-01_mask.nii.gz and on, beside --output-folder's files; of weights that draw \
      samples.
      """)
  var samples: Int?
  @Option(help: "The seed of the samples; the same seed draws the same. Default: 1.")
  var seed: UInt64?
  @Option(help: "The probability from which a voxel is lesion. Default: the threshold stored in the weights.")
  var threshold: Double?
  @Option(
    help: """
      Components of the mask up to this volume in cubic millimetres are removed; 0 keeps all. Default: as recorded in the \
      weights, or 3.
      """)
  var minVolume: Double?
  @Flag(
    inversion: .prefixedNo,
    help: "Average each slice with its mirror image, in twice the time. Default: as recorded in the weights.")
  var flipAveraging: Bool?
  @Option(name: .customLong("binarise"), help: .hidden)
  var earlierThreshold: Double?
  @Option(help: "Worker threads. Default: all processors available to the program.")
  var threads: Int?
  @Flag(help: "Replace outputs that exist.")
  var force = false
  @OptionGroup(title: "On a cluster") var cluster: ClusterArguments
  @OptionGroup var engine: EngineArguments
  @Flag(help: "Print one JSON document.")
  var json = false

  private var caseFolders: [String] { named.folders }

  var sampleSeed: UInt64 { seed ?? 1 }

  func validate() throws {
    if cluster.isAsked, outputFolder == nil {
      throw ValidationError("--shard, --slurm, --status and --collect need --output-folder.")
    }
    if cluster.asksStatus { return }
    guard flair != nil || !caseFolders.isEmpty || cases != nil else {
      throw ValidationError("Give a case folder, --cases LIST or --flair FILE.")
    }
    guard flair == nil || (caseFolders.isEmpty && cases == nil) else {
      throw ValidationError("Give a case folder or --flair, not both.")
    }
    guard flair != nil || (brainMask == nil && image.isEmpty) else {
      throw ValidationError("--brain-mask and --image go with --flair; a case brings its own.")
    }
    guard outputFolder != nil || outputProbability != nil || outputMask != nil else {
      throw ValidationError(
        "Say what to write: --output-probability FILE, --output-mask FILE, or --output-folder FOLDER.")
    }
    guard (caseFolders.count < 2 && cases == nil) || (outputProbability == nil && outputMask == nil) else {
      throw ValidationError("Several cases need --output-folder.")
    }
    if let samples {
      guard (1...1000).contains(samples) else { throw ValidationError("--samples is from 1 to 1000.") }
      guard outputFolder != nil else { throw ValidationError("--samples needs --output-folder FOLDER.") }
    }
    if seed != nil, samples == nil { throw ValidationError("--seed goes with --samples.") }
    if let minVolume, !(0...1e6).contains(minVolume) { throw ValidationError("--min-volume is 0 or more, in mm3.") }
    if let threshold = threshold ?? earlierThreshold, !(0...1).contains(threshold) {
      throw ValidationError("--threshold is a probability from 0 to 1.")
    }
    try ThreadCount.check(threads)
  }

  func run() throws {
    if cluster.asksStatus, let outputFolder {
      return try ClusterStatus(of: outputFolder).write(json: json, command: "predict")
    }
    let isStopped = StopFlag.raisedBySignals()
    let weights = try weights ?? StarterWeights.path(environment: ProcessInfo.processInfo.environment)
    if self.weights == nil { Messages.note("predicting with the starter weights, \(weights)") }
    let model = try TrainedModel.read(from: weights)
    if samples != nil, !model.architecture.kind.drawsSamples {
      throw PredictionError.noSamples(architecture: model.architecture.name)
    }
    let predictor = Predictor(model: model, threads: threads ?? ThreadCount.automatic, averagesFlips: flipAveraging)
    let threshold = threshold ?? earlierThreshold ?? model.metadata.binarisationThreshold
    var written: [Written] = []
    var failures: [String] = []
    let listed = try listedCases()
    failures += listed.failures
    if cluster.isAsked {
      guard
        let results = try predictShared(
          listed.files, predictor, weights: weights, threshold: threshold, isStopped: isStopped)
      else { return }
      (written, failures) = (results.kept, failures + results.failures)
      if results.left > 0 { failures.append("\(results.left) cases are not done") }
    } else {
      // One after the other: each takes all threads.
      for files in listed.files {
        do {
          written.append(
            try predict(
              files, predictor, weights: weights, threshold: threshold, isStopped: isStopped, force: force))
        } catch  where !listed.isOne && isStopped.signal == nil {
          Messages.error("\(error)")
          failures.append("\(error)")
        } catch PredictionError.cancelled {
          break
        }
      }
    }
    if let signal = isStopped.signal { throw ExitCode(128 + signal) }
    if json {
      try JSONDocument(
        command: "predict",
        Document(
          weights: weights, threshold: threshold, minVolumeMM3: sizeFilter(model).largestRemovedMM3, cases: written,
          failures: failures)
      ).write()
    } else {
      try Results.write(Self.text(written))
    }
    if !cluster.isAsked { Messages.leftOut(failures.count, of: written.count + failures.count) }
    if !failures.isEmpty { throw ExitCode(ExitStatus.someFailed.rawValue) }
  }

  /// The cases in their order, and why others were left out.
  private func listedCases() throws -> (files: [CaseFiles], failures: [String], isOne: Bool) {
    let collection = try cases.map { try CaseFiles.collection(at: $0) }
    var failures: [String] = []
    for problem in collection?.problems ?? [] {
      Messages.error("left out: \(problem)")
      failures.append("\(problem)")
    }
    var files = try flair.map { [try CaseFiles(flair: $0, images: images(), brainMask: brainMask)] } ?? []
    files += collection?.cases ?? []
    let isOne = files.count + caseFolders.count == 1 && cases == nil
    for folder in caseFolders {
      do {
        files.append(try CaseFiles.find(inFolder: folder))
      } catch {
        if isOne { throw error }
        Messages.error("\(error)")
        failures.append("\(error)")
      }
    }
    return (files, failures, isOne)
  }

  private func sizeFilter(_ model: TrainedModel) -> LesionSizeFilter {
    minVolume.map { LesionSizeFilter(largestRemovedMM3: $0) } ?? model.metadata.sizeFilter
  }

  private func images() throws -> [ImageFile] {
    try image.map { text in
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { throw ValidationError("Write further images as ROLE=FILE, not '\(text)'.") }
      return ImageFile(role: String(parts[0]), path: String(parts[1]))
    }
  }

  func predict(
    _ files: CaseFiles, _ predictor: Predictor, weights: String, threshold: Double, isStopped: StopFlag, force: Bool
  ) throws -> Written {
    // The probability map of an earlier prediction and the raters play no part here.
    var used = files
    used.prediction = nil
    used.raters = []
    let targets = try outputs(of: used)
    let inputs = files.inputs + [weights]
    for target in targets.all { try Images.checkOutput(target, force: force, neverReplacing: inputs) }
    var review = try ReviewCase.load(used, withImages: false)
    let channels = try review.channels(predictor.model.metadata.imageRoles).volumes
    let metadata = predictor.model.metadata
    let likeness = ScanLikeness(
      metadata: metadata, grid: review.grid, brainDoubts: review.brainMask.doubts,
      flair: (review.flair.volume, review.brain))
    var notes = review.notes + [metadata.preparation.note(for: review.grid)].compactMap { $0 } + likeness.doubts
    for note in notes { Messages.note("\(review.name): \(note)") }
    var line = ProgressLine("predicting \(review.name)")
    let started = ContinuousClock.now
    let probability = try predictor.probability(
      channels: channels, brain: review.brain, firstPeak: likeness.peak
    ) { fraction in
      line.update(fraction)
      return isStopped.signal == nil
    }
    let seconds = ContinuousClock.now - started
    line.finish()
    let kept = sizeFilter(predictor.model).filtered(Mask(probability, atLeast: Float(threshold)))
    if let doubt = PredictedVolume(kept, brain: review.brain).doubt {
      notes.append(doubt)
      Messages.note("\(review.name): \(doubt)")
    }
    if let path = targets.probability {
      try Images.write(probability, like: review.flair.spatial, to: path, force: force, neverReplacing: inputs)
    }
    if let path = targets.mask {
      try Images.write(kept, like: review.flair.spatial, to: path, force: force, neverReplacing: inputs)
    }
    let samples = try targets.samples.map { stem in
      let draws = try drawn(review, channels, predictor, threshold: threshold, isStopped: isStopped)
      let output = SampledOutput(draws, seed: sampleSeed, stem: stem)
      try output.write(draws, like: review.flair.spatial, force: force, neverReplacing: inputs)
      return output
    }
    return Written(
      name: review.name, probability: targets.probability, mask: targets.mask, lesionVoxels: kept.count,
      lesionVolumeML: kept.volumeML, brain: review.brainMask.source.name,
      brainIsDoubtful: review.brainMask.isDoubtful, notes: notes,
      seconds: Double(seconds.components.seconds) + Double(seconds.components.attoseconds) * 1e-18, samples: samples)
  }

  private func drawn(
    _ review: ReviewCase, _ channels: [Volume<Float>], _ predictor: Predictor, threshold: Double, isStopped: StopFlag
  ) throws -> SampledPrediction {
    var line = ProgressLine("drawing samples of \(review.name)")
    defer { line.finish() }
    return try predictor.samples(
      channels: channels, brain: review.brain, count: samples ?? 1, seed: sampleSeed, threshold: threshold,
      filter: sizeFilter(predictor.model)
    ) { fraction in
      line.update(fraction)
      return isStopped.signal == nil
    }
  }

  func outputs(of files: CaseFiles) throws -> Outputs {
    guard let outputFolder else { return Outputs(probability: outputProbability, mask: outputMask) }
    try OutputFolder.make(outputFolder)
    return Outputs(
      probability: outputProbability, mask: outputMask, stem: PredictionName.stem(of: files, in: outputFolder),
      sampleCount: samples)
  }

  struct Written: Codable {
    let name: String
    let probability: String?
    let mask: String?
    let lesionVoxels: Int
    let lesionVolumeML: Double
    let brain: String
    let brainIsDoubtful: Bool
    let notes: [String]
    let seconds: Double
    /// Nil where none were asked for.
    let samples: SampledOutput?

    enum CodingKeys: String, CodingKey {
      case name, probability, mask, brain, notes, seconds, samples
      case brainIsDoubtful = "brain_doubtful"
      case lesionVoxels = "lesion_voxels"
      case lesionVolumeML = "lesion_volume_ml"
    }
  }

  private struct Document: Encodable {
    let weights: String
    let threshold: Double
    let minVolumeMM3: Double
    let cases: [Written]
    let failures: [String]

    enum CodingKeys: String, CodingKey {
      case weights, threshold, cases, failures
      case minVolumeMM3 = "min_volume_mm3"
    }
  }

  private static func text(_ written: [Written]) -> String {
    guard !written.isEmpty else { return "" }
    let draws = written.contains { $0.samples != nil }
    var table = TextTable(
      [("case", .left), ("lesion, ml", .right), ("voxels", .right), ("brain", .left), ("s", .right)]
        + (draws ? [("samples", .right), ("ml, least to most", .right), ("diversity", .right)] : []))
    for entry in written {
      let samples = entry.samples.map { samples in
        let volumes = [samples.volumesML.min(), samples.volumesML.max()].map { ReadableNumber.text($0, decimals: 2) }
        return ["\(samples.count)", volumes.joined(separator: " to "), ReadableNumber.text(samples.diversity)]
      }
      table.add(
        [
          entry.name, ReadableNumber.text(entry.lesionVolumeML, decimals: 2), "\(entry.lesionVoxels)",
          entry.brain + (entry.brainIsDoubtful ? " (doubtful)" : ""), ReadableNumber.text(entry.seconds, decimals: 1),
        ] + (samples ?? []))
    }
    return table.text
  }
}
