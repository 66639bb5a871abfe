import ArgumentParser
import Foundation
import Segmenter
import VolumeModel

/// `train --folds`: trains once for each group of patients on all others, and scores the group.
struct CrossValidation {
  let setup: TrainingSetup
  /// The folder of the whole cross-validation; each fold is a run folder in it.
  let folder: String
  private let inputs: [TrainingInput]
  /// The patients of each fold.
  private let groups: [[String]]
  /// Fewer than asked for where there are fewer patients.
  var foldCount: Int { groups.count }

  /// - Throws: when the scans are of fewer than two patients.
  init(setup: TrainingSetup, folder: String, folds: Int) throws {
    (self.setup, self.folder) = (setup, folder)
    inputs = try setup.inputs()
    groups = PatientFolds(inputs.map(\.trainingCase.patient), count: folds).patients
    guard groups.count > 1 else {
      throw FileError(
        .badData, path: folder,
        problem: "--folds needs scans of two patients or more; these are all of \(groups.first?.first ?? "none")",
        advice: "give cases of further patients, or leave --folds out")
    }
  }

  /// Trains and scores fold after fold.
  /// - Throws: what a run throws; nothing is scored of a fold that was stopped.
  func run(resumes: Bool, stop: StopFlag) throws -> [FoldScan] {
    try checkFolder(resumes: resumes)
    var scans: [FoldScan] = []
    for fold in 1...groups.count {
      scans += try self.scans(ofFold: fold, resumes: resumes, stop: stop)
      if stop.signal != nil { break }
      try write(scans)
    }
    return scans
  }

  /// The folds as a work that several programs share.
  func sharedWork() throws -> SharedWork<[FoldScan]> {
    var plan = setup.plan
    (plan.threads, plan.niceness) = (1, 0)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let cases = inputs.map { "\($0.trainingCase.name) \($0.trainingCase.raterHashes.joined(separator: " "))" }
    return try SharedWork(
      output: folder, items: groups.indices.map { "fold-\($0 + 1)" },
      setting: ["train", String(decoding: try encoder.encode(plan), as: UTF8.self)] + cases, kind: "folds")
  }

  /// The folds that a shard can claim; one that it had begun before continues from its checkpoint.
  func run(_ shard: Shard, of work: SharedWork<[FoldScan]>, stop: StopFlag) throws -> SharedResults<[FoldScan]> {
    if !work.hasBegun { try checkFolder(resumes: false) }
    return try work.run(shard, stop: stop) { number in
      let scans = try scans(ofFold: number + 1, resumes: true, stop: stop)
      if let signal = stop.signal { throw ExitCode(128 + signal) }
      return scans
    }
  }

  /// Writes the table of the scans scored so far.
  func write(_ scans: [FoldScan]) throws {
    try OutputFile.write(Data(FoldTable(scans).csv.utf8), to: folder + "/folds.csv")
  }

  private func scans(ofFold fold: Int, resumes: Bool, stop: StopFlag) throws -> [FoldScan] {
    let leftOut = groups[fold - 1]
    Messages.line("fold \(fold) of \(groups.count): \(leftOut.joined(separator: ", ")) left out")
    let model = try train(
      inputs.filter { !leftOut.contains($0.trainingCase.patient) }, fold: fold, resumes: resumes, stop: stop)
    guard stop.signal == nil else { return [] }
    let predictor = Predictor(model: model, threads: setup.plan.threads)
    let threshold = model.metadata.binarisationThreshold
    return try inputs.map(\.trainingCase).filter { leftOut.contains($0.patient) }.map { one in
      let probability = try predictor.probability(channels: one.channels, brain: one.brain) { _ in stop.signal == nil }
      let prediction = model.metadata.sizeFilter.filtered(Mask(probability, atLeast: Float(threshold)))
      return FoldScan(of: one, fold: fold, prediction: prediction, threshold: threshold)
    }
  }

  /// The folder must be new or empty, unless it is resumed.
  private func checkFolder(resumes: Bool) throws {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      !$0.hasPrefix(".") && $0 != ClusterScript.logFolder && !ShardFolder.isName($0)
    }
    guard names.isEmpty || resumes else {
      throw FileError(
        .cannotCreate, path: folder, problem: "is not empty",
        advice: "use --resume to continue its folds, or choose another folder")
    }
  }

  private func train(_ inputs: [TrainingInput], fold: Int, resumes: Bool, stop: StopFlag) throws -> TrainedModel {
    let path = "\(folder)/fold-\(fold)"
    let hasBegun = FileManager.default.fileExists(atPath: path + "/run.toml")
    let runFolder = try RunFolder(path: path, initialWeights: setup.initialRecord, resuming: resumes && hasBegun)
    let reporter = TrainingReporter(plan: setup.plan, earlier: runFolder.resumes ? runFolder.storedEpochs() : [])
    return try setup.train(inputs, in: runFolder, stop: stop) { reporter.report($0) }
  }
}
