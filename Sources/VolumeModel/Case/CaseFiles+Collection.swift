import Foundation

/// Several cases at once, and what could not be used among them.
public struct CaseCollection: Sendable {
  public let cases: [CaseFiles]
  /// Why an entry was left out, a sentence each.
  public let problems: [FileError]
}

extension CaseFiles {
  /// The cases named by a text list (a folder a line) or held by a folder: each subfolder that is a case, and where one
  /// holds several, as a patient with several visits, those below it.
  /// - Throws: `FileError` when there is no such list or folder, or nothing in it can be used.
  public static func collection(at path: String) throws(FileError) -> CaseCollection {
    guard let status = FileStatus(ofPath: path) else {
      throw FileError(.notFound, path: path, problem: "no such list or folder of cases", advice: "check the name")
    }
    var cases: [CaseFiles] = []
    var problems: [FileError] = []
    if status.isFolder {
      search(path, depth: 0, &cases, &problems)
    } else {
      for name in try list(inTextFile: path) {
        do throws(FileError) { cases.append(try find(inFolder: name)) } catch { problems.append(error) }
      }
    }
    guard !cases.isEmpty else {
      throw problems.first
        ?? FileError(.notFound, path: path, problem: "holds no case", advice: "a case is a folder with a FLAIR image")
    }
    return CaseCollection(cases: cases, problems: problems)
  }

  private static func search(
    _ folder: String, depth: Int, _ cases: inout [CaseFiles], _ problems: inout [FileError]
  ) {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for entry in entries.sorted() where !entry.hasPrefix(".") {
      let path = folder + (folder.hasSuffix("/") ? "" : "/") + entry
      guard FileStatus(ofPath: path)?.isFolder == true else { continue }
      do throws(FileError) {
        cases.append(try find(inFolder: path))
      } catch {
        // Several visits in one folder are several cases; a folder without any image is none.
        if depth < 2, error.kind == .badData {
          let before = cases.count
          search(path, depth: depth + 1, &cases, &problems)
          if cases.count == before { problems.append(error) }
        } else if error.kind != .notFound {
          problems.append(error)
        }
      }
    }
  }
}
