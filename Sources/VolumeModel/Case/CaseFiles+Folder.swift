import Foundation
import Glibc

extension CaseFiles {
  /// Finds a case in a folder: by its `case.toml` when it has one, else by the rows of ``StudyLayout``. The folder's own
  /// subfolders are looked through as well, and the derivatives of a BIDS data set that the folder is part of.
  /// - Parameters:
  ///   - inFolder: a folder, a `case.toml`, or `FOLDER/NAME` for one of the cases of a folder.
  ///   - flair: the FLAIR to take, where the folder holds several or its name says nothing.
  /// - Throws: `notFound` when there is no such folder or no FLAIR in it, `badData` when the choice is not clear.
  public static func find(inFolder path: String, flair: String? = nil) throws(FileError) -> CaseFiles {
    var folder = FilePath.withoutTrailingSlashes(path)
    if let status = FileStatus(ofPath: folder), status.isRegularFile, folder.lowercased().hasSuffix(".toml") {
      return try CaseDescription.read(folder)
    }
    var name = ""
    if FileStatus(ofPath: folder)?.isFolder != true {
      let parent = folder.lastIndex(of: "/").map { $0 == folder.startIndex ? "/" : String(folder[..<$0]) } ?? "."
      guard FileStatus(ofPath: folder) == nil else {
        throw FileError(
          .notFound, path: path, problem: "is a file, not a case folder",
          advice: "give its folder, or name it with --flair")
      }
      guard FileStatus(ofPath: parent)?.isFolder == true else {
        throw FileError(.notFound, path: path, problem: "no such folder", advice: "check the name")
      }
      name = FilePath.lastComponent(folder)
      folder = parent
    }
    let description = folder + "/case.toml"
    if name.isEmpty, FileStatus(ofPath: description) != nil { return try CaseDescription.read(description) }
    var study = try StudyFolder(folder, flair: flair)
    var chosen = try study.choose(name: name, flair: flair, named: path)
    let isElsewhere = flair != nil && !study.cases[chosen].flair.hasPrefix(folder + "/")
    if isElsewhere, study.cases.count == 2 {
      // The folder's only case, seen on another FLAIR.
      study = try StudyFolder(folder)
      chosen = try study.choose(name: name, flair: nil, named: path)
    }
    var files = study.cases[chosen]
    if isElsewhere, let flair, files.flair != flair { files.take(NamedRoles(flair: flair)) }
    return study.completed(files)
  }

  /// The cases listed in a text file, one folder a line; empty lines and lines that start with # are passed over.
  /// Relative names are looked up from the working folder, then from the list's own folder.
  public static func list(inTextFile path: String) throws(FileError) -> [String] {
    let text = try TextFile.read(path, mostBytes: 1 << 24, holdsNames: true)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    let cases = lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }.map { line in
      line.hasPrefix("/") || FileStatus(ofPath: line) != nil || FileStatus(ofPath: folder + line) == nil
        ? line : folder + line
    }
    guard !cases.isEmpty else {
      throw FileError(.badData, path: path, problem: "lists no cases", advice: "write one folder a line")
    }
    return cases
  }
}
