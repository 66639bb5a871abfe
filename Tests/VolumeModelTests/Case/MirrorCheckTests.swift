import Testing
import VolumeModel

/// Masks that were flipped against their header.
@Suite struct MirrorCheckTests {
  private let grid = VoxelGrid(shape: SIMD3(24, 20, 12), affine: Affine(spacingMM: SIMD3(1, 1, 2)))

  /// A head of 100 with some texture, in air of 5; a bright lesion towards one corner.
  private func flair(lesion: Float) -> Volume<Float> {
    var volume = Volume<Float>(grid: grid, filledWith: 0)
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      let isHead = voxel.x > 1 && voxel.x < 22 && voxel.y > 1 && voxel.y < 18
      volume[voxel] = isHead ? 100 + Float((voxel.x * 7 + voxel.y * 5 + voxel.z * 3) % 11) : 5
      if box(voxel) { volume[voxel] = lesion }
    }
    return volume
  }

  private func box(_ voxel: SIMD3<Int>) -> Bool {
    voxel.x >= 4 && voxel.x < 8 && voxel.y >= 4 && voxel.y < 9 && voxel.z >= 2 && voxel.z < 6
  }

  private func mask(mirrored axes: [Int]) -> Mask {
    var mask = Mask(grid: grid)
    for index in 0..<grid.voxelCount {
      var voxel = grid.voxel(atLinearIndex: index)
      guard box(voxel) else { continue }
      for axis in axes { voxel[axis] = grid.shape[axis] - 1 - voxel[axis] }
      mask[voxel] = true
    }
    return mask
  }

  @Test(arguments: [[], [0], [1], [2], [0, 1], [0, 1, 2]])
  func aMirroredMaskIsSuspect(axes: [Int]) throws {
    let check = try #require(MirrorCheck(mask(mirrored: axes), on: flair(lesion: 160)))
    #expect(check.isSuspect == !axes.isEmpty)
    if !axes.isEmpty { #expect(check.axes == axes) }
  }

  /// In the air at one edge, mirrored at the dark rim of the head: neither is a lesion.
  @Test func aMaskThatIsDarkEitherWaySaysNothing() throws {
    var volume = flair(lesion: 160)
    var mask = Mask(grid: grid)
    for z in 2..<10 {
      for y in 4..<12 {
        volume[SIMD3(23, y, z)] = 60
        mask[SIMD3(0, y, z)] = true
      }
    }
    let check = try #require(MirrorCheck(mask, on: volume))
    #expect(check.mirroredContrast > check.contrast + 0.5)
    #expect(!check.isSuspect)
  }

  @Test func darkLesionsAndSmallMasksSayNothing() {
    #expect(MirrorCheck(mask(mirrored: [0]), on: flair(lesion: 104))?.isSuspect == false)
    var few = Mask(grid: grid)
    few[SIMD3(15, 15, 3)] = true
    #expect(MirrorCheck(few, on: flair(lesion: 160)) == nil)
  }
}
