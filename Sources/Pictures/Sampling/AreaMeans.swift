import VolumeModel

/// Means of the voxels under each sample, weighted by how much of a voxel the sample covers: a separable box filter. Each
/// row of voxels in view is averaged along the columns once, then rows are averaged.
struct AreaMeans {
  private let strides: SampledSlice.Strides
  private let across: Footprints
  private let down: Footprints

  init(_ geometry: SliceGeometry, slice: Int, across: Footprints, down: Footprints) {
    strides = SampledSlice.Strides(geometry, slice: slice)
    self.across = across
    self.down = down
  }

  /// A mean a sample, row by row; NaN where the sample has no finite value under it.
  /// - Parameter transform: what is averaged in place of a voxel's value.
  @inline(__always)
  func samples(of image: Volume<Float>, value transform: (Float) -> Float) -> [Float] {
    let columns = across.meanStart.count
    let rows = down.meanStart.count
    var means = [Float](repeating: .nan, count: columns * rows)
    var line = WeightedSums(count: columns)
    var row = WeightedSums(count: columns)
    image.withScalars { voxels in
      var averaged = -1
      for j in 0..<rows where down.meanStart[j] < down.meanEnd[j] {
        let target = j * columns
        // Magnified, several rows of samples lie in one of voxels.
        if j > 0, down.hasSameMean(j, j - 1) {
          for place in target..<target + columns { means[place] = means[place - columns] }
          continue
        }
        row.clear()
        for voxelRow in down.meanStart[j]..<down.meanEnd[j] {
          if voxelRow != averaged {
            let start = strides.start + voxelRow * strides.row
            line.sum(across) { transform(voxels[start + $0 * strides.column]) }
            averaged = voxelRow
          }
          row.add(line, down.meanFraction(of: voxelRow, in: j))
        }
        row.writeMeans(to: &means, from: target)
      }
    }
    return means
  }
}

/// Sums of finite values with their weights, one a sample of a row.
private struct WeightedSums {
  private var sums: [Float]
  private var weights: [Float]

  init(count: Int) {
    sums = [Float](repeating: 0, count: count)
    weights = sums
  }

  mutating func clear() {
    for i in sums.indices { (sums[i], weights[i]) = (0, 0) }
  }

  /// The sums over a row of voxels.
  @inline(__always)
  mutating func sum(_ footprints: Footprints, of value: (Int) -> Float) {
    for i in sums.indices {
      var (sum, weight): (Float, Float) = (0, 0)
      for voxel in footprints.meanStart[i]..<footprints.meanEnd[i] {
        let value = value(voxel)
        guard value.isFinite else { continue }
        let fraction = footprints.meanFraction(of: voxel, in: i)
        sum += fraction * value
        weight += fraction
      }
      (sums[i], weights[i]) = (sum, weight)
    }
  }

  mutating func add(_ line: WeightedSums, _ fraction: Float) {
    for i in sums.indices {
      sums[i] += fraction * line.sums[i]
      weights[i] += fraction * line.weights[i]
    }
  }

  func writeMeans(to means: inout [Float], from target: Int) {
    for i in sums.indices { means[target + i] = weights[i] > 1e-6 ? sums[i] / weights[i] : .nan }
  }
}
