/// The exact squared Euclidean distance transform, axis by axis: after a pass every voxel holds the lower envelope of
/// the parabolas that stand on the voxels of its line (Felzenszwalb and Huttenlocher 2012), so each pass is linear in
/// the number of voxels.
public enum DistanceTransform {
  /// Turns a field of 0 (a feature) and infinity into squared distances, in place; values beyond `reachMM` become or
  /// stay infinite, as far as dropping them early helps.
  static func transform(
    _ field: UnsafeMutableBufferPointer<Double>, shape: SIMD3<Int>, spacingMM: SIMD3<Double>, reachMM: Double
  ) {
    guard shape.x > 0, shape.y > 0, shape.z > 0 else { return }
    // A little more than the square, so that rounding never drops a voxel at exactly `reachMM`.
    let limit = reachMM * reachMM * (1 + 1e-9)
    let plane = shape.x * shape.y
    let squaresX = squares(count: shape.x, spacingMM: spacingMM.x, limit: limit)
    squaresX.withUnsafeBufferPointer { squares in
      for row in stride(from: 0, to: field.count, by: shape.x) {
        transformRow(UnsafeMutableBufferPointer(rebasing: field[row..<row + shape.x]), squares: squares)
      }
    }
    var alongY = LineTransform(length: shape.y, spacingMM: spacingMM.y, limit: limit)
    for z in 0..<shape.z { alongY.run(on: field, from: z * plane, stride: shape.x, lines: shape.x) }
    var alongZ = LineTransform(length: shape.z, spacingMM: spacingMM.z, limit: limit)
    alongZ.run(on: field, from: 0, stride: plane, lines: plane)
  }

  /// (k * spacing)^2 for k = 0 ..< count, infinite beyond the limit.
  private static func squares(count: Int, spacingMM: Double, limit: Double) -> [Double] {
    (0..<count).map { k in
      let square = (Double(k) * spacingMM) * (Double(k) * spacingMM)
      return square <= limit ? square : .infinity
    }
  }

  /// The first pass: on a line of features the nearest one is to the left or to the right.
  @inline(__always)
  private static func transformRow(
    _ row: UnsafeMutableBufferPointer<Double>, squares: UnsafeBufferPointer<Double>
  ) {
    var last = -1
    for x in 0..<row.count where row[x] == 0 {
      if last < 0 {
        for k in 0..<x { row[k] = squares[x - k] }
      } else {
        for k in last + 1..<x { row[k] = squares[min(k - last, x - k)] }
      }
      last = x
    }
    guard last >= 0 else { return }
    for k in last + 1..<row.count { row[k] = squares[k - last] }
  }
}
