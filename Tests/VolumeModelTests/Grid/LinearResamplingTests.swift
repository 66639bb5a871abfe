import Testing
import VolumeModel

/// Trilinear resampling between grids.
@Suite struct LinearResamplingTests {
  /// Trilinear interpolation gives back an affine function exactly, wherever the eight neighbours lie inside.
  @Test func aPlaneStaysAPlane() {
    let own = VoxelGrid(
      shape: SIMD3(12, 10, 8),
      affine: Affine(columns: (SIMD3(-1.1, 0.1, 0), SIMD3(0, 0.9, 0.2), SIMD3(0.1, 0, 2)), origin: SIMD3(5, -4, -6)))
    let other = VoxelGrid(
      shape: SIMD3(5, 6, 4),
      affine: Affine(columns: (SIMD3(0.7, 0, 0), SIMD3(0, 0.7, 0.1), SIMD3(0, 0, 1.3)), origin: SIMD3(-3, -2, -2)))
    func plane(_ place: SIMD3<Double>) -> Double { 2 + 0.5 * place.x - 0.25 * place.y + 3 * place.z }
    let values = (0..<own.voxelCount).map {
      Float(plane(own.affine.worldMM(ofVoxel: SIMD3<Double>(own.voxel(atLinearIndex: $0)))))
    }
    let result = Volume(grid: own, scalars: values).resampledLinear(on: other)
    var compared = 0
    for index in 0..<other.voxelCount {
      let place = other.affine.worldMM(ofVoxel: SIMD3<Double>(other.voxel(atLinearIndex: index)))
      guard let voxel = own.affine.voxel(atWorldMM: place), voxel.min() >= 0, voxel.x <= 11, voxel.y <= 9, voxel.z <= 7
      else { continue }
      #expect(abs(Double(result.scalars[index]) - plane(place)) < 1e-4)
      compared += 1
    }
    #expect(compared > 60)
  }

  @Test func outsideIsZeroAndTheOwnGridIsTheSame() {
    let grid = VoxelGrid(shape: SIMD3(3, 3, 3), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    let volume = Volume(grid: grid, scalars: (0..<27).map { Float($0 + 1) })
    #expect(volume.resampledLinear(on: grid).scalars == volume.scalars)
    let far = VoxelGrid(shape: SIMD3(2, 2, 2), affine: Affine(columns: grid.affine.columns, origin: SIMD3(50, 0, 0)))
    #expect(volume.resampledLinear(on: far).scalars == [Float](repeating: 0, count: 8))
  }
}
