internal import Foundation
public import VolumeModel

/// The maps of a run on the disk: `maps/CASE_KIND.nii.gz` in its folder.
extension PixelMaps {
  private static func path(_ kind: PixelMapKind, of caseName: String, inRun folder: String) -> String {
    "\(folder)/maps/\(caseName.fileNamePart)_\(kind.rawValue).nii.gz"
  }

  /// Writes the maps into a run's folder, in place of earlier ones of this run.
  /// - Parameter form: of the case's image, on whose grid the maps lie.
  /// - Returns: the files' paths.
  @discardableResult
  public func write(toRun folder: String, like form: SpatialForm) throws(FileError) -> [String] {
    try OutputFolder.make(folder + "/maps", advice: "choose another run folder")
    var paths: [String] = []
    for map in maps {
      let path = Self.path(map.kind, of: caseName, inRun: folder)
      try Images.write(map.volume, like: form, to: path, force: true)
      paths.append(path)
    }
    return paths
  }

  /// The maps that a run's folder holds of a case.
  /// - Parameter grid: the case's; maps on another one are refused.
  /// - Throws: `FileError`; `notFound` when there are none of this case.
  public static func read(run folder: String, caseName: String, on grid: VoxelGrid) throws(FileError) -> PixelMaps {
    var maps: [PixelMap] = []
    for kind in PixelMapKind.allCases {
      let path = path(kind, of: caseName, inRun: folder)
      guard FileManager.default.fileExists(atPath: path) else { continue }
      maps.append(PixelMap(kind, volume: try Images.read(path, on: grid).volume))
    }
    guard !maps.isEmpty else {
      throw FileError(
        .notFound, path: folder + "/maps", problem: "holds no map of '\(caseName)'",
        advice: "train --maps writes them at the end of a run")
    }
    return PixelMaps(caseName: caseName, epoch: nil, maps: maps)
  }
}
