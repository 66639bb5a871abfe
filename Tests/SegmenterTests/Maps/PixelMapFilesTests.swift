import Foundation
import Segmenter
import Testing
import VolumeModel

@Suite struct PixelMapFilesTests {
  private static let grid = VoxelGrid(
    shape: SIMD3(5, 4, 3), affine: Affine(spacingMM: SIMD3(1, 1, 2)), orientationKnown: true)

  private static func volume(_ value: Float) -> Volume<Float> {
    var volume = Volume<Float>(grid: grid, filledWith: .nan)
    volume[SIMD3(1, 2, 1)] = value
    return volume
  }

  @Test(arguments: [
    (PixelMapKind.uncertainty, Float(0.2), Float(0.25)), (.uncertainty, 0.6, 0.6932), (.loss, 0.1, 2.3026),
    (.loss, 9, 2.3026), (.weight, 0.4, 1),
  ])
  func theScaleFollowsTheKind(kind: PixelMapKind, value: Float, highest: Float) {
    let map = PixelMap(kind, volume: Self.volume(value))
    #expect(map.range == 0...highest)
    #expect(map.isMostlyLow == (2 * value < highest))
  }

  /// Weights count against one another: the scale spans what there is, without the farthest hundredth at each end.
  @Test func theScaleOfWeightsSpansThem() {
    let grid = VoxelGrid(
      shape: SIMD3(1001, 1, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)), orientationKnown: true)
    let weights = (0...1000).map { 0.5 + Float($0) / 10000 }
    let map = PixelMap(.weight, volume: Volume(grid: grid, scalars: weights))
    #expect(abs(map.range.lowerBound - 0.501) < 1e-5 && abs(map.range.upperBound - 0.599) < 1e-5)
  }

  @Test func aRunGivesItsMapsBack() throws {
    let folder = try TemporaryFolder()
    let form = SpatialForm(grid: Self.grid)
    let maps = PixelMaps(
      caseName: "sub 1/x", epoch: 7,
      maps: [PixelMap(.loss, volume: Self.volume(0.5)), PixelMap(.weight, volume: Self.volume(0.25))])
    let paths = try maps.write(toRun: folder.path, like: form)
    #expect(paths.map { ($0 as NSString).lastPathComponent } == ["sub-1-x_loss.nii.gz", "sub-1-x_weight.nii.gz"])
    try maps.write(toRun: folder.path, like: form)
    let read = try PixelMaps.read(run: folder.path, caseName: "sub 1/x", on: Self.grid)
    #expect(read.kinds == [.weight, .loss] && read.epoch == nil)
    let loss = try #require(read[.loss]).volume
    #expect(loss[SIMD3(1, 2, 1)] == 0.5 && loss[SIMD3(0, 0, 0)].isNaN)
    #expect(throws: FileError.self) { try PixelMaps.read(run: folder.path, caseName: "another", on: Self.grid) }
    let elsewhere = VoxelGrid(
      shape: SIMD3(5, 4, 4), affine: Affine(spacingMM: SIMD3(1, 1, 2)), orientationKnown: true)
    #expect(throws: FileError.self) { try PixelMaps.read(run: folder.path, caseName: "sub 1/x", on: elsewhere) }
  }
}
