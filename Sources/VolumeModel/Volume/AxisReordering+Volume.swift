extension AxisReordering {
  /// A volume of the source grid in the target's voxel order.
  public func apply<Scalar>(to volume: Volume<Scalar>) -> Volume<Scalar> {
    let strides = SIMD3(1, source.shape.x, source.shape.x * source.shape.y)
    let start = source.linearIndex(sourceVoxel(ofTarget: .zero))
    var steps = SIMD3<Int>.zero
    for axis in 0..<3 { steps[axis] = strides[sourceAxis[axis]] * (isFlipped[axis] == 1 ? -1 : 1) }
    let shape = target.shape
    let scalars = volume.withScalars { scalars in
      [Scalar](unsafeUninitializedCapacity: target.voxelCount) { result, count in
        for z in 0..<shape.z {
          for y in 0..<shape.y {
            var from = start + z * steps.z + y * steps.y
            for _ in 0..<shape.x {
              result.initializeElement(at: count, to: scalars[from])
              count += 1
              from += steps.x
            }
          }
        }
      }
    }
    return Volume(grid: target, scalars: scalars)
  }
}
