import Foundation

/// DICOM is recognised, not read: a message gives the line that converts a series.
enum DICOM {
  /// Whether a file starts as a DICOM file does: 128 bytes of anything, then "DICM".
  static func starts(_ bytes: [UInt8]) -> Bool { bytes.count >= 132 && bytes[128..<132].elementsEqual("DICM".utf8) }

  /// The line to type, which converts every series below a folder into compressed NIfTI.
  static func advice(folder: String) -> String {
    let quoted = folder.replacing("'", with: "'\\''")
    return "convert it with: dcm2niix -z y -o . '\(quoted)'"
  }

  /// What to say about a folder that holds DICOM files, here or in folders within; nil for anything else.
  static func folderError(_ path: String) -> FileError? {
    guard FileStatus(ofPath: path)?.isFolder == true, holdsFiles(path, depth: deepest) else { return nil }
    return FileError(
      .badData, path: path, problem: "a folder of DICOM files, which are not read", advice: advice(folder: path))
  }

  /// Scanners nest: patient, study, series.
  private static let deepest = 4
  /// Enough to meet an image among notes and indexes.
  private static let mostLookedAt = 16

  private static func holdsFiles(_ folder: String, depth: Int) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted().prefix(mostLookedAt) {
      let path = folder + "/" + name
      guard let status = FileStatus(ofPath: path) else { continue }
      if status.isFolder {
        if depth > 1, holdsFiles(path, depth: depth - 1) { return true }
      } else if status.isRegularFile, let start = ByteSource.start(of: path), starts(start) {
        return true
      }
    }
    return false
  }
}
