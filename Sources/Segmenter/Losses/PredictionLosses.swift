public import VolumeModel

/// The values of losses for one prediction over a whole volume, without gradients: to judge a map, not to train.
///
/// The formulas are those of training. The target is the expert mask, 0 or 1 a voxel, but for `soft-dice`, which takes
/// the soft mask. Sums run once over all voxels, apart for each lesion, so that every weighting follows from them.
public struct PredictionLosses: Sendable {
  /// The losses that differ in value.
  public static let names = LossName.allCases.filter { $0 != .detachedCrossEntropy }

  private var tallies: [Tally]
  /// Of the background, then of the lesions.
  private let voxelCounts: [Int]
  private let hasSoftTarget: Bool

  private struct Tally {
    let name: LossName
    let loss: any LossFunction
    /// One a label, the background first.
    var sums: [LossSums]
  }

  /// - Parameters:
  ///   - probability: values that are not finite count as 0, others outside 0 to 1 as 0 or 1.
  ///   - soft: the target of `soft-dice`, grown from `expert`.
  public init(
    _ names: [LossName] = Self.names, of probability: Volume<Float>, expert: Mask, soft: SoftMask? = nil
  ) {
    precondition(probability.grid.shape == expert.grid.shape, "prediction and target of one shape")
    let lesions = Lesions(of: expert, connectivity: InverseWeighting.connectivity).lesions
    let lesionVoxels = lesions.map(\.voxelCount)
    voxelCounts = [expert.grid.voxelCount - lesionVoxels.reduce(0, +)] + lesionVoxels
    hasSoftTarget = soft != nil
    let empty = [LossSums](repeating: LossSums(), count: lesions.count + 1)
    tallies = names.map { Tally(name: $0, loss: $0.loss(), sums: empty) }
    addBackground(of: probability, expert: expert, soft: soft)
    probability.withScalars { scalars in
      for (index, lesion) in lesions.enumerated() {
        lesion.forEachVoxel {
          add(scalars[expert.grid.linearIndex($0)], target: 1, softTarget: 1, label: index + 1, count: 1)
        }
      }
    }
  }

  /// The value; nil for `soft-dice` without a soft mask, and for a loss that was not asked for.
  public func value(_ name: LossName, weighting: InverseWeighting = .none) -> Double? {
    guard let tally = tallies.first(where: { $0.name == name }), name != .softDice || hasSoftTarget else { return nil }
    var total = LossSums()
    for (sums, weight) in zip(tally.sums, weighting.weights(voxelCounts: voxelCounts)) {
      total += sums.weighted(by: weight)
    }
    return tally.loss.value(of: total)
  }

  /// Adds the voxels outside T. Neighbours of one probability, the usual 0 above all, are added together.
  private mutating func addBackground(of probability: Volume<Float>, expert: Mask, soft: SoftMask?) {
    let width = expert.grid.shape.x
    let none: [UInt64] = []
    let label = soft?.label ?? 0
    var last: (p: Float, isGrown: Bool, count: Int) = (0, false, 0)
    probability.withScalars { scalars in
      expert.words.withUnsafeBufferPointer { expertWords in
        (soft?.grown.words ?? none).withUnsafeBufferPointer { grownWords in
          for row in 0..<expert.grid.shape.y * expert.grid.shape.z {
            for x in 0..<width {
              let word = row * expert.wordsPerRow + x >> 6
              let bit: UInt64 = 1 << UInt64(x & 63)
              if expertWords[word] & bit != 0 { continue }
              let isGrown = !grownWords.isEmpty && grownWords[word] & bit != 0
              let p = scalars[row * width + x]
              if p != last.p || isGrown != last.isGrown {
                add(last.p, target: 0, softTarget: last.isGrown ? label : 0, label: 0, count: last.count)
                last = (p, isGrown, 0)
              }
              last.count += 1
            }
          }
        }
      }
    }
    add(last.p, target: 0, softTarget: last.isGrown ? label : 0, label: 0, count: last.count)
  }

  private mutating func add(_ p: Float, target: Double, softTarget: Double, label: Int, count: Int) {
    guard count > 0 else { return }
    let prediction = PixelPrediction(probability: p.isFinite ? min(max(Double(p), 0), 1) : 0)
    for index in tallies.indices {
      let t = tallies[index].name == .softDice ? softTarget : target
      tallies[index].sums[label].add(
        tallies[index].loss.terms(of: prediction, target: t), probability: prediction.probability, target: t,
        weight: 1, count: Double(count))
    }
  }
}
