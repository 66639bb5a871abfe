import Testing
import VolumeModel

@Suite struct VoxelBoxTests {
  /// Whatever way a file stores its axes, its middle is one place in the patient.
  @Test func theMiddleOfAnEvenBoxIsOnePlaceInThePatient() {
    let shape = SIMD3(18, 22, 16)
    var places: Set<SIMD3<Double>> = []
    for flips in 0..<8 {
      var (columns, origin) = (SIMD3<Double>(1, 1, 1), SIMD3<Double>.zero)
      for axis in 0..<3 where flips >> axis & 1 == 1 {
        columns[axis] = -1
        origin[axis] = Double(shape[axis] - 1)
      }
      let affine = Affine(
        columns: (SIMD3(columns.x, 0, 0), SIMD3(0, columns.y, 0), SIMD3(0, 0, columns.z)), origin: origin)
      let grid = VoxelGrid(shape: shape, affine: affine)
      places.insert(affine.worldMM(ofVoxel: SIMD3<Double>(VoxelBox(grid).middle(on: grid))))
    }
    #expect(places == [SIMD3(8, 11, 8)])
  }

  @Test func aBoxOfOneVoxelHasItInTheMiddle() {
    let grid = VoxelGrid(shape: SIMD3(1, 1, 1), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    #expect(VoxelBox(grid).middle(on: grid) == .zero)
  }
}
