import Foundation
import VolumeModel

/// What terminals can do, as it comes with a release that runs on systems which do not know it, or keep it elsewhere.
enum BundledTerminfo {
  private static let systemFolders = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]

  /// Has ncurses look there last. A user's own TERMINFO_DIRS stays. To be called before any thread is started.
  static func offer() {
    let own = BundledFiles.runningProgramFolder() + "/../share/flairscope/terminfo"
    guard getenv("TERMINFO_DIRS") == nil, FileManager.default.fileExists(atPath: own) else { return }
    setenv("TERMINFO_DIRS", (systemFolders + [own]).joined(separator: ":"), 0)
  }
}
