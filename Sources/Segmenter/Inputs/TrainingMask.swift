internal import Foundation
public import VolumeModel

/// A mask to learn from, and the file that it can be read from again.
public struct TrainingMask: Sendable {
  /// On the grid of the case's images.
  public let mask: Mask
  /// As the case or the caller calls it.
  public let name: String
  /// Absolute.
  public let path: String
  /// Of the file; nil when it cannot be read.
  public let sha256: String?
  /// The values of the file that count as lesions; nil for all.
  public let labels: [Int]?

  /// A mask as its file holds it.
  public init(_ rater: RaterMask) {
    mask = rater.mask
    name = rater.name
    path = absolutePath(rater.path)
    sha256 = fileHash(rater.path)
    labels = rater.labels
  }

  /// A mask that lies in no file yet, written so that the run can be repeated. A file that is there already is kept: who
  /// gives the path makes sure that it names this mask and no other.
  /// - Parameter form: of the image that the mask lies on.
  public init(_ mask: Mask, name: String, writtenTo path: String, like form: SpatialForm) throws(FileError) {
    if !FileManager.default.fileExists(atPath: path) {
      let folder = (path as NSString).deletingLastPathComponent
      try OutputFolder.make(folder)
      do throws(FileError) {
        try Images.write(mask, like: form, to: path, force: false)
      } catch {
        // Another shard of the experiment may have written the same mask in the meantime.
        guard error.kind == .cannotCreate, FileManager.default.fileExists(atPath: path) else { throw error }
      }
    }
    self.mask = mask
    self.name = name
    self.path = absolutePath(path)
    sha256 = SHA256.ofFile(path)
    labels = nil
  }

  /// The file of the rater whose mask it is; or, of a mask that was changed or made in memory, a new file.
  public init(
    _ mask: Mask, name: String, among raters: [RaterMask], orWrittenTo path: String, like form: SpatialForm
  ) throws(FileError) {
    if let rater = raters.first(where: { $0.mask == mask && !$0.path.isEmpty }) {
      self.init(rater)
    } else {
      try self.init(mask, name: name, writtenTo: path, like: form)
    }
  }
}

/// The SHA-256 of the file of a mask or an image, which may be named by one of its volumes.
func fileHash(_ path: String) -> String? { SHA256.ofFile(VolumePath(path).file) }

/// A run is repeated from anywhere.
func absolutePath(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
