import Foundation
import Segmenter
import VolumeModel

/// `train --folds`: trains once for each group of patients on all others, and scores the group.
struct CrossValidation {
  let setup: TrainingSetup
  /// The folder of the whole cross-validation; each fold is a run folder in it.
  let folder: String
  let folds: Int
  let resumes: Bool

  /// Trains and scores fold after fold.
  /// - Throws: what a run throws; nothing is scored of a fold that was stopped.
  func run(stop: StopFlag) throws -> [FoldScan] {
    let inputs = try setup.inputs()
    let groups = PatientFolds(inputs.map(\.trainingCase.patient), count: folds).patients
    guard groups.count > 1 else {
      throw FileError(
        .badData, path: folder,
        problem: "--folds needs scans of two patients or more; these are all of \(groups.first?.first ?? "none")",
        advice: "give cases of further patients, or leave --folds out")
    }
    try checkFolder()
    var scans: [FoldScan] = []
    for (number, leftOut) in groups.enumerated() {
      Messages.line("fold \(number + 1) of \(groups.count): \(leftOut.joined(separator: ", ")) left out")
      let model = try train(inputs.filter { !leftOut.contains($0.trainingCase.patient) }, fold: number + 1, stop: stop)
      if stop.signal != nil { break }
      let predictor = Predictor(model: model, threads: setup.plan.threads)
      let threshold = model.metadata.binarisationThreshold
      for one in inputs.map(\.trainingCase) where leftOut.contains(one.patient) {
        let probability = try predictor.probability(channels: one.channels, brain: one.brain) { _ in
          stop.signal == nil
        }
        let prediction = model.metadata.sizeFilter.filtered(Mask(probability, atLeast: Float(threshold)))
        scans.append(FoldScan(of: one, fold: number + 1, prediction: prediction, threshold: threshold))
      }
      try OutputFile.write(Data(FoldTable(scans).csv.utf8), to: folder + "/folds.csv")
    }
    return scans
  }

  /// The folder must be new or empty, unless it is resumed.
  private func checkFolder() throws {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }
    guard names.isEmpty || resumes else {
      throw FileError(
        .cannotCreate, path: folder, problem: "is not empty",
        advice: "use --resume to continue its folds, or choose another folder")
    }
  }

  private func train(_ inputs: [TrainingInput], fold: Int, stop: StopFlag) throws -> TrainedModel {
    let path = "\(folder)/fold-\(fold)"
    let hasBegun = FileManager.default.fileExists(atPath: path + "/run.toml")
    let runFolder = try RunFolder(path: path, initialWeights: setup.initialRecord, resuming: resumes && hasBegun)
    let reporter = TrainingReporter(plan: setup.plan, earlier: runFolder.resumes ? runFolder.storedEpochs() : [])
    return try setup.train(inputs, in: runFolder, stop: stop) { reporter.report($0) }
  }
}
