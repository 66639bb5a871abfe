import Segmenter
import Testing
import VolumeModel

@Suite struct PredictedVolumeTests {
  private func mask(_ grid: VoxelGrid, count: Int) -> Mask {
    var mask = Mask(grid: grid)
    for index in 0..<count { mask[grid.voxel(atLinearIndex: index)] = true }
    return mask
  }

  /// A tenth of the brain is lesion: more than patients have. Millilitres of an absurd header fitted no integer.
  @Test(arguments: [(1.0, "0 ml"), (1000.0, "100000000 ml"), (1e20, " ml")])
  func moreThanPatientsHaveIsSaid(spacingMM: Double, volume: String) throws {
    let grid = VoxelGrid(shape: SIMD3(10, 10, 10), affine: Affine(spacingMM: SIMD3(repeating: spacingMM)))
    let brain = mask(grid, count: 1000)
    let doubt = try #require(PredictedVolume(mask(grid, count: 100), brain: brain).doubt)
    #expect(doubt.hasPrefix("doubtful: ") && doubt.contains(volume) && doubt.contains("10 % of the brain"))
    #expect(PredictedVolume(mask(grid, count: 1), brain: brain).doubt == nil)
  }
}
