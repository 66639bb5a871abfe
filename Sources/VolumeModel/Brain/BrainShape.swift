import Foundation

/// The mean shape of adult brains, as signed distances to its surface: what a brain may look like where intensities do
/// not say.
///
/// Millimetres along the patient's axes, right, front and head, from the shape's centre.
struct BrainShape: Sendable {
  /// A point near the surface and its signed distance, both in mm.
  struct Point: Sendable {
    let positionMM: SIMD3<Double>
    let distanceMM: Double
  }

  /// Signed distances to the surface in mm, positive inside, on a grid of 4 mm.
  private let distances: Volume<Float>
  /// Points within 10 mm of the surface, a third of the grid's.
  let band: [Point]
  /// The highest point, in mm above the centre.
  let topMM: Double
  /// From the leftmost to the rightmost point in mm.
  let widthMM: Double

  static let standard = BrainShape(bitmap: bitmap)

  private static let halfWidth = 24
  private static let shape = SIMD3(48, 58, 48)
  private static let stepMM = 4.0

  init(bitmap: String) {
    let shape = Self.shape
    let bytes = Data(base64Encoded: bitmap) ?? Data()
    let first = -0.5 * Self.stepMM * (SIMD3<Double>(shape) - 1)
    let step = SIMD3(repeating: Self.stepMM)
    let grid = VoxelGrid(
      shape: shape,
      affine: Affine(
        columns: (SIMD3(step.x, 0, 0), SIMD3(0, step.y, 0), SIMD3(0, 0, step.z)), origin: first))
    let mask = Mask(grid: grid) { index in
      let voxel = grid.voxel(atLinearIndex: index)
      let column = voxel.x < Self.halfWidth ? Self.halfWidth - 1 - voxel.x : voxel.x - Self.halfWidth
      let bit = column + Self.halfWidth * (voxel.y + shape.y * voxel.z)
      return bit / 8 < bytes.count && bytes[bit / 8] >> UInt8(bit % 8) & 1 == 1
    }
    // Smoothed, since the surface of a bitmap is a staircase.
    distances = mask.signedDistancesMM().smoothed(deviationMM: 0.7 * Self.stepMM)
    var points: [Point] = []
    var near = 0
    for (index, distance) in distances.scalars.enumerated() where abs(distance) < 10 {
      near += 1
      guard near % 3 == 1 else { continue }
      let voxel = SIMD3<Double>(grid.voxel(atLinearIndex: index))
      points.append(Point(positionMM: grid.affine.worldMM(ofVoxel: voxel), distanceMM: Double(distance)))
    }
    band = points
    let box = mask.boundingBox ?? VoxelBox(grid)
    topMM = first.z + Self.stepMM * Double(box.upper.z - 1)
    widthMM = Self.stepMM * Double(box.upper.x - box.lower.x - 1)
  }

  /// The signed distances at all voxels of a grid, in mm of that grid.
  /// - Parameter placement: takes a point of the shape to its place in the grid's space; must be invertible.
  func distances(on grid: VoxelGrid, placement: Affine) -> Volume<Float> {
    func place(_ world: SIMD3<Double>) -> SIMD3<Double> {
      placement.voxel(atWorldMM: world).flatMap { distances.grid.affine.voxel(atWorldMM: $0) } ?? .zero
    }
    // The map from voxels to places of the shape is affine itself: three steps and an origin.
    let origin = place(grid.affine.origin)
    let columns = grid.affine.columns
    let steps = [columns.0, columns.1, columns.2].map { SIMD3<Float>(place(grid.affine.origin + $0) - origin) }
    let scale = Float(cbrt(abs(placement.determinant)))
    let start = SIMD3<Float>(origin)
    var result = Volume<Float>(grid: grid, filledWith: 0)
    let shape = grid.shape
    result.withMutableScalars { result in
      distances.withTrilinearSampling { sample in
        var index = 0
        for z in 0..<shape.z {
          for y in 0..<shape.y {
            let row = start + steps[1] * Float(y) + steps[2] * Float(z)
            for x in 0..<shape.x {
              result[index] = scale * sample(row + steps[0] * Float(x))
              index += 1
            }
          }
        }
      }
    }
    return result
  }
}
