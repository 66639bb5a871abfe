import ArgumentParser
import Foundation
import Segmenter
import VolumeModel

extension PredictCommand {
  /// The files that are written for one case.
  struct Outputs {
    let probability: String?
    let mask: String?
    /// The start of the names of samples; nil where none are drawn.
    let samples: String?
    private let sampleCount: Int

    init(probability: String?, mask: String?, stem: String? = nil, sampleCount: Int? = nil) {
      self.probability = probability ?? stem.map { "\($0)_probseg.nii.gz" }
      self.mask = mask ?? stem.map { "\($0)_mask.nii.gz" }
      samples = sampleCount == nil ? nil : stem
      self.sampleCount = sampleCount ?? 0
    }

    var all: [String] {
      [probability, mask].compactMap(\.self)
        + (samples.map { SampledOutput.Names(stem: $0, count: sampleCount).all } ?? [])
    }
  }

  /// What programs that share the cases have done when this one has nothing more to do.
  /// - Returns: nil where nothing is to be shown.
  func predictShared(
    _ files: [CaseFiles], _ predictor: Predictor, weights: String, threshold: Double, isStopped: StopFlag
  ) throws -> SharedResults<Written>? {
    let work = try sharedWork(files, weights: weights, threshold: threshold)
    if cluster.submits {
      try cluster.submit(
        output: work.output, items: work.items.count, shards: work.shards
      ) {
        try checkOutputs(of: files, unlessBegun: work)
        try work.prepare()
      }
      return nil
    }
    if cluster.shard != nil { try checkOutputs(of: files, unlessBegun: work) }
    let results =
      try cluster.shard.map { shard in
        do {
          return try work.run(shard, stop: isStopped) { number in
            // What lies there is of this work: a shard was ended between two files.
            try predict(
              files[number], predictor, weights: weights, threshold: threshold, isStopped: isStopped, force: true)
          }
        } catch PredictionError.cancelled {
          throw ExitCode(128 + (isStopped.signal ?? SIGINT))
        }
      } ?? work.collected()
    if cluster.reports(results, of: work.items.count, kind: "cases") { return results }
    if !results.failures.isEmpty { throw ExitCode(ExitStatus.someFailed.rawValue) }
    return nil
  }

  /// The cases as a work that several programs share; another setting or other weights are another work.
  private func sharedWork(_ files: [CaseFiles], weights: String, threshold: Double) throws -> SharedWork<Written> {
    let output = outputFolder ?? "."
    return try SharedWork(
      output: output, items: files.map { PredictionName.stem(of: $0) },
      setting: [
        "predict", SHA256.ofFile(weights) ?? weights, "\(threshold)", "\(minVolume ?? -1)", "\(samples ?? 0)",
        "\(sampleSeed)",
        "\(flipAveraging.map { "\($0)" } ?? "as recorded")",
      ], kind: "cases")
  }

  /// Files of before are refused once, when the first shard begins: from then on they are the shards' own.
  private func checkOutputs(of files: [CaseFiles], unlessBegun work: SharedWork<Written>) throws {
    guard !force, !work.hasBegun else { return }
    for one in files {
      for target in try outputs(of: one).all {
        do {
          try Images.checkOutput(target, force: false, neverReplacing: one.inputs)
        } catch {
          // Another shard may have begun meanwhile.
          if work.hasBegun { return }
          throw error
        }
      }
    }
  }
}
