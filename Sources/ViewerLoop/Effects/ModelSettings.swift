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
  /// Where runs are recorded, a folder each.
  package var runsFolder: String

  package init(threads: Int, runsFolder: String? = nil, initialModel: TrainedModel? = nil) {
    self.threads = threads
    self.initialModel = initialModel
    self.runsFolder =
      runsFolder ?? (UserFolders(environment: ProcessInfo.processInfo.environment).state ?? NSTemporaryDirectory())
      + "/runs"
  }

  /// A new folder named after the case and the time, so that no run overwrites another.
  func newRunFolder(named name: String) throws(FileError) -> RunFolder {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.dateFormat = "yyyyMMdd-HHmmss"
    return try RunFolder(path: "\(runsFolder)/\(name.fileNamePart)-\(format.string(from: Date()))")
  }
}
