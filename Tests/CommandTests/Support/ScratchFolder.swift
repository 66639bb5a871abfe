import Foundation
import VolumeModel

/// A folder of small images for one test, removed with it.
final class ScratchFolder {
  let path: String
  let grid: VoxelGrid

  init(shape: SIMD3<Int> = SIMD3(20, 16, 10), spacingMM: SIMD3<Double> = SIMD3(1, 1, 2)) throws {
    path = NSTemporaryDirectory() + "flairscope-scratch-" + UUID().uuidString
    grid = VoxelGrid(shape: shape, affine: Affine(spacingMM: spacingMM))
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file(name))) }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }

  /// Writes the voxels of a box as a mask, as a rater's program would, and returns its path.
  func mask(
    _ name: String, x: Range<Int>, y: Range<Int>, z: Range<Int>, description: String? = "drawn by hand"
  ) throws -> String {
    var mask = Mask(grid: grid)
    for z in z { for y in y { for x in x { mask[SIMD3(x, y, z)] = true } } }
    try Images.write(mask, like: SpatialForm(grid: grid), to: file(name), force: false, description: description)
    return file(name)
  }

  /// Writes a FLAIR and a mask of one lesion for two patients, the second with two visits, and returns the case folders.
  func twoPatients() throws -> [String] {
    try ["sub-1", "sub-2/ses-1", "sub-2/ses-2"].enumerated().map { number, name in
      let stem = name.replacing("/", with: "_")
      try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
      _ = try image("\(name)/\(stem)_FLAIR.nii.gz") { voxel in
        let noise = Float((voxel.x * 7 + voxel.y * 13 + voxel.z * 29 + number * 5) % 17)
        return 100 + noise + ((8..<13).contains(voxel.x) && (5..<10).contains(voxel.y) && voxel.z > 0 ? 60 : 0)
      }
      _ = try mask("\(name)/\(stem)_desc-rater1_mask.nii.gz", x: 8..<13, y: 5..<10, z: 1..<9)
      return file(name)
    }
  }

  /// Writes a value for each voxel, and returns its path.
  func image(_ name: String, _ value: (SIMD3<Int>) -> Float) throws -> String {
    var volume = Volume<Float>(grid: grid, filledWith: 0)
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      volume[voxel] = value(voxel)
    }
    try Images.write(volume, like: SpatialForm(grid: grid), to: file(name), force: false)
    return file(name)
  }
}

extension CommandRun {
  /// Standard output as a JSON object.
  var json: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]) ?? [:]
  }
}
