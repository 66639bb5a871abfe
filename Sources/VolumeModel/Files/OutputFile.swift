import Glibc
import Synchronization

/// A file being written under a temporary name beside its target, and renamed when it is complete, so that a crash
/// or a full disk leaves no half file. When it is let go without `commit`, the temporary file is removed.
public final class OutputFile {
  /// Where the file will be.
  public let path: String
  /// Where it is until `commit`.
  public let temporaryPath: String
  /// Open for writing until `commit`.
  public let descriptor: Int32
  private var isOpen = true
  private var isCommitted = false

  /// - Parameters:
  ///   - path: the target; its folder must exist.
  ///   - force: whether an existing file may be replaced.
  ///   - inputs: files that are never replaced, force or not.
  /// - Throws: `cannotCreate` when the target exists, is an input, or its folder takes no new file.
  public init(path: String, force: Bool, neverReplacing inputs: [String] = []) throws(FileError) {
    try Self.check(path, force: force, neverReplacing: inputs)
    let (folder, name) = Self.split(path)
    var attempt = 0
    var opened: Int32 = -1
    var temporary = ""
    repeat {
      temporary = "\(folder).\(name.prefix(180)).\(getpid())-\(attempt).part"
      opened = temporary.withPath { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
      attempt += 1
    } while opened < 0 && errno == EEXIST && attempt < 100
    guard opened >= 0 else {
      throw FileError(
        .cannotCreate, path: path, problem: "cannot create a file there (\(FileError.reason(errno)))",
        advice: "choose a folder that exists and may be written to")
    }
    self.path = path
    temporaryPath = temporary
    descriptor = opened
    let registered = temporary
    unfinished.withLock { _ = $0.insert(registered) }
  }

  deinit {
    if isOpen { close(descriptor) }
    if !isCommitted { _ = temporaryPath.withPath { unlink($0) } }
    unfinished.withLock { _ = $0.remove(temporaryPath) }
  }

  /// Writes all of `bytes`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var offset = 0
    while offset < bytes.count {
      let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
      if written < 0 {
        if errno == EINTR { continue }
        throw failure(code: errno)
      }
      offset += written
    }
  }

  /// Brings the bytes to the disk and gives the file its name.
  public func commit() throws(FileError) {
    guard isOpen else { return }
    // A file system that does not know fsync (EINVAL) is no reason to lose the file.
    if fsync(descriptor) != 0, errno != EINVAL, errno != ENOSYS { throw failure(code: errno) }
    isOpen = false
    guard close(descriptor) == 0 else { throw failure(code: errno) }
    guard temporaryPath.withPath({ from in path.withPath { rename(from, $0) } }) == 0 else {
      throw failure(code: errno)
    }
    isCommitted = true
  }

  /// The error for a failed write to this file.
  func failure(code: Int32) -> FileError {
    FileError(
      .transferFailed, path: path, problem: "could not be written (\(FileError.reason(code)))",
      advice: code == ENOSPC || code == EDQUOT ? "free some space; nothing was left behind" : "nothing was left behind")
  }

  /// Whether `path` may be written; called before long work, so that the refusal does not come after it.
  public static func check(
    _ path: String, force: Bool, neverReplacing inputs: [String] = []
  ) throws(FileError) {
    guard !path.isEmpty, !path.hasSuffix("/") else {
      throw FileError(.cannotCreate, path: path, problem: "names no file")
    }
    if let target = FileStatus(ofPath: path) {
      try checkIsNoInput(path, inputs)
      guard target.isRegularFile else {
        throw FileError(.cannotCreate, path: path, problem: target.isFolder ? "is a folder" : "is not a regular file")
      }
      guard force else {
        throw FileError(
          .cannotCreate, path: path, problem: "exists already", advice: "choose another name or add --force")
      }
    }
    let folder = split(path).folder
    guard let status = FileStatus(ofPath: folder.isEmpty ? "." : folder), status.isFolder else {
      throw FileError(
        .cannotCreate, path: path, problem: "its folder does not exist", advice: "create the folder first")
    }
  }

  /// Refuses a target that is one of the inputs, whatever names and links lead to it.
  public static func checkIsNoInput(_ path: String, _ inputs: [String]) throws(FileError) {
    guard let target = FileIdentity(ofPath: path), inputs.contains(where: { FileIdentity(ofPath: $0) == target }) else {
      return
    }
    throw FileError(
      .cannotCreate, path: path, problem: "is an input", advice: "inputs are never changed; choose another name")
  }

  /// Removes the temporary files of all outputs under way: the last thing before a signal ends the program.
  public static func removeUnfinished() {
    unfinished.withLock { paths in
      for path in paths { _ = path.withPath { unlink($0) } }
      paths.removeAll()
    }
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }
}

private let unfinished = Mutex<Set<String>>([])
