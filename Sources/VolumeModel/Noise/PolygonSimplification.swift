/// Which corners a simplified outline keeps.
public enum CornerChoice: String, Sendable, Hashable, Codable, CaseIterable {
  /// Those that matter most for the area (Visvalingam and Whyatt, Cartographic Journal 1993).
  case visvalingam
  /// Points at equal steps along the outline from a random start, which differ from seed to seed.
  case equalArc = "equal-arc"
}

extension PixelContour {
  /// The contour with `count` corners, by deleting again and again the corner whose triangle with its neighbours has
  /// the smallest area; of equal ones the first. A contour that has no more corners stays as it is.
  package func simplified(to count: Int) -> [SIMD2<Int>] {
    let total = corners.count
    guard total > max(count, 3) else { return corners }
    var before = (0..<total).map { ($0 + total - 1) % total }
    var after = (0..<total).map { ($0 + 1) % total }
    func doubleArea(_ corner: Int) -> Int {
      let a = corners[before[corner]] &- corners[corner]
      let b = corners[after[corner]] &- corners[corner]
      return abs(a.x * b.y - a.y * b.x)
    }
    var areas = corners.indices.map(doubleArea)
    var isKept = [Bool](repeating: true, count: total)
    for _ in 0..<total - max(count, 3) {
      var smallest = -1
      for corner in areas.indices where isKept[corner] && (smallest < 0 || areas[corner] < areas[smallest]) {
        smallest = corner
      }
      isKept[smallest] = false
      let (left, right) = (before[smallest], after[smallest])
      after[left] = right
      before[right] = left
      areas[left] = doubleArea(left)
      areas[right] = doubleArea(right)
    }
    return corners.indices.filter { isKept[$0] }.map { corners[$0] }
  }
}

/// Outlines of few corners: a polygon through corners of the contour, filled. Holes are filled too; where no pixel
/// centre lies in the polygon, the component's most central pixel stays.
struct PolygonOutline: OutlineNoise {
  let corners: Int
  let choice: CornerChoice
  let spacingMM: SIMD2<Double>

  func apply(to patch: PixelPatch, random: inout RandomStream) -> PixelPatch {
    let contour = PixelContour(patch)
    switch choice {
    case .visvalingam:
      return PixelPatch(inside: contour.simplified(to: corners).map { SIMD2<Double>($0) }, orCentreOf: patch)
    case .equalArc:
      let start = random.uniform() * contour.lengthMM(spacingMM)
      return PixelPatch(
        inside: contour.points(max(corners, 3), startMM: start, spacingMM: spacingMM), orCentreOf: patch)
    }
  }
}

extension PixelPatch {
  /// The pixels whose centre lies inside a closed polygon by the even-odd rule.
  /// - Parameter polygon: in pixels, as in ``PixelContour``; a centre on an edge belongs to the side of larger columns
  ///   and rows.
  package init(inside polygon: [SIMD2<Double>]) {
    let xs = polygon.map(\.x)
    let ys = polygon.map(\.y)
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max() else {
      self.init(origin: .zero, width: 0, height: 0)
      return
    }
    let origin = SIMD2(Int(left.rounded(.down)), Int(top.rounded(.down)))
    self.init(
      origin: origin, width: Int(right.rounded(.up)) - origin.x, height: Int(bottom.rounded(.up)) - origin.y)
    for row in rows {
      let y = Double(row) + 0.5
      var crossings: [Double] = []
      for (index, a) in polygon.enumerated() {
        let b = polygon[(index + 1) % polygon.count]
        guard (a.y <= y) != (b.y <= y) else { continue }
        crossings.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
      }
      crossings.sort()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let first = Int((crossings[pair] - 0.5).rounded(.up))
        let end = Int((crossings[pair + 1] - 0.5).rounded(.up))
        for column in first..<max(first, end) { self[column, row] = true }
      }
    }
  }

  /// The same; where nothing is inside, the central pixel of `patch`, so that no lesion vanishes.
  init(inside polygon: [SIMD2<Double>], orCentreOf patch: PixelPatch) {
    self.init(inside: polygon)
    guard isEmpty, let pixel = patch.centralPixel else { return }
    self.init(origin: pixel, width: 1, height: 1)
    self[pixel.x, pixel.y] = true
  }
}

extension NoiseDescription {
  /// An outline has three corners at least.
  static let polygonOutline = NoiseDescription(
    strengthUnit: "corners an outline", usualStrength: 7, strengths: 3...1024, countsWholeNumbers: true,
    isMilderWhenLarger: true
  ) { strength, settings in
    .outlines { PolygonOutline(corners: Int(strength), choice: settings.corners, spacingMM: $0) }
  }
}
