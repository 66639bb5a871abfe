import Foundation
import Segmenter
import VolumeModel

/// What `--version` says: the version, and the commit that an installed program was built from.
enum BuildVersion {
  static var text: String {
    let version = "flairscope \(Segmenter.version)"
    return commit.map { "\(version) (commit \($0))" } ?? version
  }

  /// From the file that `make install` writes; nil for a program that was not installed.
  private static var commit: String? {
    let file = BundledFiles.runningProgramFolder() + "/../share/flairscope/commit"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
    let word = text.prefix { !$0.isWhitespace }
    let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    return word.isEmpty || word.count > 60 || !isPlain ? nil : String(word)
  }
}
