/// The outer contour of a component, along the corners of its pixels: pixel (column, row) spans column ... column + 1
/// and row ... row + 1, so its centre lies at + 0.5. Closed; the last corner joins the first.
package struct PixelContour: Sendable, Hashable {
  /// The corners where the contour turns.
  package let corners: [SIMD2<Int>]

  /// Follows the outer edge of a patch's first component, pixels that meet at a corner being joined. Holes are passed
  /// over. Empty for an empty patch.
  package init(_ patch: PixelPatch) {
    guard !patch.isEmpty else {
      corners = []
      return
    }
    // From the upper left corner of the first pixel along its upper edge, so what is in lies to the right. No other
    // part of the contour touches this corner.
    let start = patch.firstPixel
    let headings = [SIMD2(1, 0), SIMD2(0, 1), SIMD2(-1, 0), SIMD2(0, -1)]
    var corners = [start]
    var heading = 0
    var position = start &+ headings[0]
    while position != start {
      let (left, right) = Self.pixelsAhead(of: position, heading: heading)
      let turn = patch[left.x, left.y] ? 3 : patch[right.x, right.y] ? 0 : 1
      if turn != 0 { corners.append(position) }
      heading = (heading + turn) % 4
      position = position &+ headings[heading]
    }
    self.corners = corners
  }

  /// The pixels to the left and to the right of the way on from a corner.
  private static func pixelsAhead(of corner: SIMD2<Int>, heading: Int) -> (left: SIMD2<Int>, right: SIMD2<Int>) {
    let around = [corner, corner &- SIMD2(1, 0), corner &- SIMD2(1, 1), corner &- SIMD2(0, 1)]
    return (around[(heading + 3) % 4], around[heading])
  }

  /// Points at equal steps of arc length along the contour, in pixels.
  /// - Parameters:
  ///   - count: how many points.
  ///   - startMM: where the first lies, from the first corner on.
  ///   - spacingMM: of columns and rows, in which lengths are measured.
  package func points(_ count: Int, startMM: Double = 0, spacingMM: SIMD2<Double>) -> [SIMD2<Double>] {
    let sides = lengthsMM(spacingMM)
    let perimeter = sides.reduce(0, +)
    guard count > 0, perimeter > 0 else { return [] }
    var points: [SIMD2<Double>] = []
    var side = 0
    var behind = 0.0
    // Walks on from where the first point lies, round the start if need be, so that sides are passed once.
    let first = startMM.truncatingRemainder(dividingBy: perimeter)
    for step in 0..<count {
      let place = first + perimeter * Double(step) / Double(count)
      while place - behind > sides[side % sides.count] {
        behind += sides[side % sides.count]
        side += 1
      }
      let from = SIMD2<Double>(corners[side % corners.count])
      let to = SIMD2<Double>(corners[(side + 1) % corners.count])
      points.append(from + (to - from) * ((place - behind) / sides[side % sides.count]))
    }
    return points
  }

  func lengthMM(_ spacingMM: SIMD2<Double>) -> Double { lengthsMM(spacingMM).reduce(0, +) }

  private func lengthsMM(_ spacingMM: SIMD2<Double>) -> [Double] {
    corners.indices.map { index in
      let d = SIMD2<Double>(corners[(index + 1) % corners.count] &- corners[index]) * spacingMM
      return (d * d).sum().squareRoot()
    }
  }
}
