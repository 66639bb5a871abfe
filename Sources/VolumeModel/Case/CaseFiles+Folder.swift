import Foundation

extension CaseFiles {
  /// Finds a case in a folder: by its `case.toml` when it has one, else by names, BIDS-like or as in the ISBI 2015
  /// challenge. The folder's own subfolders are looked through as well.
  /// - Parameter inFolder: a folder, a `case.toml`, or `FOLDER/NAME` for the files of a folder that start with NAME,
  ///   where a folder holds several cases.
  /// - Throws: `notFound` when there is no such folder or no FLAIR in it, `badData` when the choice is not clear.
  public static func find(inFolder path: String) throws(FileError) -> CaseFiles {
    var folder = path
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    if let status = FileStatus(ofPath: folder), status.isRegularFile, folder.lowercased().hasSuffix(".toml") {
      return try CaseDescription.read(folder)
    }
    var prefix = ""
    if FileStatus(ofPath: folder)?.isFolder != true {
      let parent = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? "."
      guard FileStatus(ofPath: folder) == nil else {
        throw FileError(
          .notFound, path: path, problem: "is a file, not a case folder",
          advice: "give its folder, or name it with --flair")
      }
      guard FileStatus(ofPath: parent)?.isFolder == true else {
        throw FileError(.notFound, path: path, problem: "no such folder", advice: "check the name")
      }
      prefix = FilePath.lastComponent(folder)
      folder = parent
    }
    let description = folder + "/case.toml"
    if prefix.isEmpty, FileStatus(ofPath: description) != nil { return try CaseDescription.read(description) }
    let files = try imageFiles(under: folder, named: path).filter { prefix.isEmpty || $0.name.hasPrefix(prefix) }
    guard prefix.isEmpty || !files.isEmpty else {
      throw FileError(.notFound, path: path, problem: "no such folder", advice: "check the name")
    }
    return try CaseByNames(files: files, folder: folder, named: path).caseFiles()
  }

  /// The cases listed in a text file, one folder a line; empty lines and lines that start with # are passed over.
  /// Relative names are looked up from the working folder, then from the list's own folder.
  public static func list(inTextFile path: String) throws(FileError) -> [String] {
    let text = try TextFile.read(path, mostBytes: 1 << 24)
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

  /// All images at most three folders deep, in the order of their paths.
  private static func imageFiles(under folder: String, named path: String) throws(FileError) -> [FileName] {
    var found: [FileName] = []
    var pending = [(folder, 0)]
    while let (current, depth) = pending.popLast() {
      let entries: [String]
      do {
        entries = try FileManager.default.contentsOfDirectory(atPath: current)
      } catch {
        guard depth > 0 else {
          throw FileError(.notFound, path: path, problem: "the folder cannot be read", advice: "check its permissions")
        }
        continue
      }
      for entry in entries where !entry.hasPrefix(".") {
        let full = current + "/" + entry
        if FileStatus(ofPath: full)?.isFolder == true {
          if depth < 3 { pending.append((full, depth + 1)) }
        } else if FileName(full).isImage {
          found.append(FileName(full))
        }
      }
      guard found.count < 10_000 else {
        throw FileError(
          .badData, path: path, problem: "holds too many images for one case", advice: "give the folder of one case")
      }
    }
    return found.sorted { $0.path < $1.path }
  }
}

enum TextFile {
  /// The text of a small file.
  static func read(_ path: String, mostBytes: Int) throws(FileError) -> String {
    guard let status = FileStatus(ofPath: path) else { throw FileError.cannotOpen(path, code: ENOENT) }
    guard status.isRegularFile else { throw FileError(.notFound, path: path, problem: "is not a text file") }
    guard status.byteCount <= mostBytes else {
      throw FileError(.badData, path: path, problem: "is too large for a list")
    }
    guard let data = FileManager.default.contents(atPath: path) else { throw FileError.cannotOpen(path, code: EACCES) }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw FileError(.badData, path: path, problem: "is not UTF-8 text")
    }
    return text
  }
}
