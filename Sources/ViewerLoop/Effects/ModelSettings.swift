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
  /// Weights to predict with before anything was trained here.
  package var initialModel: TrainedModel?
  /// What those weights are called on the screen.
  package var initialSource = "given weights"
  /// The file of those weights.
  package var initialFile: String?
  /// Where runs are recorded, a folder each.
  package var runsFolder: String
  /// Whether all runs keep what they are resumed from: where a user named their folder. Elsewhere the newest one does.
  package var keepsCheckpoints: Bool

  package init(threads: Int, runsFolder: String? = nil, initialModel: TrainedModel? = nil) {
    self.threads = threads
    self.initialModel = initialModel
    keepsCheckpoints = runsFolder != nil
    self.runsFolder =
      runsFolder ?? (UserFolders(environment: ProcessInfo.processInfo.environment).state ?? NSTemporaryDirectory())
      + "/runs"
  }

  /// The same with weights from a file: the one that is named, or else the starter weights where there are any.
  /// - Throws: `ModelError` when the file cannot be used, `FileError` when the environment names one that is not there.
  package init(threads: Int, runsFolder: String?, weights: String?) throws {
    let environment = ProcessInfo.processInfo.environment
    var starter: String?
    if weights == nil {
      do throws(FileError) {
        starter = try StarterWeights.path(environment: environment)
      } catch {
        // A viewer does without; only what somebody named must be there.
        if environment[StarterWeights.environmentName]?.isEmpty == false { throw error }
      }
    }
    var model: TrainedModel?
    if let path = weights ?? starter { model = try TrainedModel.read(from: path) }
    self.init(threads: threads, runsFolder: runsFolder, initialModel: model)
    initialFile = weights ?? starter
    if starter != nil { initialSource = "starter weights" }
  }

  /// The weights to begin with, with their name and record.
  var initialWeights: WeightsAtHand? {
    initialModel.map {
      WeightsAtHand(model: $0, source: initialSource, record: initialFile.map { RunWeights(file: $0) })
    }
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
