extension Volume where Scalar == Float {
  /// The volume smoothed by a Gaussian along each axis.
  ///
  /// The filter ends at four standard deviations, and at its faces the volume goes on as its mirror image, the first
  /// voxel repeated: SciPy's `gaussian_filter` with its defaults.
  /// - Parameter deviationMM: the standard deviation along x, y and z in mm; 0 leaves an axis as it is.
  public func smoothed(deviationMM: SIMD3<Double>) -> Volume<Float> {
    var result = self
    result.smooth(deviationMM: deviationMM)
    return result
  }

  /// The same in place, which spares a copy of a large volume.
  mutating func smooth(deviationMM: SIMD3<Double>) {
    let spacing = grid.usableSpacingMM
    let shape = grid.shape
    let strides = SIMD3(1, shape.x, shape.x * shape.y)
    for axis in 0..<3 {
      // Of four times the length on, the result is the mean to single precision, and only takes longer.
      let deviation = min(max(deviationMM[axis], 0) / spacing[axis], 4 * Double(shape[axis]))
      let weights = GaussianWeights(deviation: deviation)
      guard weights.radius > 0 else { continue }
      smooth(weights, length: shape[axis], stride: strides[axis])
    }
  }

  /// The same deviation along all axes.
  public func smoothed(deviationMM: Double) -> Volume<Float> { smoothed(deviationMM: SIMD3(repeating: deviationMM)) }

  /// Lines that lie side by side in memory are filtered together, so many at a time that they stay in the cache.
  private static let linesTogether = 512

  /// Filters along one axis.
  private mutating func smooth(_ weights: GaussianWeights, length: Int, stride: Int) {
    let radius = weights.radius
    let taps = (-radius...radius).map { Float(weights[$0]) }
    let places = (-radius..<length + radius).map { Self.mirrored($0, length: length) }
    let (count, together) = (grid.voxelCount, min(stride, Self.linesTogether))
    withMutableScalars { scalars in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: places.count * together) { copy in
        for block in Swift.stride(from: 0, to: count, by: length * stride) {
          for first in Swift.stride(from: block, to: block + stride, by: together) {
            let lines = min(together, block + stride - first)
            for (number, place) in places.enumerated() {
              let from = first + place * stride
              for i in 0..<lines { copy[number * lines + i] = scalars[from + i] }
            }
            if stride == 1 {
              Self.sum(copy, taps, into: UnsafeMutableBufferPointer(rebasing: scalars[first..<first + length]))
              continue
            }
            for position in 0..<length {
              let row = first + position * stride
              Self.sum(
                UnsafeMutableBufferPointer(rebasing: copy[(position * lines)...]), taps, step: lines,
                into: UnsafeMutableBufferPointer(rebasing: scalars[row..<row + lines]))
            }
          }
        }
      }
    }
  }

  /// target[i] = the sum over taps of tap * source[number * step + i].
  private static func sum(
    _ source: UnsafeMutableBufferPointer<Float>, _ taps: [Float], step: Int = 1,
    into target: UnsafeMutableBufferPointer<Float>
  ) {
    for i in target.indices { target[i] = 0 }
    for (number, tap) in taps.enumerated() {
      let from = number * step
      for i in target.indices { target[i] += tap * source[from + i] }
    }
  }

  private static func mirrored(_ place: Int, length: Int) -> Int {
    let wrapped = ((place % (2 * length)) + 2 * length) % (2 * length)
    return wrapped < length ? wrapped : 2 * length - 1 - wrapped
  }
}
