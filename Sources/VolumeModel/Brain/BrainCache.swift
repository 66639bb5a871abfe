import Foundation

/// Estimates of brains kept between sittings, a mask and what is said about it for each scan.
///
/// A scan is known by its file's size, time of change and first bytes, so that a file that changes is estimated anew. A
/// cache that cannot be read or written costs a second, and is no error.
public struct BrainCache: Sendable, Hashable {
  /// Holds `KEY.nii.gz` and `KEY.json` of each scan.
  public let folder: String

  /// Raised when the method changes, so that estimates of earlier versions are made anew.
  static let methodVersion = 1

  /// A cache below a folder, which is made when the first estimate is kept.
  public init(folder: String) {
    self.folder = folder
  }

  /// The cache in the person's state folder; nil when there is none.
  public static func standard(environment: [String: String]) -> BrainCache? {
    StateFolder.path(environment: environment).map { BrainCache(folder: $0 + "/brains") }
  }

  /// What is kept beside a mask. Written last: a mask without it is not used.
  private struct Entry: Codable {
    let method: BrainMethod
    let doubts: [String]
    let notes: [String]
    let voxels: Int
  }

  /// The estimate kept for the scan, when there is one that fits; reads no more than a small file when there is none.
  public func kept(of flair: LoadedImage) -> BrainEstimate? {
    guard let key = Self.key(ofFile: flair.path), let data = FileManager.default.contents(atPath: path(key, "json")),
      let entry = try? JSONDecoder().decode(Entry.self, from: data),
      let loaded = try? Images.readMask(path(key, "nii.gz"), on: flair.grid), loaded.mask.count == entry.voxels
    else { return nil }
    return BrainEstimate(
      mask: loaded.mask.moved(to: flair.grid), method: entry.method, doubts: entry.doubts, notes: entry.notes)
  }

  /// Keeps an estimate for the scan; does nothing when that fails.
  public func keep(_ estimate: BrainEstimate, of flair: LoadedImage) {
    // What is skull-stripped is recognised faster than it is read.
    guard estimate.method == .tissueAndShape, let key = Self.key(ofFile: flair.path) else { return }
    let entry = Entry(
      method: estimate.method, doubts: estimate.doubts, notes: estimate.notes, voxels: estimate.mask.count)
    guard let text = try? JSONEncoder().encode(entry) else { return }
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    do throws(FileError) {
      try Images.write(estimate.mask, like: flair.spatial, to: path(key, "nii.gz"), force: true)
      try OutputFile.write([UInt8](text), to: path(key, "json"), force: true)
    } catch {
      return
    }
  }

  /// The estimate kept for the scan, or a new one, which is then kept.
  public func estimate(of flair: LoadedImage) -> BrainEstimate {
    if let kept = kept(of: flair) { return kept }
    let estimate = BrainEstimate(of: flair.volume)
    keep(estimate, of: flair)
    return estimate
  }

  private func path(_ key: String, _ ending: String) -> String { "\(folder)/\(key).\(ending)" }

  /// A hash of the file's size, its time of change and its first 4096 bytes, which hold the header; nil when the file
  /// cannot be read.
  package static func key(ofFile path: String) -> String? {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: target),
      let size = attributes[.size] as? Int, let changed = attributes[.modificationDate] as? Date,
      let handle = FileHandle(forReadingAtPath: target)
    else { return nil }
    defer { try? handle.close() }
    guard let start = try? handle.read(upToCount: 4096) else { return nil }
    let facts = "\(methodVersion) \(size) \(changed.timeIntervalSince1970) "
    return String(SHA256.ofBytes(Data(facts.utf8) + start).prefix(32))
  }
}
