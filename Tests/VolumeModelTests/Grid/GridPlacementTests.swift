import Foundation
import Testing
import VolumeModel

/// Grids that are nearly the image's, and why others are not.
@Suite struct GridPlacementTests {
  private let image = VoxelGrid(
    shape: SIMD3(20, 24, 10),
    affine: Affine(columns: (SIMD3(-0.9, 0, 0), SIMD3(0, 0.9, 0), SIMD3(0, 0, 3)), origin: SIMD3(9, -10, -12)))

  private func moved(_ offset: SIMD3<Double>) -> VoxelGrid {
    VoxelGrid(shape: image.shape, affine: Affine(columns: image.affine.columns, origin: image.affine.origin + offset))
  }

  @Test(arguments: [(0.0005, "same"), (0.004, "near"), (0.089, "near"), (0.091, "other")])
  func aTenthOfTheSmallestEdgeIsTheLimit(offMM: Double, fit: String) {
    let word =
      switch GridFit(moved(SIMD3(0, offMM, 0)), on: image) {
      case .same: "same"
      case .near: "near"
      case .reordered: "reordered"
      case .other: "other"
      }
    #expect(word == fit)
  }

  @Test(arguments: [0.004, 0.08])
  func aMaskNearTheGridIsTakenAndSaid(offMM: Double) throws {
    let folder = try TemporaryFolder()
    let own = moved(SIMD3(offMM, 0, 0))
    var mask = Mask(grid: own)
    mask[SIMD3(3, 4, 5)] = true
    try Images.write(mask, like: SpatialForm(grid: own), to: folder.file("m.nii.gz"), force: false)
    let loaded = try Images.readMask(folder.file("m.nii.gz"), on: image)
    #expect(loaded.mask[SIMD3(3, 4, 5)] && loaded.mask.count == 1)
    #expect(loaded.notes.contains { $0.hasPrefix("lies up to \(offMM) mm off the image's voxels") }, "\(loaded.notes)")
  }

  @Test func theCauseOfADifferenceIsSaid() throws {
    let folder = try TemporaryFolder()
    func refusal(_ grid: VoxelGrid) throws -> String {
      let path = folder.file(UUID().uuidString + ".nii")
      try Images.write(Mask(grid: grid), like: SpatialForm(grid: grid), to: path, force: false)
      do {
        _ = try Images.readMask(path, on: image)
        return "taken"
      } catch { return "\(error)" }
    }
    #expect(try refusal(moved(SIMD3(0.45, 0.45, 1.5))).contains("shifted by half a voxel"))
    #expect(try refusal(moved(SIMD3(0, 1.8, -3))).contains("shifted by 0, 2, -1 voxels"))
    let columns = image.affine.columns
    let signs = SIMD3(-1.0, -1, 1)
    let other = VoxelGrid(
      shape: image.shape,
      affine: Affine(
        columns: (columns.0 * signs, columns.1 * signs, columns.2 * signs), origin: image.affine.origin * signs))
    #expect(try refusal(other).contains("sign of x and y changed"))
    #expect(try refusal(moved(SIMD3(31.7, 4.4, 8.2))).contains("--resample nearest"))
    let exchanged = VoxelGrid(shape: SIMD3(24, 20, 10), affine: image.affine)
    #expect(try refusal(exchanged).contains("has axes exchanged"))
    let part = VoxelGrid(shape: SIMD3(18, 24, 10), affine: image.affine)
    #expect(try refusal(part).contains("shifted by 0, 0, 0 voxels, as after cropping"))
  }

  /// Codes alone say neither how far off it is nor whether a resampling would do.
  @Test func axesInAnotherOrderDoNotHideTheDistance() {
    let columns = image.affine.columns
    let mirrored = Affine(
      columns: (columns.0, -columns.1, columns.2),
      origin: image.affine.origin + columns.1 * Double(image.shape.y - 1) + SIMD3(0, 1.2, 0))
    let difference = VoxelGrid(shape: image.shape, affine: mirrored).difference(from: image)
    #expect(difference.contains("re-ordered it lies up to 1.2 mm from the image's voxels"), "\(difference)")
  }

  @Test func aResampledMaskSaysWhatShiftedIt() throws {
    let folder = try TemporaryFolder()
    let own = moved(SIMD3(0.45, 0.45, 1.5))
    let path = folder.file("m.nii.gz")
    try Images.write(Mask(grid: own), like: SpatialForm(grid: own), to: path, force: false)
    let placement = try Images.readMask(path, on: image, resampleNearest: true).placement
    #expect(placement?.contains("nearest neighbour") == true)
    #expect(placement?.contains("shifted by half a voxel") == true)
  }

  /// An array saved without a header: nearest neighbours of the identity would lie anywhere.
  @Test(arguments: [true, false])
  func aMaskWithoutAPlaceIsTakenAsTheImagesVoxelsWhenAsked(isKnown: Bool) throws {
    let folder = try TemporaryFolder()
    let own = VoxelGrid(
      shape: image.shape, affine: Affine(spacingMM: SIMD3(1, 1, 1)), orientationKnown: isKnown)
    var mask = Mask(grid: own)
    mask[SIMD3(3, 4, 5)] = true
    let path = folder.file("m.nii.gz")
    try Images.write(mask, like: SpatialForm(grid: own), to: path, force: false)
    let error = #expect(throws: FileError.self) { try Images.readMask(path, on: image) }
    #expect("\(try #require(error))".contains("says nothing of its place") == true)
    let loaded = try Images.readMask(path, on: image, form: .image)
    #expect(loaded.mask.grid == image && loaded.mask[SIMD3(3, 4, 5)] && loaded.mask.count == 1)
    #expect(loaded.notes.contains { $0.hasPrefix("its voxels are taken as the image's") })
    let map = try Images.readResampled(path, on: image, form: .image)
    #expect(map.grid == image && map.volume[SIMD3(3, 4, 5)] == 1)
  }
}
