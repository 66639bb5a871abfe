import ArgumentParser
import Foundation
import Segmenter
import VolumeModel

/// A training on a cluster: one job that continues when it is queued again, or the folds of a cross-validation side by
/// side.
extension TrainCommand {
  func validateCluster() throws {
    if cluster.isAsked, folds == nil, cluster.collects || (cluster.shard.map { $0.count > 1 } ?? false) {
      throw ValidationError("One training has no parts: --shard and --collect go with --folds.")
    }
    if cluster.isAsked, resume {
      throw ValidationError("Shards continue what they began by themselves, without --resume.")
    }
  }

  /// Submits one training as one job.
  func submitOne() throws {
    try cluster.submit(output: output, items: 1, shards: ShardFolder(in: output, items: []), prepare: {})
  }

  func crossValidate(_ setup: TrainingSetup, folds: Int, stop: StopFlag) throws {
    let validation = try CrossValidation(setup: setup, folder: output, folds: folds)
    guard cluster.isAsked else {
      try write(try validation.run(resumes: resume, stop: stop), of: validation)
      if let signal = stop.signal { throw ExitCode(128 + signal) }
      return
    }
    let work = try validation.sharedWork()
    if cluster.submits {
      return try cluster.submit(
        output: output, items: work.items.count, shards: work.shards
      ) { try work.prepare() }
    }
    let results = try cluster.shard.map { try validation.run($0, of: work, stop: stop) } ?? work.collected()
    if cluster.reports(results, of: work.items.count, kind: "folds") {
      let scans = results.kept.flatMap(\.self)
      try validation.write(scans)
      try write(scans, of: validation)
    }
    if !results.failures.isEmpty || (cluster.collects && results.left > 0) {
      throw ExitCode(ExitStatus.someFailed.rawValue)
    }
  }

  private func write(_ scans: [FoldScan], of validation: CrossValidation) throws {
    let folds = validation.foldCount
    let done = Set(scans.map(\.fold)).count
    if done < folds {
      Messages.note("\(done) of \(folds) folds are done; the table is of their scans alone. --resume trains the others")
    }
    guard json else { return try Results.write(FoldTable(scans).text) }
    try JSONDocument(
      command: "train",
      FoldTable.Document(run: output, folds: folds, foldsDone: done, scans: scans, summary: FoldTable.Summary(scans))
    ).write()
  }
}
