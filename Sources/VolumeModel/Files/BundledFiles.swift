import Foundation

/// Finds what comes with the program from the place of the running program: in its folder and each folder above it,
/// below `samples` (a built checkout) and `share/flairscope/samples` (an installed program).
public enum BundledFiles {
  private static let foldersBelow = ["samples", "share/flairscope/samples"]
  // .build/x86_64-unknown-linux-gnu/release/flairscope is four folders below the checkout; one more for bundles.
  private static let levelsAbove = 5

  /// The first path of a name, below one of the folders, that is what is looked for; nil when none is.
  public static func path(
    of name: String, programFolder: String = runningProgramFolder(), where isSought: (String) -> Bool
  ) -> String? {
    var above = URL(fileURLWithPath: programFolder, isDirectory: true).standardizedFileURL
    for _ in 0...levelsAbove {
      for below in foldersBelow {
        let candidate = above.appendingPathComponent(below).appendingPathComponent(name).path
        if isSought(candidate) { return candidate }
      }
      above.deleteLastPathComponent()
    }
    return nil
  }

  /// The running program, symbolic links resolved.
  public static func runningProgram() -> String {
    let program =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments.first ?? "."
    return URL(fileURLWithPath: program).resolvingSymlinksInPath().path
  }

  /// The folder of the running program, symbolic links resolved.
  public static func runningProgramFolder() -> String {
    URL(fileURLWithPath: runningProgram()).deletingLastPathComponent().path
  }
}
