/// A further image on the FLAIR's grid.
public struct NamedImage: Sendable {
  public let role: String
  public let image: LoadedImage
}

/// A rater's mask on the FLAIR's grid.
public struct RaterMask: Sendable {
  public let name: String
  public let mask: Mask
  /// Whether the mask was computed to stand in for a person.
  public let isSimulated: Bool
  public let path: String
  public let notes: [String]

  public init(name: String, mask: Mask, isSimulated: Bool, path: String, notes: [String]) {
    self.name = name
    self.mask = mask
    self.isSimulated = isSimulated
    self.path = path
    self.notes = notes
  }
}

/// A case in memory: everything on the FLAIR's grid.
public struct ReviewCase: Sendable {
  public let files: CaseFiles
  public let flair: LoadedImage
  public private(set) var images: [NamedImage]
  public let raters: [RaterMask]
  /// A probability map, 0 to 1.
  public let prediction: Volume<Float>?
  /// The brain mask given, or else an estimate.
  public var brain: Mask { brainMask.mask }
  /// The brain with where it comes from and what is doubtful about it.
  public let brainMask: BrainMask
  /// Whether the raters' names and order are hidden from the reviewer.
  public internal(set) var isBlinded = false
  /// What was picked for which role, and what is unusual about the files, a sentence each.
  public private(set) var notes: [String]

  public var name: String { files.name }
  public var grid: VoxelGrid { flair.grid }
}

extension ReviewCase {
  /// Loads a case.
  /// - Parameters:
  ///   - resampleNearest: bring masks of another grid to the FLAIR's by nearest neighbour instead of refusing them.
  ///   - brainCache: where the estimate of a brain is kept between sittings; nil keeps none.
  ///   - withImages: load the further images too; without, `loadImages` brings them when they are wanted.
  /// - Throws: `FileError` for the FLAIR, a mask or a prediction that cannot be used. A further image on another grid
  ///   is left out with a note.
  public static func load(
    _ files: CaseFiles, resampleNearest: Bool = false, withImages: Bool = true, brainCache: BrainCache? = nil
  ) throws(FileError) -> ReviewCase {
    let flair = try Images.read(files.flair)
    var notes = files.notes + Self.about(files.flair, flair.notes)
    var raters: [RaterMask] = []
    for rater in files.raters {
      let loaded = try Images.readMask(rater.path, on: flair.grid, resampleNearest: resampleNearest)
      notes += Self.about(rater.path, loaded.notes)
      raters.append(
        RaterMask(
          name: rater.name, mask: loaded.mask, isSimulated: rater.isSimulated, path: rater.path, notes: loaded.notes))
    }
    var prediction: Volume<Float>?
    if let path = files.prediction {
      let loaded = try Images.read(path, on: flair.grid)
      notes += Self.about(path, loaded.notes)
      prediction = loaded.volume
    }
    let brain = try BrainMask.of(
      flair, file: files.brainMask, resampleNearest: resampleNearest, cache: brainCache)
    notes += Self.about(files.brainMask ?? files.flair, brain.notes)
    var loaded = ReviewCase(
      files: files, flair: flair, images: [], raters: raters, prediction: prediction, brainMask: brain,
      notes: notes)
    if withImages { try loaded.loadImages() }
    return loaded
  }

  /// Loads the further images that are not there yet. Each takes four bytes a voxel.
  public mutating func loadImages() throws(FileError) {
    for file in files.images where !images.contains(where: { $0.role == file.role }) {
      guard let image = try loadImage(file.role) else { continue }
      images.append(NamedImage(role: file.role, image: image))
    }
  }

  /// Loads one further image by role; nil, with a note, when it lies on another grid or there is none.
  public mutating func loadImage(_ role: String) throws(FileError) -> LoadedImage? {
    guard let file = files.images.first(where: { $0.role == role }) else { return nil }
    do throws(FileError) {
      let image = try Images.read(file.path, on: grid)
      notes += Self.about(file.path, image.notes)
      return image
    } catch  where error.kind == .wrongGrid {
      notes.append("\(role) left out: \(error)")
      return nil
    } catch {
      throw error
    }
  }

  /// Loads a mask beyond the two raters'.
  /// - Throws: `FileError` when it cannot be read or lies on another grid.
  public func loadFurtherMask(_ file: RaterFile) throws(FileError) -> RaterMask {
    let loaded = try Images.readMask(file.path, on: grid)
    return RaterMask(
      name: file.name, mask: loaded.mask, isSimulated: file.isSimulated, path: file.path, notes: loaded.notes)
  }

  private static func about(_ path: String, _ notes: [String]) -> [String] {
    notes.map { "\(FileName(path).name): \($0)" }
  }
}
