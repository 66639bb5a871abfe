import Segmenter
import Testing
import VolumeModel

@Suite("What a forecast counts")
struct ScanSamplesTests {
  /// 20 slices of brain, lesions in slices 6, 7 and 17 of 24.
  private func scan() -> (brain: Mask, lesions: Mask) {
    let grid = VoxelGrid(shape: SIMD3(32, 32, 24), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    func mask(_ contains: (SIMD3<Int>) -> Bool) -> Mask {
      let scalars = (0..<grid.voxelCount).map { contains(SIMD3($0 % 32, $0 / 32 % 32, $0 / 1024)) ? Float(1) : 0 }
      return Mask(Volume(grid: grid, scalars: scalars), atLeast: 1)
    }
    return (
      mask { (8..<24).contains($0.x) && (8..<24).contains($0.y) && (2..<22).contains($0.z) },
      mask { $0.x == 12 && $0.y == 12 && [6, 7, 17].contains($0.z) }
    )
  }

  @Test(
    "a network of pictures sees slices, one of blocks sees blocks",
    arguments: [
      // Side by side, from two slices below the brain: 0-7, 8-15, 16-23; overlapping: 2-9, 6-13, 10-17, 14-21.
      (UNetArchitecture(), 3, 20),
      (UNetArchitecture(kind: .vnet, base: 8, blockSlices: 8), 2, 4),
      (UNetArchitecture(kind: .vnet, base: 8, blockSlices: 32), 1, 1),
    ])
  func counts(architecture: UNetArchitecture, training: Int, predicted: Int) {
    let (brain, lesions) = scan()
    let samples = ScanSamples(brain: brain, lesions: lesions, architecture: architecture)
    #expect(samples.trainingSamples == training)
    #expect(samples.predictedSamples == predicted)
  }
}
