/// The voxels of a probability map that a threshold may take, sorted once; the prediction at any threshold is then a
/// prefix, fast enough for every key press.
public struct ProbabilityLevels: Sendable {
  /// The map, 0 to 1.
  public let probability: Volume<Float>
  /// Below this a threshold has to look at every voxel.
  public let lowest: Float
  private let bitAddresses: [Int]
  private let values: [Float]  // descending

  /// Sorts the voxels of a map once, those of at least `lowest`.
  public init(_ probability: Volume<Float>, lowest: Float = 0.02) {
    self.probability = probability
    self.lowest = lowest
    let candidates = Mask(probability, atLeast: lowest)
    let width = probability.grid.shape.x
    let bitsPerRow = candidates.wordsPerRow * 64
    var addresses: [Int] = []
    var values: [Float] = []
    addresses.reserveCapacity(candidates.count)
    values.reserveCapacity(candidates.count)
    probability.withScalars { scalars in
      for run in candidates.runs() {
        let row = Int(run.row)
        for x in Int(run.lower)..<Int(run.upper) {
          addresses.append(row * bitsPerRow + x)
          values.append(scalars[row * width + x])
        }
      }
    }
    var sort = StableRadixSort(count: values.count)
    sort.sort(by: values.map(\.descendingSortKey))
    bitAddresses = sort.order.map { addresses[Int($0)] }
    self.values = sort.order.map { values[Int($0)] }
  }

  /// The grid of the map.
  public var grid: VoxelGrid { probability.grid }

  /// The voxels with a probability of at least `threshold` (compared as `Float`), without the components that `filter`
  /// removes.
  public func prediction(threshold: Double, filter: LesionSizeFilter? = LesionSizeFilter()) -> Mask {
    let mask = self.mask(atLeast: Float(threshold))
    return filter?.filtered(mask) ?? mask
  }

  private func mask(atLeast threshold: Float) -> Mask {
    guard threshold >= lowest else { return Mask(probability, atLeast: threshold) }
    var lower = 0
    var upper = values.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if values[middle] >= threshold { lower = middle + 1 } else { upper = middle }
    }
    // So many voxels, in the order of their values, cost more than a look at all in the order of memory.
    guard lower < grid.voxelCount / 32 else { return Mask(probability, atLeast: threshold) }
    var mask = Mask(grid: grid)
    mask.withMutableWords { words in
      bitAddresses.withUnsafeBufferPointer { addresses in
        for position in 0..<lower { words[addresses[position] >> 6] |= 1 << UInt64(addresses[position] & 63) }
      }
    }
    return mask
  }
}
