import Glibc

/// The image files below a folder. Each folder is entered once, whatever links lead to it.
struct FolderWalk {
  /// The images, in the order of their paths.
  private(set) var files: [FileName] = []
  /// Folders with a `case.toml`, which say themselves what their files are.
  private(set) var described: [String] = []
  /// Other files of use: label lists and data set descriptions.
  private(set) var companions: Set<String> = []
  /// Why the search ended early, when it did.
  private(set) var limit: String?
  /// Images of the DICOM standard, which are not read here.
  private(set) var dicomCount = 0

  private var entered: Set<FileIdentity> = []
  private var entryCount = 0

  /// - Parameters:
  ///   - folder: where to begin.
  ///   - isEntered: whether a folder, by its name, is looked into.
  /// - Throws: `notFound` when the folder itself cannot be read.
  init(
    _ folder: String, mostLevels: Int = 8, mostEntries: Int = 400_000, isEntered: (String) -> Bool = { _ in true }
  ) throws(FileError) {
    try add(folder, mostLevels: mostLevels, mostEntries: mostEntries, isEntered: isEntered)
  }

  /// Looks through a further folder.
  mutating func add(
    _ folder: String, mostLevels: Int = 8, mostEntries: Int = 400_000, isEntered: (String) -> Bool = { _ in true }
  ) throws(FileError) {
    guard let status = FileStatus(ofPath: folder), status.isFolder else {
      throw FileError(.notFound, path: folder, problem: "no such folder", advice: "check the name")
    }
    var pending: [(path: String, level: Int)] = entered.insert(status.identity).inserted ? [(folder, 0)] : []
    var links: [(path: String, level: Int)] = []
    // Links come last, so that a folder is known by its own path.
    while let (current, level) = pending.popLast() ?? Self.next(&links, &entered) {
      guard let entries = FolderEntries(of: current) else {
        guard level > 0 else {
          throw FileError(
            .notFound, path: folder, problem: "the folder cannot be read", advice: "check its permissions")
        }
        continue
      }
      for entry in entries.list where !entry.name.hasPrefix(".") {
        entryCount += 1
        guard entryCount <= mostEntries else {
          limit = "more than \(mostEntries) entries; what lies behind them was not looked at"
          files.sort { $0.path < $1.path }
          return
        }
        let path = current == "/" ? "/" + entry.name : current + "/" + entry.name
        switch entry.kind {
        case .folder where level < mostLevels && isEntered(entry.name):
          if let inner = FileStatus(ofPath: path), entered.insert(inner.identity).inserted {
            pending.append((path, level + 1))
          }
        case .link where FileStatus(ofPath: path)?.isFolder == true:
          if level < mostLevels, isEntered(entry.name) { links.append((path, level + 1)) }
        case .folder: break
        case .file, .link: take(path, name: entry.name, folder: current)
        }
      }
    }
    files.sort { $0.path < $1.path }
  }

  /// Takes a file from anywhere, unless it was found.
  mutating func include(_ path: String) {
    let wanted = FileIdentity(ofPath: path)
    guard wanted != nil, !files.contains(where: { FileIdentity(ofPath: $0.path) == wanted }) else { return }
    files.append(FileName(path))
  }

  /// The next link that leads to a folder not entered before.
  private static func next(
    _ links: inout [(path: String, level: Int)], _ entered: inout Set<FileIdentity>
  ) -> (path: String, level: Int)? {
    while let link = links.popLast() {
      if let target = FileIdentity(ofPath: link.path), entered.insert(target).inserted { return link }
    }
    return nil
  }

  private mutating func take(_ path: String, name: String, folder: String) {
    let file = FileName(path)
    if file.isImage {
      files.append(file)
    } else if name == "case.toml" {
      described.append(folder)
    } else if name.hasSuffix(".json") || name.hasSuffix(".tsv") || name.hasSuffix(".txt") || name.hasSuffix(".label") {
      companions.insert(path)
    } else if name.lowercased().hasSuffix(".dcm") || name == "DICOMDIR" {
      dicomCount += 1
    }
  }
}
