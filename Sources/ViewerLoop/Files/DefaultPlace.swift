import Foundation
import VolumeModel

/// Where the viewer writes what nobody named a place for.
enum DefaultPlace {
  /// The folder where the program was started; where that is the case's own or lies in it, a folder of the user's state,
  /// because what lies in a case's folder may be taken for its data.
  static func folder(
    of files: CaseFiles, workingFolder: String = FileManager.default.currentDirectoryPath,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    let here = absolute(workingFolder)
    let shown = URL(fileURLWithPath: here).resolvingSymlinksInPath().path
    let isInside = files.inputs.contains { path in
      let own = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
      return shown == own || shown.hasPrefix(own + "/")
    }
    guard isInside, let state = StateFolder.path(environment: environment) else { return here }
    return "\(state)/exports"
  }

  /// The whole path, as messages say it.
  static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}
