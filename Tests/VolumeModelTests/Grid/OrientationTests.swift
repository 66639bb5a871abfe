import Testing
import VolumeModel

@Suite struct OrientationTests {
  struct Row: Decodable, Sendable {
    let affine: [[Double]]
    let axes: String
  }

  @Test func codesOfRandomAffinesAreNibabels() throws {
    let rows = try NIfTIFixtures.decoded([Row].self, "orientations.json")
    #expect(rows.count == 120)
    for row in rows {
      func column(_ index: Int) -> SIMD3<Double> {
        SIMD3(row.affine[0][index], row.affine[1][index], row.affine[2][index])
      }
      let affine = Affine(columns: (column(0), column(1), column(2)), origin: column(3))
      #expect(AxisOrientation(affine)?.code == row.axes)
    }
  }

  @Test func aFlatMapHasNoOrientation() {
    let flat = Affine(columns: (SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(1, 1, 0)), origin: .zero)
    #expect(AxisOrientation(flat) == nil)
  }

  @Test func obliquityAndShearAreInDegrees() {
    // 30 degrees about z.
    let (c, s) = (3.0.squareRoot() / 2, 0.5)
    let turned = VoxelGrid(
      shape: SIMD3(4, 4, 4), affine: Affine(columns: (SIMD3(c, s, 0), SIMD3(-s, c, 0), SIMD3(0, 0, 2)), origin: .zero))
    #expect(abs(turned.obliquityDegrees - 30) < 1e-9)
    #expect(turned.shearDegrees < 1e-9)
    let sheared = VoxelGrid(
      shape: SIMD3(4, 4, 4), affine: Affine(columns: (SIMD3(1, 0, 0), SIMD3(1, 1, 0), SIMD3(0, 0, 2)), origin: .zero))
    #expect(abs(sheared.shearDegrees - 45) < 1e-9)
  }

  @Test func reorderingThereAndBackChangesNothing() throws {
    let grid = VoxelGrid(
      shape: SIMD3(3, 4, 5),
      affine: Affine(columns: (SIMD3(0, 0, -1.5), SIMD3(2, 0, 0), SIMD3(0, 3, 0)), origin: SIMD3(1, 2, 3)))
    // The same voxels as RAS: x from the second axis, y from the third, z from the first backwards.
    let other = VoxelGrid(
      shape: SIMD3(4, 5, 3),
      affine: Affine(columns: (SIMD3(2, 0, 0), SIMD3(0, 3, 0), SIMD3(0, 0, 1.5)), origin: SIMD3(1, 2, 0)))
    let volume = Volume(grid: grid, scalars: (0..<60).map(Float.init))
    let there = try #require(AxisReordering(from: grid, to: other))
    let back = try #require(AxisReordering(from: other, to: grid))
    let moved = there.apply(to: volume)
    for index in 0..<60 {
      let voxel = other.voxel(atLinearIndex: index)
      let source = try #require(grid.affine.voxel(atWorldMM: other.affine.worldMM(ofVoxel: SIMD3<Double>(voxel))))
      let nearest = SIMD3<Int>(source.rounded(.toNearestOrEven))
      #expect(moved[voxel] == volume[nearest])
    }
    #expect(back.apply(to: moved) == volume)
    let mask = Mask(volume) { $0.truncatingRemainder(dividingBy: 3) == 0 }
    #expect(back.apply(to: there.apply(to: mask)) == mask)
    let elsewhere = VoxelGrid(shape: other.shape, affine: Affine(spacingMM: SIMD3(2, 3, 1.5)))
    #expect(AxisReordering(from: grid, to: elsewhere) == nil)
  }
}
