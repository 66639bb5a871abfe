/// The pixels of a slice within a few pixels (Euclidean) of some others.
package struct LesionNeighbourhood {
  private let width: Int
  private let height: Int
  /// Half the width of the disc in each of its rows, the middle row first.
  private let halfWidths: [Int]

  package init(width: Int, height: Int, radius: Int = 3) {
    self.width = width
    self.height = height
    halfWidths = (0...radius).map { row in
      Int(Double(radius * radius - row * row).squareRoot())
    }
  }

  /// The mean of `values` over the neighbourhood; nil when no pixel is meant.
  /// - Parameters:
  ///   - values: one a pixel of the slice, row by row.
  ///   - marks: as many; overwritten with 1 inside the neighbourhood and 0 outside.
  ///   - isMeant: whether a pixel is one of those around which the neighbourhood lies.
  package func mean(
    of values: UnsafeBufferPointer<Float>, marks: UnsafeMutableBufferPointer<Float>, around isMeant: (Int) -> Bool
  ) -> Double? {
    precondition(values.count == width * height && marks.count == values.count)
    marks.update(repeating: 0)
    for row in 0..<height {
      for column in 0..<width where isMeant(row * width + column) { mark(marks, column: column, row: row) }
    }
    var sum = 0.0
    var count = 0
    for pixel in marks.indices where marks[pixel] > 0 {
      sum += Double(values[pixel])
      count += 1
    }
    return count > 0 ? sum / Double(count) : nil
  }

  private func mark(_ marks: UnsafeMutableBufferPointer<Float>, column: Int, row: Int) {
    let radius = halfWidths.count - 1
    for line in max(0, row - radius)...min(height - 1, row + radius) {
      let half = halfWidths[abs(line - row)]
      for place in max(0, column - half)...min(width - 1, column + half) { marks[line * width + place] = 1 }
    }
  }
}
