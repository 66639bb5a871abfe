import Foundation
import Glibc
package import VolumeModel

/// Where viewers that follow each other meet: a socket in a folder that only its owner can enter.
package struct FollowPlace: Sendable, Hashable {
  package let socket: String
  /// Who holds a lock on it is the one that the others connect to.
  let lock: String

  private static let longestName = 40

  /// `$XDG_RUNTIME_DIR/flairscope/follow-NAME.socket`; where there is no run-time folder, one below /tmp.
  /// - Throws: `FileError` for a name that is none, and where the folder cannot be made or belongs to somebody else.
  package init(name: String, environment: [String: String]) throws(FileError) {
    let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    guard isPlain, !name.isEmpty, name.count <= Self.longestName else {
      throw FileError(
        .badData, path: "--follow", problem: "'\(name)' is no name to meet under",
        advice: "take up to \(Self.longestName) letters, digits, - and _")
    }
    let named = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 + "/flairscope" : nil }
    let folder = named ?? "/tmp/flairscope-\(getuid())"
    if mkdir(folder, 0o700) != 0, errno != EEXIST {
      throw FileError(
        .cannotCreate, path: folder, problem: "the run-time folder cannot be made (\(String(cString: strerror(errno))))"
      )
    }
    var status = stat()
    guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid(),
      status.st_mode & 0o077 == 0
    else {
      throw FileError(
        .cannotCreate, path: folder, problem: "others than you can enter the run-time folder",
        advice: "set XDG_RUNTIME_DIR to a folder of your own, mode 700")
    }
    socket = "\(folder)/follow-\(name).socket"
    lock = "\(folder)/follow-\(name).lock"
    guard socket.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else {
      throw FileError(
        .cannotCreate, path: socket, problem: "the path is too long for a socket", advice: "take a shorter name")
    }
  }
}
