internal import Foundation
public import VolumeModel

/// The weights that come with the program, for cases on which nothing was trained yet.
public enum StarterWeights {
  /// The environment variable that names another weights file.
  public static let environmentName = "FLAIRSCOPE_STARTER"
  private static let name = "starter/starter.safetensors"

  /// The path of the starter weights: the file that the environment names, or else the one that comes with the program.
  /// - Throws: `FileError` when there is none.
  public static func path(
    environment: [String: String], programFolder: String = BundledFiles.runningProgramFolder()
  ) throws(FileError) -> String {
    if let named = environment[environmentName], !named.isEmpty {
      guard FileManager.default.fileExists(atPath: named) else {
        throw FileError(
          .notFound, path: named, problem: "there is no such weights file",
          advice: "let \(environmentName) name one, or unset it")
      }
      return named
    }
    guard
      let path = BundledFiles.path(
        of: name, programFolder: programFolder, where: { FileManager.default.fileExists(atPath: $0) })
    else {
      throw FileError(
        .notFound, path: "samples/\(name)", problem: "the starter weights are not beside or above the program",
        advice: "give --weights FILE, or let \(environmentName) name a weights file")
    }
    return path
  }
}
