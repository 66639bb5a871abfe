/// The five row filters of PNG; the one whose output is smallest in sum is chosen for every row.
enum PNGFilter: UInt8, CaseIterable {
  case none, left, above, average, paeth

  /// `samples` with a filter byte before each row.
  static func filtered(_ samples: [UInt8], rowLength: Int, pixelLength: Int) -> [UInt8] {
    let rows = samples.count / rowLength
    var output: [UInt8] = []
    output.reserveCapacity(samples.count + rows)
    var above = [UInt8](repeating: 0, count: rowLength)
    var candidate = above
    var best = above
    for row in 0..<rows {
      let current = Array(samples[row * rowLength..<(row + 1) * rowLength])
      var bestFilter = PNGFilter.none
      var smallest = Int.max
      for filter in allCases {
        filter.apply(to: current, above: above, pixelLength: pixelLength, into: &candidate)
        let sum = candidate.reduce(0) { $0 + Int(Int8(bitPattern: $1).magnitude) }
        if sum < smallest {
          (smallest, bestFilter) = (sum, filter)
          swap(&best, &candidate)
        }
      }
      output.append(bestFilter.rawValue)
      output += best
      above = current
    }
    return output
  }

  private func apply(to row: [UInt8], above: [UInt8], pixelLength: Int, into output: inout [UInt8]) {
    for index in row.indices {
      let left = index >= pixelLength ? row[index - pixelLength] : 0
      let up = above[index]
      let corner = index >= pixelLength ? above[index - pixelLength] : 0
      let predicted: UInt8 =
        switch self {
        case .none: 0
        case .left: left
        case .above: up
        case .average: UInt8((Int(left) + Int(up)) / 2)
        case .paeth: Self.nearest(left: Int(left), above: Int(up), corner: Int(corner))
        }
      output[index] = row[index] &- predicted
    }
  }

  /// Paeth's predictor: the neighbour nearest to left + above - corner, in that order on a tie.
  private static func nearest(left: Int, above: Int, corner: Int) -> UInt8 {
    let estimate = left + above - corner
    let (toLeft, toAbove, toCorner) = (abs(estimate - left), abs(estimate - above), abs(estimate - corner))
    if toLeft <= toAbove, toLeft <= toCorner { return UInt8(left) }
    return UInt8(toAbove <= toCorner ? above : corner)
  }
}
