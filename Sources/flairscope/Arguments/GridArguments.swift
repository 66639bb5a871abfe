import ArgumentParser
import VolumeModel

/// How masks are read: what to do with those on another grid, and which of their labels count. Every note about a file
/// that is read goes to standard error once.
struct GridArguments: ParsableArguments {
  enum Resampling: String, ExpressibleByArgument, CaseIterable {
    case nearest
  }

  @Option(help: "Bring masks of another grid to the image's by this method (nearest) instead of refusing them.")
  var resample: Resampling?

  @OptionGroup var reading: ReadingArguments

  func readMask(_ path: String) throws -> LoadedMask {
    let loaded = try Images.readMask(path, labels: reading.labelChoice(of: path))
    if let problem = loaded.labels.problem { throw problem }
    return loaded
  }

  /// - Parameters:
  ///   - image: how the image's file says where its voxels lie.
  ///   - flair: on which lesions are bright, where there is one; it tells of a refused mask whether that is mirrored.
  ///   - isOneOfSeveral: whether it comes after another mask, which holds the labels that were chosen; a mask alone must
  ///     hold some of them.
  func readMask(
    _ path: String, on grid: VoxelGrid, image: SpatialForm? = nil, flair: LoadedImage? = nil,
    labels: LabelChoice? = nil, isOneOfSeveral: Bool = false, notes: inout [String]
  ) throws -> LoadedMask {
    let labels = labels ?? reading.labelChoice(of: path)
    let loaded: LoadedMask
    do throws(FileError) {
      loaded = try read(path, on: grid, labels: labels, image: image, notes: &notes)
    } catch {
      guard let flair, error.kind == .wrongGrid,
        let nearest = try? Images.readMask(
          path, on: flair.grid, resampleNearest: true, form: reading.useForm, labels: labels)
      else { throw error }
      throw error.explained(by: nearest, on: flair)
    }
    if let problem = loaded.labels.problem, !isOneOfSeveral { throw problem }
    return loaded
  }

  /// A brain mask that is named, on the grid of a mask; it has no labels to choose from.
  func readBrain(_ path: String, on grid: VoxelGrid, notes: inout [String]) throws -> LoadedMask {
    try read(path, on: grid, labels: .all, image: nil, notes: &notes)
  }

  private func read(
    _ path: String, on grid: VoxelGrid, labels: LabelChoice?, image: SpatialForm?, notes: inout [String]
  ) throws(FileError) -> LoadedMask {
    let loaded = try Images.readMask(
      path, on: grid, resampleNearest: resample == .nearest, form: reading.useForm, labels: labels, image: image)
    notes += loaded.notes.map { "\(path): \($0)" }
    return loaded
  }

  /// The brain of an image: the mask that is named, or else the estimate.
  func readBrain(_ path: String?, of image: LoadedImage, notes: inout [String]) throws -> BrainMask {
    let brain = try BrainMask.of(image, file: path, resampleNearest: resample == .nearest, form: reading.useForm)
    notes += brain.notes.map { "\(path ?? image.path): \($0)" }
    return brain
  }
}

/// Which values of a mask are lesions.
struct LabelArguments: ParsableArguments {
  @Option(
    help: """
      The values of the masks that are lesions, as in 1,3; without it, what a list of labels beside them says, or all.
      """)
  var labels: String?

  func validate() throws {
    if let labels, LabelChoice.values(in: labels) == nil {
      throw ValidationError("'\(labels)' is no list of labels; write whole numbers above 0, as in 1,3.")
    }
  }

  var values: [Int]? { labels.flatMap(LabelChoice.values(in:)) }

  /// A case that is read as these choices say.
  func applied(to files: CaseFiles, form: SpatialForm.Source? = nil) -> CaseFiles {
    guard values != nil || form != nil else { return files }
    var chosen = files
    chosen.take(NamedRoles(labels: values, form: form))
    return chosen
  }
}

/// Which values of a mask are lesions, and which of two places its file gives.
struct ReadingArguments: ParsableArguments {
  @OptionGroup var labelling: LabelArguments

  @Option(
    help: """
      Where voxels lie: qform or sform, where a file has both and they differ; image for the image's own voxels, where a mask or \
      map of its shape says nothing of its place.
      """)
  var useForm: SpatialForm.Source?

  func validate() throws {
    if let useForm, ![.qform, .sform, .image].contains(useForm) {
      throw ValidationError("--use-form is qform, sform or image.")
    }
  }

  var values: [Int]? { labelling.values }

  /// The choice for a mask, with the names that a list of labels beside it gives.
  func labelChoice(of path: String) -> LabelChoice? { values.map { LabelChoice(chosen: $0, namedBeside: path) } }

  func applied(to files: CaseFiles) -> CaseFiles { labelling.applied(to: files, form: useForm) }

  /// The words that name these choices again.
  var words: [String] {
    (labelling.labels.map { ["--labels", $0] } ?? []) + (useForm.map { ["--use-form", $0.rawValue] } ?? [])
  }
}
