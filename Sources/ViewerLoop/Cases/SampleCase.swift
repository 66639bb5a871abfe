import Foundation
import VolumeModel

/// The bundled case, found at run time from the place of the running program.
///
/// Searched in this order: the folder named by `FLAIRSCOPE_SAMPLES`; then, in the program's folder and each folder
/// above it, `samples` (a built checkout) and `share/flairscope/samples` (an installed program).
package enum SampleCase {
  /// The environment variable that names a samples folder, or a case folder in one.
  package static let environmentName = "FLAIRSCOPE_SAMPLES"
  /// The bundled case's folder inside `samples`.
  package static let caseName = "sub-19"

  /// The bundled case's folder.
  package static func folder(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    programFolder: String = BundledFiles.runningProgramFolder()
  ) throws(SampleCaseError) -> String {
    if let named = environment[environmentName], !named.isEmpty {
      for candidate in [named + "/" + caseName, named] where holdsFLAIR(candidate) { return candidate }
      throw .notInNamedFolder(named)
    }
    if let found = BundledFiles.path(of: caseName, programFolder: programFolder, where: holdsFLAIR) { return found }
    throw .notFound(programFolder: programFolder)
  }

  private static func holdsFLAIR(_ folder: String) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.contains { $0.hasSuffix("_FLAIR.nii.gz") }
  }
}

/// Why there is no bundled case to open.
package enum SampleCaseError: Error, Equatable, CustomStringConvertible {
  case notInNamedFolder(String)
  case notFound(programFolder: String)

  package var description: String {
    switch self {
    case .notInNamedFolder(let folder):
      "\(folder): no bundled case in this folder; let \(SampleCase.environmentName) name the samples folder"
    case .notFound(let programFolder):
      "\(programFolder): no samples folder beside or above the program; "
        + "let \(SampleCase.environmentName) name it, or run the program from its checkout"
    }
  }
}
