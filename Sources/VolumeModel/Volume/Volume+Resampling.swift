extension Volume where Scalar == Float {
  /// The volume on another grid: at each voxel's place in millimetres the trilinear mean of the eight voxels around it;
  /// outside of the volume 0.
  public func resampledLinear(on grid: VoxelGrid) -> Volume<Float> {
    guard let origin = self.grid.affine.voxel(atWorldMM: grid.affine.origin) else {
      return Volume(grid: grid, filledWith: 0)
    }
    // The map between two grids is affine itself: three steps and an origin.
    func step(_ column: SIMD3<Double>) -> SIMD3<Double> {
      (self.grid.affine.voxel(atWorldMM: grid.affine.origin + column) ?? origin) - origin
    }
    let columns = grid.affine.columns
    let (stepX, stepY, stepZ) = (step(columns.0), step(columns.1), step(columns.2))
    let shape = self.grid.shape
    let last = SIMD3<Double>(SIMD3(shape.x - 1, shape.y - 1, shape.z - 1))
    let strides = SIMD3(1, shape.x, shape.x * shape.y)
    let values = withScalars { scalars in
      [Float](unsafeUninitializedCapacity: grid.voxelCount) { result, count in
        for z in 0..<grid.shape.z {
          for y in 0..<grid.shape.y {
            let start = origin + stepY * Double(y) + stepZ * Double(z)
            for x in 0..<grid.shape.x {
              let place = start + stepX * Double(x)
              result.initializeElement(
                at: count, to: Self.value(at: place, last: last, strides: strides, shape: shape, in: scalars))
              count += 1
            }
          }
        }
      }
    }
    return Volume(grid: grid, scalars: values)
  }

  /// Half a voxel beyond the outermost centres still belongs to the outermost voxel.
  private static func value(
    at place: SIMD3<Double>, last: SIMD3<Double>, strides: SIMD3<Int>, shape: SIMD3<Int>,
    in scalars: UnsafeBufferPointer<Float>
  ) -> Float {
    let edge = last + 0.5
    guard place.x >= -0.5, place.y >= -0.5, place.z >= -0.5, place.x <= edge.x, place.y <= edge.y, place.z <= edge.z
    else { return 0 }
    let inside = SIMD3(
      min(max(place.x, 0), last.x), min(max(place.y, 0), last.y), min(max(place.z, 0), last.z))
    let low = SIMD3<Int>(inside.rounded(.down))
    let part = inside - SIMD3<Double>(low)
    let index = (low &* strides).wrappedSum()
    // A neighbour of no weight may lie outside, so it is not asked.
    let next = SIMD3(part.x > 0 ? strides.x : 0, part.y > 0 ? strides.y : 0, part.z > 0 ? strides.z : 0)
    func mixed(_ a: Float, _ b: Float, _ fraction: Double) -> Float {
      fraction == 0 ? a : a + (b - a) * Float(fraction)
    }
    func along(_ start: Int) -> Float { mixed(scalars[start], scalars[start + next.x], part.x) }
    func across(_ start: Int) -> Float { mixed(along(start), along(start + next.y), part.y) }
    return mixed(across(index), across(index + next.z), part.z)
  }
}
