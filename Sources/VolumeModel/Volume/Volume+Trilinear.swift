extension Volume where Scalar == Float {
  /// Calls `body` with a function that interpolates linearly between the eight voxels around a place, which is given in
  /// voxels; beyond the outermost voxels their values go on.
  func withTrilinearSampling<Result>(_ body: ((SIMD3<Float>) -> Float) -> Result) -> Result {
    let shape = grid.shape
    let last = SIMD3<Float>(Float(shape.x - 1), Float(shape.y - 1), Float(shape.z - 1))
    let (row, plane) = (shape.x, shape.x * shape.y)
    return withScalars { scalars in
      body { place in
        let inside = pointwiseMin(pointwiseMax(place, .zero), last)
        // Not a number becomes the first voxel: an index must never come of it.
        let floor = inside.rounded(.down)
        let x = min(Int(exactly: floor.x) ?? 0, max(shape.x - 2, 0))
        let y = min(Int(exactly: floor.y) ?? 0, max(shape.y - 2, 0))
        let z = min(Int(exactly: floor.z) ?? 0, max(shape.z - 2, 0))
        let fraction = inside - SIMD3(Float(x), Float(y), Float(z))
        let (right, front, up) = (shape.x > 1 ? 1 : 0, shape.y > 1 ? row : 0, shape.z > 1 ? plane : 0)
        let corner = x + row * y + plane * z
        @inline(__always) func along(_ start: Int) -> Float {
          scalars[start] + fraction.x * (scalars[start + right] - scalars[start])
        }
        @inline(__always) func across(_ start: Int) -> Float {
          let near = along(start)
          return near + fraction.y * (along(start + front) - near)
        }
        let below = across(corner)
        return below + fraction.z * (across(corner + up) - below)
      }
    }
  }

  /// A volume on a grid, each voxel interpolated linearly at the place that `place` gives for it.
  func interpolated(on grid: VoxelGrid, at place: (SIMD3<Int>) -> SIMD3<Float>) -> Volume<Float> {
    var result = Volume<Float>(grid: grid, filledWith: 0)
    result.withMutableScalars { scalars in
      withTrilinearSampling { sample in
        var index = 0
        for z in 0..<grid.shape.z {
          for y in 0..<grid.shape.y {
            for x in 0..<grid.shape.x {
              scalars[index] = sample(place(SIMD3(x, y, z)))
              index += 1
            }
          }
        }
      }
    }
    return result
  }
}
