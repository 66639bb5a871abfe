import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import VolumeModel

@Suite struct GeometryTests {
  /// All 48 axis orders: signed permutations of the identity.
  static let axisOrders: [Affine] = {
    var found: [Affine] = []
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      for signs in 0..<8 {
        var columns = [SIMD3<Double>](repeating: .zero, count: 3)
        for axis in 0..<3 { columns[axis][order[axis]] = signs >> axis & 1 == 1 ? -1 : 1 }
        found.append(Affine(columns: (columns[0], columns[1], columns[2]), origin: SIMD3(3, -4, 5)))
      }
    }
    return found
  }()

  /// Whatever the axis order, the screen shows the same place of the patient: right grows to the patient's left (seen
  /// radiologically), down grows to the back or the feet, slices grow up, forward or to the right.
  @Test(arguments: axisOrders, Plane.allCases)
  func screenFollowsThePatient(affine: Affine, plane: Plane) {
    let grid = VoxelGrid(shape: SIMD3(7, 8, 9), affine: affine)
    let geometry = SliceGeometry(plane: plane, grid: grid, convention: .radiological)
    func world(_ column: Int, _ row: Int, _ slice: Int) -> SIMD3<Double> {
      grid.affine.worldMM(ofVoxel: SIMD3<Double>(geometry.voxel(column: column, row: row, slice: slice)))
    }
    let origin = world(2, 2, 2)
    let (right, down, next) = (world(3, 2, 2) - origin, world(2, 3, 2) - origin, world(2, 2, 3) - origin)
    switch plane {
    case .axial: #expect((right.x, down.y, next.z) == (-1, -1, 1))
    case .coronal: #expect((right.x, down.z, next.y) == (-1, -1, 1))
    case .sagittal: #expect((right.y, down.z, next.x) == (-1, -1, 1))
    }
    let voxel = geometry.voxel(column: 3, row: 1, slice: 4)
    #expect(geometry.position(of: voxel) == (3, 1, 4))
  }

  /// Numbers of such a header overflowed where samples were counted.
  @Test(
    arguments: [SIMD3(1, 1, 1e18), SIMD3(1e-18, 1, 1), SIMD3(1e-20, 1e20, 1), SIMD3(1e30, 1e30, 1e-30)], Plane.allCases)
  func voxelsOfAbsurdShapeAreDrawn(spacing: SIMD3<Double>, plane: Plane) {
    let grid = VoxelGrid(shape: SIMD3(24, 28, 14), affine: Affine(spacingMM: spacing))
    let geometry = SliceGeometry(plane: plane, grid: grid, convention: .radiological)
    let viewport = Viewport(
      geometry: geometry, crop: VoxelBox(lower: .zero, upper: grid.shape), columns: 90, rows: 60, sampleAspect: 1,
      zoom: 1, centre: nil)
    let place = viewport.sample(ofColumn: 3, row: 5)
    #expect((-1...90).contains(place.column) && (-1...60).contains(place.row))
    let ratio = geometry.right.spacingMM / geometry.down.spacingMM
    #expect((1 / 200.0 - 1e-9...200 + 1e-9).contains(ratio))
  }

  @Test func neurologicalMirrorsSidesOnly() {
    let grid = VoxelGrid(shape: SIMD3(7, 8, 9), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    let radiological = SliceGeometry(plane: .axial, grid: grid, convention: .radiological)
    let neurological = SliceGeometry(plane: .axial, grid: grid, convention: .neurological)
    #expect(radiological.edges?.left == .right && neurological.edges?.left == .left)
    #expect(radiological.edges?.top == neurological.edges?.top)
  }

  /// A millimetre has one length on the screen in both directions, whatever the voxels and the cells.
  @Test(arguments: [SIMD3(1.0, 1, 1), SIMD3(0.5, 0.5, 3), SIMD3(1, 1, 5)], [1.0, 2.0, 2.2])
  func aspectIsTrue(spacing: SIMD3<Double>, sampleAspect: Double) {
    let grid = VoxelGrid(shape: SIMD3(60, 70, 20), affine: Affine(spacingMM: spacing))
    for plane in Plane.allCases {
      let geometry = SliceGeometry(plane: plane, grid: grid, convention: .radiological)
      let viewport = Viewport(
        geometry: geometry, crop: VoxelBox(lower: .zero, upper: grid.shape), columns: 70, rows: 60,
        sampleAspect: sampleAspect, zoom: 1, centre: nil)
      #expect(abs(viewport.sampleHeightMM / viewport.sampleWidthMM - sampleAspect) < 1e-9)
      // The whole crop is in view.
      let corner = viewport.planePosition(sampleColumn: 0, sampleRow: 0)
      let end = viewport.planePosition(sampleColumn: 70, sampleRow: 60)
      #expect(corner.x <= 1e-9 && corner.y <= 1e-9)
      #expect(end.x >= Double(geometry.right.count) - 1e-9 && end.y >= Double(geometry.down.count) - 1e-9)
    }
  }

  /// Every voxel in view belongs to at least one sample and at most two, at every scale and shift.
  @Test(arguments: [0.21, 0.5, 0.97, 1.0, 1.03, 1.5, 2.0, 3.7, 11.3], [-2.0, 0, 0.25, 0.5, 0.77])
  func noVoxelFallsBetweenSamples(voxelsPerSample: Double, origin: Double) {
    let voxels = 40
    let samples = Int((Double(voxels) - origin) / voxelsPerSample) + 2
    let footprints = Footprints(
      samples: samples, origin: origin, voxelsPerSample: voxelsPerSample, voxels: voxels)
    var owners = [Int](repeating: 0, count: voxels)
    for i in 0..<samples {
      for voxel in footprints.poolStart[i]..<footprints.poolEnd[i] { owners[voxel] += 1 }
    }
    let first = max(0, Int(origin.rounded(.up)))
    for voxel in first..<voxels {
      #expect(owners[voxel] >= 1, "voxel \(voxel)")
      if voxelsPerSample >= 1 { #expect(owners[voxel] <= 2, "voxel \(voxel)") }
    }
    // Shares of the means add up to the samples' size inside the volume.
    for i in 0..<samples where footprints.meanStart[i] > 0 && footprints.meanEnd[i] < voxels {
      let count = footprints.meanEnd[i] - footprints.meanStart[i]
      guard count > 0 else { continue }
      let total =
        count == 1
        ? Double(footprints.firstFraction[i])
        : Double(footprints.firstFraction[i]) + Double(footprints.lastFraction[i]) + Double(count - 2)
      #expect(abs(total - voxelsPerSample) < 1e-4)
    }
  }

  @Test func unknownOrientationNamesNoSide() throws {
    let review = try ExampleCase.review()
    let grid = VoxelGrid(shape: SIMD3(20, 20, 6), affine: Affine(spacingMM: SIMD3(1, 1, 1)), orientationKnown: false)
    let geometry = SliceGeometry(plane: .axial, grid: grid, convention: .radiological)
    #expect(geometry.edges == nil)
    #expect(SliceGeometry(plane: .axial, grid: review.grid, convention: .radiological).edges?.left == .right)
  }
}
