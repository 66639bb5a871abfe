/// What the viewer takes of memory for a case, told from the headers of its files before their voxels are read.
public struct CaseMemory: Sendable {
  /// Bytes at the most, measured on volumes of 512 x 512 x 512 voxels.
  public let bytes: Int
  private let flair: String
  private let name: String

  /// Bytes of a voxel of the FLAIR: its value, the estimate of the brain and the growth of the soft mask.
  private static let flairBytes = 9
  /// Bytes of a voxel of every other image or map, resampled where need be.
  private static let imageBytes = 5
  /// What the program takes whatever is open.
  private static let programBytes = 60_000_000

  /// Nil where the FLAIR cannot be opened, which reading it says better.
  public init?(of files: CaseFiles) {
    guard let voxels = Images.voxelCount(of: files.flair) else { return nil }
    let imageCount = files.images.count + (files.prediction == nil ? 0 : 1)
    bytes = Self.bytes(voxelCount: voxels, imageCount: imageCount)
    flair = files.flair
    name = files.name
  }

  /// - Parameters:
  ///   - voxelCount: of the FLAIR.
  ///   - imageCount: the other images and maps, which come onto its grid.
  static func bytes(voxelCount: Int, imageCount: Int) -> Int {
    let perVoxel = flairBytes + imageCount * imageBytes
    let (bytes, overflow) = voxelCount.multipliedReportingOverflow(by: perVoxel)
    return overflow ? Int.max : min(bytes, Int.max - programBytes) + programBytes
  }

  /// "1.3 GB".
  private var text: String { gigabytesText(bytes) }

  /// What to tell before a large case is opened; nil of others.
  public var note: String? {
    bytes >= 500_000_000 ? "\(name): opening it takes about \(text) of memory" : nil
  }

  /// Refuses a case that would not fit into the memory that is free now.
  public func check() throws(FileError) { try check(availableBytes: availableMemoryBytes()) }

  package func check(availableBytes: Int?) throws(FileError) {
    guard let availableBytes, bytes > availableBytes else { return }
    throw FileError(
      .badData, path: flair,
      problem: "viewing the case takes about \(text) of memory, \(gigabytesText(availableBytes)) are free",
      advice: "crop the images, leave some out, or use a machine with more memory")
  }
}
