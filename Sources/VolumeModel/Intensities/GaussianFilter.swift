extension Volume where Scalar == Float {
  /// The volume smoothed by a Gaussian along each axis.
  ///
  /// The filter ends at four standard deviations, and at its faces the volume goes on as its mirror image, the first
  /// voxel repeated: SciPy's `gaussian_filter` with its defaults.
  /// - Parameter deviationMM: the standard deviation along x, y and z in mm; 0 leaves an axis as it is.
  public func smoothed(deviationMM: SIMD3<Double>) -> Volume<Float> {
    var result = self
    let spacing = grid.usableSpacingMM
    let shape = grid.shape
    let strides = SIMD3(1, shape.x, shape.x * shape.y)
    for axis in 0..<3 {
      // Of four times the length on, the result is the mean to single precision, and only takes longer.
      let deviation = min(max(deviationMM[axis], 0) / spacing[axis], 4 * Double(shape[axis]))
      let weights = GaussianWeights(deviation: deviation)
      guard weights.radius > 0 else { continue }
      result.smooth(weights, length: shape[axis], stride: strides[axis])
    }
    return result
  }

  /// The same deviation along all axes.
  public func smoothed(deviationMM: Double) -> Volume<Float> { smoothed(deviationMM: SIMD3(repeating: deviationMM)) }

  /// Filters along one axis. Lines that lie side by side in memory are filtered together.
  private mutating func smooth(_ weights: GaussianWeights, length: Int, stride: Int) {
    let radius = weights.radius
    let taps = (-radius...radius).map { Float(weights[$0]) }
    let places = (-radius..<length + radius).map { Self.mirrored($0, length: length) }
    let count = grid.voxelCount
    withMutableScalars { scalars in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: length * stride) { copy in
        for block in Swift.stride(from: 0, to: count, by: length * stride) {
          let target = UnsafeMutableBufferPointer(rebasing: scalars[block..<block + length * stride])
          _ = copy.update(fromContentsOf: target)
          for position in 0..<length {
            let row = position * stride
            for i in 0..<stride { target[row + i] = 0 }
            for (number, tap) in taps.enumerated() {
              let from = places[position + number] * stride
              for i in 0..<stride { target[row + i] += tap * copy[from + i] }
            }
          }
        }
      }
    }
  }

  private static func mirrored(_ place: Int, length: Int) -> Int {
    let wrapped = ((place % (2 * length)) + 2 * length) % (2 * length)
    return wrapped < length ? wrapped : 2 * length - 1 - wrapped
  }
}
