/// A further image on the FLAIR's grid.
public struct NamedImage: Sendable {
  /// The sequence, as in "T1".
  public let role: String
  /// The image, resampled where its own grid is another.
  public let image: LoadedImage
}

/// A rater's mask on the FLAIR's grid.
public struct RaterMask: Sendable {
  /// What the rater is called.
  public let name: String
  /// The lesions, on the FLAIR's grid.
  public let mask: Mask
  /// Whether the mask was computed to stand in for a person.
  public let isSimulated: Bool
  /// The file that the mask was read from.
  public let path: String
  /// What is unusual about the file, a sentence each.
  public let notes: [String]
  /// The values of the file that count as lesions; nil for all of 0.5 and more.
  public let labels: [Int]?
  /// The labels that the file holds.
  public let labelsInFile: MaskLabels

  /// A mask that has been read already; `labels` are the values of its file that counted.
  public init(
    name: String, mask: Mask, isSimulated: Bool, path: String, notes: [String], labels: [Int]? = nil,
    labelsInFile: MaskLabels = .none
  ) {
    self.labelsInFile = labelsInFile
    self.name = name
    self.mask = mask
    self.isSimulated = isSimulated
    self.path = path
    self.notes = notes
    self.labels = labels
  }
}

/// A case in memory: everything on the FLAIR's grid.
public struct ReviewCase: Sendable {
  /// Which file has which role.
  public let files: CaseFiles
  /// The FLAIR, whose grid is that of everything else.
  public let flair: LoadedImage
  /// The further images that have been loaded.
  public internal(set) var images: [NamedImage]
  /// The masks that are compared, rater 1 first.
  public internal(set) var raters: [RaterMask]
  /// A probability map, 0 to 1.
  public let prediction: Volume<Float>?
  /// The brain mask given, or else an estimate.
  public var brain: Mask { brainMask.mask }
  /// The brain with where it comes from and what is doubtful about it.
  public let brainMask: BrainMask
  /// Whether the raters' names and order are hidden from the reviewer.
  public internal(set) var isBlinded = false
  /// What was picked for which role, and what is unusual about the files, a sentence each.
  public internal(set) var notes: [String]

  /// What may make pictures or numbers wrong, a sentence each: masks that are probably mirrored, a doubtful brain. The
  /// notes hold them too.
  public internal(set) var warnings: [String]
  /// The files as they were before they were read.
  public internal(set) var stamps = FileStamps(of: [])
  /// The files of the earlier visit, where the case is two visits of one person.
  public internal(set) var earlier: CaseFiles?

  /// What the case is called.
  public var name: String { files.name }
  /// The grid of the FLAIR and of everything else in the case.
  public var grid: VoxelGrid { flair.grid }
}

extension ReviewCase {
  /// Loads a case.
  /// - Parameters:
  ///   - resampleNearest: bring masks of another grid to the FLAIR's by nearest neighbour instead of refusing them.
  ///   - brainCache: where the estimate of a brain is kept between sittings; nil keeps none.
  ///   - withImages: load the further images too; without, `loadImages` brings them when they are wanted.
  /// - Throws: `FileError` for the FLAIR, a mask or a named prediction that cannot be used.
  public static func load(
    _ files: CaseFiles, resampleNearest: Bool = false, withImages: Bool = true, brainCache: BrainCache? = nil
  ) throws(FileError) -> ReviewCase {
    let stamps = FileStamps(of: files.inputs)
    let flair = try Images.read(files.flair, form: files.form)
    // The brain needs the FLAIR alone, so it is estimated while the masks are read.
    let brainMask = ParallelValue<Result<BrainMask, FileError>> {
      do throws(FileError) {
        return .success(
          try BrainMask.of(
            flair, file: files.brainMask, resampleNearest: resampleNearest, form: files.form, cache: brainCache))
      } catch {
        return .failure(error)
      }
    }
    var notes = files.notes + Self.about(files.flair, flair.notes)
    let head = files.raters.isEmpty ? nil : HeadIntensities(of: flair.volume)
    var raters: [RaterMask] = []
    var warnings: [String] = []
    for rater in files.raters {
      let own = try Images.readMask(rater.path, labels: rater.labelChoice)
      let loaded = try PlacedMask(own, on: flair, head: head, resampleNearest: resampleNearest, form: files.form)
      notes += Self.about(rater.path, loaded.file.notes)
      warnings += Self.about(rater.path, [loaded.warning].compactMap { $0 })
      raters.append(
        RaterMask(
          name: rater.name, mask: loaded.file.mask, isSimulated: rater.isSimulated, path: rater.path,
          notes: loaded.file.notes, labels: rater.lesionLabels, labelsInFile: loaded.file.labels))
    }
    try MaskLabels.check(raters.map(\.labelsInFile))
    var prediction: Volume<Float>?
    if let path = files.prediction {
      prediction = try loadPrediction(path, named: files, on: flair.grid, &notes)
    }
    let brain = try brainMask.wait().get()
    // They are read when they are looked at, but that they are resampled is said at once.
    for image in files.images {
      let note = Images.resamplingNote(of: image.path, on: flair.grid, form: files.form)
      notes += Self.about(image.path, [note].compactMap { $0 })
    }
    notes += warnings + Self.about(files.brainMask ?? files.flair, brain.notes)
    if brain.isDoubtful { warnings.append("brain mask doubtful: " + brain.doubts.joined(separator: "; ")) }
    var loaded = ReviewCase(
      files: files, flair: flair, images: [], raters: raters, prediction: prediction, brainMask: brain,
      notes: notes, warnings: warnings)
    loaded.stamps = stamps
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

  /// Loads one further image by role, resampled to the FLAIR's grid where it has one of its own, with a note; nil when
  /// there is none, or when it does not say where it lies.
  public mutating func loadImage(_ role: String) throws(FileError) -> LoadedImage? {
    guard let file = files.images.first(where: { $0.role == role }) else { return nil }
    do throws(FileError) {
      let image = try Images.readResampled(file.path, on: grid, form: files.form)
      notes += Self.about(file.path, image.notes).filter { !notes.contains($0) }
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
    let loaded = try Images.readMask(
      file.path, on: grid, form: files.form, labels: file.labelChoice, image: flair.spatial)
    return RaterMask(
      name: file.name, mask: loaded.mask, isSimulated: file.isSimulated, path: file.path, notes: loaded.notes,
      labels: file.lesionLabels, labelsInFile: loaded.labels)
  }

  /// A map that was found, not named, and cannot be used is left out with the reason.
  private static func loadPrediction(
    _ path: String, named files: CaseFiles, on grid: VoxelGrid, _ notes: inout [String]
  ) throws(FileError) -> Volume<Float>? {
    do throws(FileError) {
      let loaded = try Images.readPrediction(path, on: grid, form: files.form)
      notes += about(path, loaded.notes)
      return loaded.volume
    } catch  where files.roles.contains(where: { $0.file == path && $0.why != NamedRoles.reason }) {
      notes.append("prediction left out: \(error)")
      return nil
    } catch {
      throw error
    }
  }

  static func about(_ path: String, _ notes: [String]) -> [String] {
    notes.map { "\(FileName(path).name): \($0)" }
  }
}
