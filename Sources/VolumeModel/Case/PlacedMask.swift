/// A rater's mask brought to the FLAIR of its case, and whether it is probably mirrored there.
struct PlacedMask {
  let file: LoadedMask
  /// That it is probably mirrored; nil where nothing is wrong.
  let warning: String?

  /// - Parameters:
  ///   - own: the mask as it was read, on its own grid.
  ///   - head: the intensities of the FLAIR's head; nil looks for no mirror image.
  /// - Throws: what `Images.readMask` throws; of a mask on another grid with the finding that it is mirrored as well,
  ///   since resampling alone would not help it.
  init(
    _ own: LoadedMask, on flair: LoadedImage, head: HeadIntensities?, resampleNearest: Bool,
    form: SpatialForm.Source?
  ) throws(FileError) {
    func moved(nearest: Bool) throws(FileError) -> LoadedMask {
      try own.moved(to: flair.grid, resampleNearest: nearest, form: form, image: flair.spatial)
    }
    do throws(FileError) {
      let placed = try moved(nearest: resampleNearest)
      file = placed
      warning = head.flatMap { MirrorCheck(placed.mask, on: flair.volume, head: $0)?.note }
    } catch {
      guard let head, error.kind == .wrongGrid, let elsewhere = try? moved(nearest: true) else { throw error }
      throw error.explained(by: elsewhere, on: flair, head: head)
    }
  }
}

extension FileError {
  /// Why a mask does not lie on a grid, with the finding that it is mirrored as well where it is, since resampling alone
  /// would not help it.
  /// - Parameter nearest: the mask brought to the FLAIR by its nearest voxels.
  public func explained(by nearest: LoadedMask, on flair: LoadedImage) -> FileError {
    explained(by: nearest, on: flair, head: HeadIntensities(of: flair.volume))
  }

  fileprivate func explained(by nearest: LoadedMask, on flair: LoadedImage, head: HeadIntensities) -> FileError {
    // Where a known slip explains the place, what lies there now says nothing.
    guard GridDifferenceCause(of: nearest.spatial, on: flair.grid, image: flair.spatial) == nil,
      let finding = MirrorCheck(nearest.mask, on: flair.volume, head: head)?.finding
    else { return self }
    return FileError(kind, path: path, problem: "\(problem); besides it is \(finding)", advice: advice)
  }
}

/// What opening a case would say about the places of its masks: how they are brought to the FLAIR, why they would be
/// refused, and which are probably mirrored.
public struct MaskPlacements: Sendable {
  /// The sentences by the file of the mask; none for a mask that lies right.
  public let notes: [String: [String]]
  /// What FLAIR and masks hold, by file: they were read for this, and need not be read again. None of a file of several
  /// volumes.
  public let facts: [String: FileFacts]

  /// Larger images are only read when asked for.
  private static let mostVoxels = 1 << 25

  /// Nil where the FLAIR cannot be read, is large, or there are no masks.
  /// - Parameter isFull: read large images too.
  public init?(of files: CaseFiles, isFull: Bool) {
    let raters = files.raters + files.furtherMasks
    guard !raters.isEmpty, let count = Images.voxelCount(of: files.flair), isFull || count <= Self.mostVoxels,
      let (flair, held) = try? Images.read(files.flair, form: files.form, inspecting: true)
    else { return nil }
    let head = HeadIntensities(of: flair.volume)
    var notes: [String: [String]] = [:]
    var facts = held.map { [files.flair: $0] } ?? [:]
    for rater in raters {
      do throws(FileError) {
        let own = try Images.readMask(rater.path, labels: rater.labelChoice, inspecting: true)
        facts[rater.path] = own.facts
        let placed = try PlacedMask(own, on: flair, head: head, resampleNearest: false, form: files.form)
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
    self.facts = facts
  }
}
