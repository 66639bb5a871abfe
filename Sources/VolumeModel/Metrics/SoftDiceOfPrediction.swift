/// The value of the effective soft Dice loss of one prediction against any soft mask (Kats, Goldberger and Greenspan,
/// ISBI 2019):
///
///     1 - (2 (sum p T + gamma sum p D) + eps) / (sum p + sum T + gamma sum D + eps)
///
/// The sum of p is taken once, the others only over T and D, so that the loss follows a key press.
public struct SoftDiceOfPrediction: Sendable {
  public let probability: Volume<Float>
  /// Which voxel axis slices are counted along: 0 x, 1 y, 2 z.
  public let axis: Int
  public let smoothing: Double
  private let sumOfSlice: [Double]

  /// Values that are not finite count as 0.
  public init(probability: Volume<Float>, axis: Int = 2, smoothing: Double = 1e-5) {
    precondition((0...2).contains(axis), "a voxel axis")
    self.probability = probability
    self.axis = axis
    self.smoothing = smoothing
    let shape = probability.grid.shape
    var sums = [Double](repeating: 0, count: shape[axis])
    probability.withScalars { p in
      var row = 0
      for z in 0..<shape.z {
        for y in 0..<shape.y {
          if axis == 0 {
            for x in 0..<shape.x where p[row + x].isFinite { sums[x] += Double(p[row + x]) }
          } else {
            var sum = 0.0
            for x in 0..<shape.x where p[row + x].isFinite { sum += Double(p[row + x]) }
            sums[axis == 1 ? y : z] += sum
          }
          row += shape.x
        }
      }
    }
    sumOfSlice = sums
  }

  /// The loss over all slices.
  public func loss(against target: SoftMask) -> Double {
    loss(expert: target.expert, grown: target.grown, label: target.label, isCounted: nil)
  }

  /// The loss over some slices along `axis`; numbers outside the volume are left out.
  public func loss(against target: SoftMask, slices: some Sequence<Int>) -> Double {
    var isCounted = [Bool](repeating: false, count: sumOfSlice.count)
    for slice in slices where isCounted.indices.contains(slice) { isCounted[slice] = true }
    return loss(expert: target.expert, grown: target.grown, label: target.label, isCounted: isCounted)
  }

  private func loss(expert: Mask, grown: Mask, label: Double, isCounted: [Bool]?) -> Double {
    precondition(expert.grid.shape == probability.grid.shape, "prediction and target of one shape")
    let t = sum(over: expert, isCounted: isCounted)
    let d = sum(over: grown, isCounted: isCounted)
    var sumP = 0.0
    for slice in sumOfSlice.indices where isCounted?[slice] ?? true { sumP += sumOfSlice[slice] }
    let numerator = 2 * (t.probability + label * d.probability) + smoothing
    let denominator = sumP + Double(t.voxels) + label * Double(d.voxels) + smoothing
    return denominator > 0 ? 1 - numerator / denominator : 0
  }

  private func sum(over mask: Mask, isCounted: [Bool]?) -> (probability: Double, voxels: Int) {
    var sum = 0.0
    var voxels = 0
    let grid = probability.grid
    probability.withScalars { p in
      mask.forEachLinearIndex { index in
        if let isCounted, !isCounted[grid.voxel(atLinearIndex: index)[axis]] { return }
        voxels += 1
        if p[index].isFinite { sum += Double(p[index]) }
      }
    }
    return (sum, voxels)
  }
}
