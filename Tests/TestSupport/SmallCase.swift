import Foundation
package import VolumeModel

/// A case of a few thousand voxels with two raters and two images: what needs no real anatomy is quick on it.
package enum SmallCase {
  package static let grid = VoxelGrid(shape: SIMD3(26, 30, 14), affine: Affine(spacingMM: SIMD3(1, 1, 2.5)))

  private static let loaded = Result { try load() }

  package static func review() throws -> ReviewCase { try loaded.get() }

  private static let ofFour = Result { try load(hasFourRaters: true) }

  /// The same with two more raters: one drew what either of the first two did, one a part of their largest lesion.
  package static func reviewOfFourRaters() throws -> ReviewCase { try ofFour.get() }

  private static func load(hasFourRaters: Bool = false) throws -> ReviewCase {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func write(_ name: String, _ value: (SIMD3<Int>) -> Float) throws -> String {
      var volume = Volume<Float>(grid: grid, filledWith: 0)
      for index in 0..<grid.voxelCount {
        let voxel = grid.voxel(atLinearIndex: index)
        volume[voxel] = value(voxel)
      }
      let path = "\(folder)/\(name).nii"
      try Images.write(volume, like: SpatialForm(grid: grid), to: path, force: false)
      return path
    }
    func radius(_ voxel: SIMD3<Int>, from centre: SIMD3<Int>) -> Double {
      let offset = SIMD3<Double>(voxel &- centre) * grid.spacingMM
      return (offset * offset).sum().squareRoot()
    }
    let middle = SIMD3(13, 15, 7)
    func brightness(_ voxel: SIMD3<Int>) -> Float {
      radius(voxel, from: middle) < 13 ? 60 + Float((voxel.x * 7 + voxel.y * 5 + voxel.z * 3) % 40) : 0
    }
    // Lesions as balls: shared and of different size, of one rater alone, of the other alone.
    let first: [(SIMD3<Int>, Double)] = [(SIMD3(9, 12, 6), 3), (SIMD3(17, 18, 8), 2), (SIMD3(13, 20, 7), 1.2)]
    let second: [(SIMD3<Int>, Double)] = [(SIMD3(9, 12, 6), 2), (SIMD3(17, 18, 8), 2.6), (SIMD3(16, 10, 5), 1.5)]
    func isIn(_ balls: [(SIMD3<Int>, Double)], _ voxel: SIMD3<Int>) -> Bool {
      balls.contains { radius(voxel, from: $0.0) <= $0.1 }
    }
    var files = CaseFiles(
      name: "small", flair: try write("FLAIR") { brightness($0) + (isIn(first + second, $0) ? 60 : 0) },
      images: [ImageFile(role: "T1", path: try write("T1") { brightness($0) * 2 })],
      raters: [
        RaterFile(name: "ana", path: try write("ana") { isIn(first, $0) ? 1 : 0 }),
        RaterFile(name: "ben", path: try write("ben") { isIn(second, $0) ? 1 : 0 }),
      ])
    if hasFourRaters {
      files.furtherMasks = [
        RaterFile(name: "cleo", path: try write("cleo") { isIn(first + second, $0) ? 1 : 0 }),
        RaterFile(name: "dan", path: try write("dan") { isIn(Array(second.prefix(1)), $0) ? 1 : 0 }),
      ]
    }
    return try ReviewCase.load(files).withAllRaters()
  }
}
