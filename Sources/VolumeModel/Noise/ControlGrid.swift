/// Values at the nodes of a regular grid of `side` x `side`, and the cubic B-spline surface through them.
///
/// The surface is the one that SciPy's `map_coordinates(order=3, mode='mirror')` interpolates: beyond the outer nodes
/// the coefficients are mirrored.
package struct ControlGrid: Sendable, Hashable {
  package let side: Int
  /// Columns fastest.
  private var coefficients: [Double]

  package init(side: Int, values: [Double]) {
    precondition(side >= 2 && values.count == side * side, "a value for each node")
    self.side = side
    coefficients = values
    for row in 0..<side { filter(start: row * side, step: 1) }
    for column in 0..<side { filter(start: column, step: side) }
  }

  /// What no value leaves: the surface is a mean of coefficients everywhere.
  var limits: ClosedRange<Double> { (coefficients.min() ?? 0)...(coefficients.max() ?? 0) }

  private mutating func filter(start: Int, step: Int) {
    let line = Self.coefficients(of: (0..<side).map { coefficients[start + $0 * step] })
    for k in 0..<side { coefficients[start + k * step] = line[k] }
  }

  /// Turns the values along a line into spline coefficients: (c[k-1] + 4 c[k] + c[k+1]) / 6 = v[k], mirrored at both
  /// ends, solved by elimination.
  static func coefficients(of values: [Double]) -> [Double] {
    let side = values.count
    var upper = [Double](repeating: 0, count: side)
    var right = [Double](repeating: 0, count: side)
    for k in 0..<side {
      let before = k == 0 ? 0.0 : k == side - 1 ? 2 : 1
      let after = k == 0 ? 2.0 : k == side - 1 ? 0 : 1
      let pivot = 4 - (k > 0 ? before * upper[k - 1] : 0)
      upper[k] = after / pivot
      right[k] = (6 * values[k] - (k > 0 ? before * right[k - 1] : 0)) / pivot
    }
    for k in stride(from: side - 2, through: 0, by: -1) { right[k] -= upper[k] * right[k + 1] }
    return right
  }

  /// The surface at a place between the nodes, each coordinate from 0 to `side` - 1; places beyond take the edge's
  /// value.
  package func value(at place: SIMD2<Double>) -> Double {
    let limit = Double(side - 1)
    let (firstX, weightsX) = Self.weights(min(max(place.x, 0), limit))
    let (firstY, weightsY) = Self.weights(min(max(place.y, 0), limit))
    var sum = 0.0
    for row in 0..<4 {
      let base = Self.mirrored(firstY + row, side) * side
      var line = 0.0
      for column in 0..<4 { line += weightsX[column] * coefficients[base + Self.mirrored(firstX + column, side)] }
      sum += weightsY[row] * line
    }
    return sum
  }

  static func mirrored(_ index: Int, _ side: Int) -> Int {
    let period = 2 * (side - 1)
    let wrapped = ((index % period) + period) % period
    return wrapped < side ? wrapped : period - wrapped
  }

  /// The four nodes around a place and the values of their basis splines there.
  static func weights(_ place: Double) -> (first: Int, weights: SIMD4<Double>) {
    let floor = place.rounded(.down)
    let t = place - floor
    let s = 1 - t
    let weights = SIMD4(s * s * s, 4 - 6 * t * t + 3 * t * t * t, 4 - 6 * s * s + 3 * s * s * s, t * t * t) / 6
    return (Int(floor) - 1, weights)
  }
}
