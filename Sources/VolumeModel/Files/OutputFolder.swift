import Glibc

/// A folder that something is written into.
package enum OutputFolder {
  /// Makes a folder with those above it, by the bytes of its name; nothing happens where it is there already.
  /// - Parameter mode: who may use it, before the umask.
  package static func make(_ path: String, advice: String = "choose another folder", mode: UInt32 = 0o777)
    throws(FileError)
  {
    if FileStatus(ofPath: path)?.isFolder == true { return }
    let above = FilePath.folder(path)
    if above != path, above != ".", FileStatus(ofPath: above) == nil { try make(above, advice: advice, mode: mode) }
    guard path.withPath({ mkdir($0, mode) }) != 0 else { return }
    let code = errno
    // Another program may have made it in the meantime; a path may end with a slash.
    if code == EEXIST, FileStatus(ofPath: path)?.isFolder == true { return }
    throw FileError(
      .cannotCreate, path: path, problem: "the folder cannot be made (\(FileError.reason(code)))", advice: advice)
  }
}
