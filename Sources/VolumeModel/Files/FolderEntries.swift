import Glibc

/// The names in a folder with their kinds, in the order of the names.
struct FolderEntries {
  enum Kind { case file, folder, link }
  let list: [(name: String, kind: Kind)]

  init?(of path: String) {
    guard let stream = path.withPath({ opendir($0) }) else { return nil }
    defer { closedir(stream) }
    var found: [(name: String, kind: Kind)] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(pathBytes: bytes.prefix { $0 != 0 })
      }
      guard name != ".", name != ".." else { continue }
      switch Int(entry.pointee.d_type) {
      case Int(DT_DIR): found.append((name, .folder))
      case Int(DT_LNK): found.append((name, .link))
      case Int(DT_UNKNOWN):
        // A file system that does not tell kinds.
        let status = FileStatus(ofPath: path + "/" + name)
        found.append((name, status?.isFolder == true ? .folder : .file))
      default: found.append((name, .file))
      }
    }
    list = found.sorted { $0.name < $1.name }
  }
}
