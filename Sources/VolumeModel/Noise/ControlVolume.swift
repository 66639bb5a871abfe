/// Values at the nodes of a regular grid of `side` x `side` x `side`, and the cubic B-spline through them: ``ControlGrid`` in
/// three dimensions.
package struct ControlVolume: Sendable, Hashable {
  package let side: Int
  /// Spline coefficients along the third axis, each a surface along the other two.
  private let surfaces: [ControlGrid]

  /// - Parameter values: the first axis fastest.
  package init(side: Int, values: [Double]) {
    precondition(side >= 2 && values.count == side * side * side, "a value for each node")
    self.side = side
    let area = side * side
    let columns = (0..<area).map { node in
      ControlGrid.coefficients(of: (0..<side).map { values[node + $0 * area] })
    }
    surfaces = (0..<side).map { layer in ControlGrid(side: side, values: columns.map { $0[layer] }) }
  }

  /// The value at a place between the nodes, each coordinate from 0 to `side` - 1; places beyond take the edge's value.
  package func value(at place: SIMD3<Double>) -> Double {
    let (first, weights) = ControlGrid.weights(min(max(place.z, 0), Double(side - 1)))
    var sum = 0.0
    for layer in 0..<4 where weights[layer] != 0 {
      sum +=
        weights[layer]
        * surfaces[ControlGrid.mirrored(first + layer, side)].value(at: SIMD2(place.x, place.y))
    }
    return sum
  }
}
