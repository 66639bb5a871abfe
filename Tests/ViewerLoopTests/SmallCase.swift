import Foundation
import VolumeModel

/// A case of a few voxels, in files.
enum SmallCase {
  static let grid = VoxelGrid(shape: SIMD3(20, 16, 10), affine: Affine(spacingMM: SIMD3(1, 1, 2)))
  static let form = SpatialForm(grid: grid)

  static func box(_ x: Range<Int>, _ y: Range<Int>, _ z: Range<Int>) -> Mask {
    var mask = Mask(grid: grid)
    for z in z { for y in y { for x in x { mask[SIMD3(x, y, z)] = true } } }
    return mask
  }

  static func review(in folder: String) throws -> ReviewCase {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let lesion = box(8..<13, 5..<10, 1..<9)
    var flair = Volume<Float>(grid: grid, filledWith: 0)
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      flair[voxel] = 100 + Float((voxel.x * 7 + voxel.y * 13 + voxel.z * 29) % 17) + (lesion[voxel] ? 60 : 0)
    }
    try Images.write(flair, like: form, to: folder + "/flair.nii.gz", force: false)
    try Images.write(lesion, like: form, to: folder + "/rater1.nii.gz", force: false)
    try Images.write(box(8..<14, 5..<10, 1..<9), like: form, to: folder + "/rater2.nii.gz", force: false)
    return try ReviewCase.load(
      CaseFiles(
        flair: folder + "/flair.nii.gz", raterMasks: [folder + "/rater1.nii.gz", folder + "/rater2.nii.gz"]))
  }
}
