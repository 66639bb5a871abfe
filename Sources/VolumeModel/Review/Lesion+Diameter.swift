extension Lesion {
  /// The largest distance between two points of the lesion as a solid of voxels (its maximum Feret diameter), in
  /// millimetres: exact, for axes at right angles. One voxel of 1 mm has 1.73 mm, its diagonal.
  ///
  /// The two points are corners of the solid's convex hull, so only the hull of each slice has to be looked at.
  public func largestDiameterMM(spacingMM: SIMD3<Double>) -> Double {
    let hulls = sliceHulls()
    var largest = 0.0
    for (index, first) in hulls.enumerated() {
      for second in hulls[index...] {
        let dz = Double(second.slice - first.slice + 1) * spacingMM.z
        for a in first.corners {
          for b in second.corners {
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
  private func sliceHulls() -> [(slice: Int, corners: [SIMD2<Int>])] {
    var hulls: [(slice: Int, corners: [SIMD2<Int>])] = []
    // Runs come row by row and slice by slice. The ends of every run are enough: the hull takes the outermost.
    for run in runs {
      let place = position(of: run)
      if hulls.last?.slice != place.z { hulls.append((place.z, [])) }
      hulls[hulls.count - 1].corners += [
        SIMD2(Int(run.lower), place.y), SIMD2(Int(run.upper), place.y), SIMD2(Int(run.lower), place.y + 1),
        SIMD2(Int(run.upper), place.y + 1),
      ]
    }
    return hulls.map { ($0.slice, ConvexHull.corners(of: $0.corners)) }
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
