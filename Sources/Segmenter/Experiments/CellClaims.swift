internal import Foundation
internal import Glibc
internal import VolumeModel

/// Which shard works on which cell, as files in two folders of the experiment: `todo` has one for each cell that nobody
/// has begun, `claimed` one for each that somebody has. A cell is claimed by renaming its file from one to the other, which
/// one program alone can do, on a network file system too; no locks are needed.
struct CellClaims {
  let folder: ExperimentFolder
  let shard: ExperimentShard

  /// Lays out the cells that nobody has begun, once for all shards: a folder that is filled under another name and then
  /// renamed, which only the first succeeds in.
  func begin(_ cells: [ExperimentCell]) throws(FileError) {
    let todo = folder.file("todo")
    try Self.make(folder.file("claimed"))
    guard !FileManager.default.fileExists(atPath: todo) else { return }
    let draft = folder.file(".todo-\(shard.name)-\(UUID().uuidString)")
    try Self.make(draft)
    for cell in cells {
      guard FileManager.default.createFile(atPath: "\(draft)/\(cell.name)", contents: nil) else {
        throw RunFolder.unwritable(draft, "a file cannot be made in it")
      }
    }
    if Glibc.rename(draft, todo) != 0 {
      let code = errno
      try? FileManager.default.removeItem(atPath: draft)
      guard FileManager.default.fileExists(atPath: todo) else {
        throw RunFolder.unwritable(todo, String(cString: strerror(code)))
      }
    }
  }

  /// Whether the cell is this shard's to work on: claimed now, or before it was ended.
  func claim(_ cell: ExperimentCell) -> Bool {
    let claimed = folder.file("claimed/\(cell.name).\(shard.name)")
    // A server may carry out a rename and lose its answer, so what counts is where the file is.
    _ = Glibc.rename(folder.file("todo/\(cell.name)"), claimed)
    return FileManager.default.fileExists(atPath: claimed)
  }

  private static func make(_ path: String) throws(FileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw RunFolder.unwritable(path, error.localizedDescription)
    }
  }
}
