import Foundation
package import Segmenter
import VolumeModel
import Settings

/// How the viewer trains and predicts.
package struct ModelSettings: Sendable {
  package var architecture = UNetArchitecture()
  package var threads: Int
  /// How long a training started with a key may take.
  package var defaultBudgetSeconds = 120.0
  /// The weights to begin with; nil when there are none. They are read while the case opens.
  let initialWeights: ParallelValue<WeightsAtHand?>?
  /// Where runs are recorded, a folder each.
  package var runsFolder: String
  /// Whether all runs keep what they are resumed from: where a user named their folder. Elsewhere the newest one does.
  package var keepsCheckpoints: Bool

  package init(threads: Int, runsFolder: String? = nil, initialModel: TrainedModel? = nil) {
    self.init(
      threads: threads, runsFolder: runsFolder,
      reading: initialModel.map { model in
        ParallelValue { WeightsAtHand(model: model, source: "the weights given", record: nil) }
      })
  }

  private init(threads: Int, runsFolder: String?, reading initialWeights: ParallelValue<WeightsAtHand?>?) {
    self.threads = threads
    self.initialWeights = initialWeights
    keepsCheckpoints = runsFolder != nil
    self.runsFolder =
      runsFolder ?? (UserFolders(environment: ProcessInfo.processInfo.environment).state ?? NSTemporaryDirectory())
      + "/runs"
  }

  /// The same with weights from a file: the one that is named, or else the starter weights where there are any.
  /// - Throws: `ModelError` when the named file cannot be used, `FileError` when the environment names one that is not
  ///   there. Starter weights of the program that cannot be read are none.
  package init(threads: Int, runsFolder: String?, weights: String?) throws {
    let environment = ProcessInfo.processInfo.environment
    let isNamed = weights != nil || environment[StarterWeights.environmentName]?.isEmpty == false
    let source = weights == nil ? "starter weights" : "the weights given"
    let file =
      try weights
      ?? (isNamed
        ? StarterWeights.path(environment: environment) : try? StarterWeights.path(environment: environment))
    guard let path = file else {
      self.init(threads: threads, runsFolder: runsFolder)
      return
    }
    let named = isNamed ? try TrainedModel.read(from: path) : nil
    self.init(
      threads: threads, runsFolder: runsFolder,
      reading: ParallelValue {
        guard let model = named ?? (try? TrainedModel.read(from: path)) else { return nil }
        return WeightsAtHand(model: model, source: source, record: RunWeights(file: path))
      })
  }

  /// A new folder named after the case and the time, so that no run overwrites another.
  /// - Parameter initialWeights: the weights that the run goes on from, for its record.
  func newRunFolder(named name: String, initialWeights: RunWeights?) throws(FileError) -> RunFolder {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.dateFormat = "yyyyMMdd-HHmmss"
    return try RunFolder(
      path: "\(runsFolder)/\(name.fileNamePart)-\(format.string(from: Date()))", initialWeights: initialWeights)
  }
}
