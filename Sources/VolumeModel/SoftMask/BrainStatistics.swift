/// Mean and population standard deviation of the FLAIR over the finite voxels of a brain mask, in double precision.
public struct BrainStatistics: Sendable, Hashable, Codable {
  /// Of the finite FLAIR values inside the brain.
  public let mean: Double
  /// Of the population, in double precision.
  public let standardDeviation: Double
  /// Brain voxels with a finite value; mean and standard deviation are 0 when there is none.
  public let voxelCount: Int
  /// Smallest and largest finite value, 0 when there is none.
  public let minimum: Double
  /// The largest finite FLAIR value inside the brain.
  public let maximum: Double

  /// Mean plus half a standard deviation: brighter than most of the brain, and with no tissue map needed.
  public var automaticThreshold: Double { mean + 0.5 * standardDeviation }

  /// Statistics of a FLAIR inside a brain on the same grid; all 0 for an empty brain.
  public init(of flair: Volume<Float>, in brain: Mask) {
    precondition(flair.grid.shape == brain.grid.shape, "image and mask of one shape")
    var count = 0
    var shift = 0.0
    var sum = 0.0
    var smallest = Float.infinity
    var largest = -Float.infinity
    flair.withScalars { flair in
      brain.forEachLinearIndex { index in
        let value = flair[index]
        guard value.isFinite else { return }
        // Summed as differences from the first value, so that a constant image has exactly its own mean.
        if count == 0 { shift = Double(value) }
        count += 1
        sum += Double(value) - shift
        smallest = min(smallest, value)
        largest = max(largest, value)
      }
    }
    voxelCount = count
    guard count > 0 else {
      (mean, standardDeviation, minimum, maximum) = (0, 0, 0, 0)
      return
    }
    let mean = shift + sum / Double(count)
    var squares = 0.0
    flair.withScalars { flair in
      brain.forEachLinearIndex { index in
        let value = flair[index]
        guard value.isFinite else { return }
        let difference = Double(value) - mean
        squares += difference * difference
      }
    }
    self.mean = mean
    standardDeviation = (squares / Double(count)).squareRoot()
    minimum = Double(smallest)
    maximum = Double(largest)
  }
}
