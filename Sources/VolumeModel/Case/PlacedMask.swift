/// A rater's mask brought to the FLAIR of its case, and whether it is probably mirrored there.
struct PlacedMask {
  let file: LoadedMask
  /// That it is probably mirrored; nil where nothing is wrong.
  let warning: String?

  /// - Parameter head: the intensities of the FLAIR's head; nil looks for no mirror image.
  /// - Throws: what `Images.readMask` throws; of a mask on another grid with the finding that it is mirrored as well,
  ///   since resampling alone would not help it.
  init(
    of rater: RaterFile, on flair: LoadedImage, head: HeadIntensities?, resampleNearest: Bool,
    form: SpatialForm.Source?
  ) throws(FileError) {
    func read(nearest: Bool) throws(FileError) -> LoadedMask {
      try Images.readMask(
        rater.path, on: flair.grid, resampleNearest: nearest, form: form, labels: rater.labelChoice,
        image: flair.spatial)
    }
    func check(_ loaded: LoadedMask) -> MirrorCheck? {
      head.flatMap { MirrorCheck(loaded.mask, on: flair.volume, head: $0) }
    }
    do throws(FileError) {
      file = try read(nearest: resampleNearest)
      warning = check(file)?.note
    } catch  where error.kind == .wrongGrid {
      // Where a known slip explains the place, what lies there now says nothing.
      guard let elsewhere = try? read(nearest: true),
        GridDifferenceCause(of: elsewhere.spatial, on: flair.grid, image: flair.spatial) == nil,
        let finding = check(elsewhere)?.finding
      else { throw error }
      throw FileError(
        error.kind, path: error.path, problem: "\(error.problem); besides it is \(finding)", advice: error.advice)
    } catch {
      throw error
    }
  }
}

/// What opening a case would say about the places of its masks: how they are brought to the FLAIR, why they would be
/// refused, and which are probably mirrored.
public struct MaskPlacements: Sendable {
  /// The sentences by the file of the mask; none for a mask that lies right.
  public let notes: [String: [String]]

  /// Larger images are only read when asked for.
  private static let mostVoxels = 1 << 25

  /// Nil where the FLAIR cannot be read, is large, or there are no masks.
  /// - Parameter isFull: read large images too.
  public init?(of files: CaseFiles, isFull: Bool) {
    let raters = files.raters + files.furtherMasks
    guard !raters.isEmpty, let count = Images.voxelCount(of: files.flair), isFull || count <= Self.mostVoxels,
      let flair = try? Images.read(files.flair, form: files.form)
    else { return nil }
    let head = HeadIntensities(of: flair.volume)
    var notes: [String: [String]] = [:]
    for rater in raters {
      do throws(FileError) {
        let placed = try PlacedMask(of: rater, on: flair, head: head, resampleNearest: false, form: files.form)
        notes[rater.path] = [placed.file.placement, placed.warning].compactMap { $0 }
      } catch  where error.kind == .wrongGrid {
        notes[rater.path] = [
          "refused with this FLAIR: " + [error.problem, error.advice].compactMap { $0 }.joined(separator: "; ")
        ]
      } catch {
        continue
      }
    }
    self.notes = notes
  }
}
