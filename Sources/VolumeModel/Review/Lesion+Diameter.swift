extension Lesion {
  /// The largest distance between two points of the lesion as a solid of voxels (its maximum Feret diameter), in
  /// millimetres: exact, for axes at right angles. One voxel of 1 mm has 1.73 mm, its diagonal.
  ///
  /// The two points are corners of the solid's convex hull, so only the hull of each slice has to be looked at.
  public func largestDiameterMM(spacingMM: SIMD3<Double>) -> Double {
    let hulls = sliceHulls()
    let slices = hulls.keys.sorted()
    var largest = 0.0
    for (index, first) in slices.enumerated() {
      for second in slices[index...] {
        let dz = Double(second - first + 1) * spacingMM.z
        for a in hulls[first] ?? [] {
          for b in hulls[second] ?? [] {
            let dx = Double(a.x - b.x) * spacingMM.x
            let dy = Double(a.y - b.y) * spacingMM.y
            largest = max(largest, dx * dx + dy * dy + dz * dz)
          }
        }
      }
    }
    return largest.squareRoot()
  }

  /// For each slice along z the convex hull of its voxels' corners, in whole steps along x and y.
  private func sliceHulls() -> [Int: [SIMD2<Int>]] {
    var extents: [Int: [Int: Range<Int>]] = [:]
    for run in runs {
      let place = position(of: run)
      let range = Int(run.lower)..<Int(run.upper)
      let known = extents[place.z, default: [:]][place.y] ?? range
      extents[place.z, default: [:]][place.y] =
        min(known.lowerBound, range.lowerBound)..<max(known.upperBound, range.upperBound)
    }
    return extents.mapValues { rows in
      ConvexHull.corners(
        of: rows.flatMap { y, range in
          [
            SIMD2(range.lowerBound, y), SIMD2(range.upperBound, y), SIMD2(range.lowerBound, y + 1),
            SIMD2(range.upperBound, y + 1),
          ]
        })
    }
  }
}

/// The convex hull of points of a plane with whole coordinates, by Andrew's monotone chain (1979): exact.
enum ConvexHull {
  static func corners(of points: [SIMD2<Int>]) -> [SIMD2<Int>] {
    let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    guard sorted.count > 2 else { return sorted }
    return half(sorted) + half(sorted.reversed())
  }

  /// One side of the hull, without its last point.
  private static func half(_ points: [SIMD2<Int>]) -> [SIMD2<Int>] {
    var chain: [SIMD2<Int>] = []
    for point in points {
      while chain.count > 1, turn(chain[chain.count - 2], chain[chain.count - 1], point) <= 0 { chain.removeLast() }
      chain.append(point)
    }
    return chain.dropLast()
  }

  private static func turn(_ a: SIMD2<Int>, _ b: SIMD2<Int>, _ c: SIMD2<Int>) -> Int {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }
}
