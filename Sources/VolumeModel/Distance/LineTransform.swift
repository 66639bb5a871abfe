/// The pass of the distance transform along y or z, on a bundle of eight lines that lie side by side in memory.
///
/// A voxel of a line gets the least of height + (spacing (x - apex))^2 over the apexes of its line. Which apex that is
/// never moves back as x moves on, so that the middle voxel of a stretch bounds the search in both halves (as in the
/// SMAWK algorithm of Aggarwal et al. 1987). All eight lines share one search, whose bounds are the widest of the
/// eight: neighbouring lines nearly agree, and every step works on eight numbers at once.
struct LineTransform {
  typealias Lines = SIMD8<Double>
  static let width = Lines.scalarCount

  /// (k spacing)^2.
  private let squares: [Double]

  init(length: Int, spacingMM: Double) {
    squares = (0..<max(length, 1)).map { (Double($0) * spacingMM) * (Double($0) * spacingMM) }
  }

  /// - Parameters:
  ///   - heights: the bundle, voxel after voxel; only those at `apexes` are looked at.
  ///   - apexes: ascending; at least one.
  ///   - result: receives one value for each voxel of the line.
  func run(
    heights: UnsafePointer<Lines>, apexes: UnsafeBufferPointer<Int32>, result: UnsafeMutablePointer<Lines>, length: Int
  ) {
    squares.withUnsafeBufferPointer { squares in
      guard let squares = squares.baseAddress, let first = apexes.baseAddress else { return }
      Search(heights: heights, apexes: first, result: result, squares: squares)
        .run(from: 0, to: length - 1, firstApex: 0, lastApex: apexes.count - 1)
    }
  }
}

private struct Search {
  let heights: UnsafePointer<LineTransform.Lines>
  let apexes: UnsafePointer<Int32>
  let result: UnsafeMutablePointer<LineTransform.Lines>
  let squares: UnsafePointer<Double>

  func run(from lower: Int, to upper: Int, firstApex: Int, lastApex: Int) {
    var lower = lower
    var firstApex = firstApex
    while lower < upper {
      let middle = (lower + upper) / 2
      var best = value(at: middle, apex: firstApex)
      // As numbers, because masks and values are then of one width.
      var place = LineTransform.Lines(repeating: Double(firstApex))
      var apex = firstApex + 1
      while apex <= lastApex {
        let value = value(at: middle, apex: apex)
        let isLess = value .< best
        place.replace(with: Double(apex), where: isLess)
        best.replace(with: value, where: isLess)
        apex &+= 1
      }
      result[middle] = best
      run(from: lower, to: middle - 1, firstApex: firstApex, lastApex: Int(-(-place).least))
      lower = middle + 1
      firstApex = Int(place.least)
    }
    // The last voxel bounds nobody, so that its place need not be known.
    guard lower == upper else { return }
    var best = value(at: lower, apex: firstApex)
    var apex = firstApex + 1
    while apex <= lastApex {
      let value = value(at: lower, apex: apex)
      best.replace(with: value, where: value .< best)
      apex &+= 1
    }
    result[lower] = best
  }

  @inline(__always)
  private func value(at position: Int, apex: Int) -> LineTransform.Lines {
    let at = Int(apexes[apex])
    return heights[at] + squares[abs(position &- at)]
  }
}

extension SIMD8<Double> {
  /// The least of the eight; the standard library's own is a loop.
  @inline(__always)
  fileprivate var least: Double {
    var four = lowHalf
    four.replace(with: highHalf, where: highHalf .< four)
    var two = four.lowHalf
    two.replace(with: four.highHalf, where: four.highHalf .< two)
    return Swift.min(two.x, two.y)
  }
}
