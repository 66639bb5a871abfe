import ArgumentParser
import VolumeModel

/// What to do with masks on another grid; every note about a file that is read goes to standard error once.
struct GridArguments: ParsableArguments {
  enum Resampling: String, ExpressibleByArgument, CaseIterable {
    case nearest
  }

  @Option(help: "Bring masks of another grid to the image's by this method (nearest) instead of refusing them.")
  var resample: Resampling?

  func readMask(_ path: String, on grid: VoxelGrid, notes: inout [String]) throws -> LoadedMask {
    let loaded = try Images.readMask(path, on: grid, resampleNearest: resample == .nearest)
    notes += loaded.notes.map { "\(path): \($0)" }
    return loaded
  }

  /// The brain of an image: the mask that is named, or else the estimate.
  func readBrain(_ path: String?, of image: LoadedImage, notes: inout [String]) throws -> BrainMask {
    let brain = try BrainMask.of(image, file: path, resampleNearest: resample == .nearest)
    notes += brain.notes.map { "\(path ?? image.path): \($0)" }
    return brain
  }
}
