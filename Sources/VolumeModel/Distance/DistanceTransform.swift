import Foundation

/// The exact squared Euclidean distance transform, axis by axis (Saito and Toriwaki 1994): along x the nearest feature
/// of a row lies to the left or to the right; along y and z every voxel takes the best of its line (`LineTransform`).
/// Rows and planes without features cost nothing before the last pass.
///
/// Large fields are shared out over the cores; the values do not depend on how many there are.
struct DistanceTransform {
  private let shape: SIMD3<Int>
  private let features: FeatureRows
  private let squaresX: [Double]
  private let alongY: LineTransform
  private let alongZ: LineTransform
  /// The planes with features, which are all that the last pass reads.
  private let planes: [Int32]

  private typealias Lines = LineTransform.Lines

  init(features: FeatureRows, spacingMM: SIMD3<Double>, reachMM: Double) {
    shape = features.shape
    self.features = features
    squaresX = (0..<max(shape.x, 1)).map { (Double($0) * spacingMM.x) * (Double($0) * spacingMM.x) }
    alongY = LineTransform(length: shape.y, spacingMM: spacingMM.y)
    // A little more than the square, so that rounding never drops a voxel at exactly `reachMM`.
    let limit = reachMM * reachMM * (1 + 1e-9)
    alongZ = LineTransform(length: shape.z, spacingMM: spacingMM.z, limit: limit)
    planes = (0..<features.shape.z).filter { z in
      (0..<features.shape.y).contains { features.isOccupied(y: $0, z: z) }
    }.map { Int32($0) }
  }

  /// Fills `field`, x fastest over the shape, with squared distances; all infinite without features.
  func fill(_ field: UnsafeMutableBufferPointer<Double>) {
    guard let start = field.baseAddress, !planes.isEmpty else {
      field.update(repeating: .infinity)
      return
    }
    nonisolated(unsafe) let target = start
    Self.distribute(planes.count, isLarge: field.count > 1 << 18) { fillPlanes(planes[$0], target) }
    let bundles = (shape.x * shape.y + LineTransform.width - 1) / LineTransform.width
    Self.distribute(bundles, isLarge: field.count > 1 << 18) { finishLines($0, target) }
  }

  /// Calls `body` with the parts of 0 ..< count, on all cores when the work is large.
  private static func distribute(_ count: Int, isLarge: Bool, _ body: (Range<Int>) -> Void) {
    let workers = isLarge ? min(ProcessInfo.processInfo.activeProcessorCount, count) : 1
    guard workers > 1 else { return body(0..<count) }
    // Several parts a worker, since some planes hold more than others.
    let parts = min(count, 8 * workers)
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        body(count * part / parts..<count * (part + 1) / parts)
      }
    }
  }

  /// The passes along x and y.
  private func fillPlanes(_ planes: ArraySlice<Int32>, _ field: UnsafeMutablePointer<Double>) {
    let bundles = (shape.x + LineTransform.width - 1) / LineTransform.width
    withUnsafeTemporaryAllocation(of: Lines.self, capacity: bundles * shape.y) { heights in
      guard let first = heights.baseAddress else { return }
      for z in planes.lazy.map({ Int($0) }) {
        let rows = (0..<shape.y).filter { features.isOccupied(y: $0, z: z) }.map { Int32($0) }
        for (place, y) in rows.enumerated() { fillRow(y: Int(y), z: z, first + place) }
        let plane = field + z * shape.x * shape.y
        rows.withUnsafeBufferPointer { rows in
          for bundle in 0..<bundles {
            let x = bundle * LineTransform.width
            alongY.run(
              heights: first + bundle * shape.y, apexes: rows, result: plane + x, stride: shape.x,
              count: min(LineTransform.width, shape.x - x))
          }
        }
      }
    }
  }

  /// The pass along x: square distances of one row, spread over the bundles of its plane.
  private func fillRow(y: Int, z: Int, _ row: UnsafeMutablePointer<Lines>) {
    // Bundles of a plane lie one after the other, each with a place for every row.
    let values = UnsafeMutableRawPointer(row).assumingMemoryBound(to: Double.self)
    let width = LineTransform.width
    let step = shape.y * width
    squaresX.withUnsafeBufferPointer { squares in
      func set(_ x: Int, _ steps: Int) { values[x / width * step + x % width] = squares[steps] }
      var last = -1
      features.forEachFeature(y: y, z: z) { x in
        if last < 0 {
          for k in 0...x { set(k, x - k) }
        } else {
          for k in last + 1..<x { set(k, min(k - last, x - k)) }
          set(x, 0)
        }
        last = x
      }
      for k in last + 1..<shape.x { set(k, k - last) }
      // The lanes beyond the row take part in nothing but must be numbers.
      for k in shape.x..<(shape.x + width - 1) / width * width { values[k / width * step + k % width] = 0 }
    }
  }

  /// The pass along z.
  private func finishLines(_ bundles: Range<Int>, _ field: UnsafeMutablePointer<Double>) {
    let area = shape.x * shape.y
    withUnsafeTemporaryAllocation(of: Lines.self, capacity: planes.count) { scratch in
      guard let heights = scratch.baseAddress else { return }
      planes.withUnsafeBufferPointer { planes in
        for bundle in bundles {
          let first = bundle * LineTransform.width
          let count = min(LineTransform.width, area - first)
          for (place, z) in planes.enumerated() {
            heights[place] = Self.load(field + Int(z) * area + first, count: count)
          }
          alongZ.run(heights: heights, apexes: planes, result: field + first, stride: area, count: count)
        }
      }
    }
  }

  @inline(__always)
  private static func load(_ source: UnsafePointer<Double>, count: Int) -> Lines {
    if count >= LineTransform.width { return UnsafeRawPointer(source).loadUnaligned(as: Lines.self) }
    var lines = Lines.zero
    for lane in 0..<count { lines[lane] = source[lane] }
    return lines
  }
}
