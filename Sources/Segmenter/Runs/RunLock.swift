internal import Foundation
internal import VolumeModel

/// Keeps a second program from recording into a run's folder. The system releases the lock when its holder ends, however
/// that happens.
final class RunLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `FileError` when another run records into the folder.
  init(folder: String) throws(FileError) {
    let path = folder + "/.lock"
    descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw FileError(
        .cannotCreate, path: path, problem: "cannot be made (\(String(cString: strerror(errno))))",
        advice: "choose another run folder")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      // Network file systems without locks leave a run unguarded, as it would be without.
      guard code == EWOULDBLOCK else { return }
      close(descriptor)
      throw FileError(
        .cannotCreate, path: folder, problem: "is in use: another run records into it",
        advice: "wait until that has ended, or choose another folder")
    }
  }

  deinit { close(descriptor) }
}
