import Foundation

/// Whether an uncertainty map ranks a prediction's errors: the most uncertain voxels are replaced by the reference,
/// more and more of them, and the overlap is drawn against the fraction of voxels that are kept (Shifts challenge,
/// Malinin et al. 2022). The area above the curve is small when the errors lie where the map is high.
public struct RetentionCurve: Sendable, Hashable, Encodable {
  /// What is left at one fraction of voxels kept.
  public struct Point: Sendable, Hashable, Encodable {
    /// The fraction of voxels, the least uncertain ones, that keep the prediction.
    public let retained: Double
    /// The normalised Dice (`OverlapCounts.normalisedDice`) of the mixture.
    public let normalisedDice: Double

    private enum CodingKeys: String, CodingKey {
      case retained
      case normalisedDice = "ndsc"
    }
  }

  /// By ascending fraction; the fractions lie close together near 1, since lesions are rare.
  public let points: [Point]
  /// 1 minus the area under the curve by trapezoids.
  public let areaAbove: Double
  /// Voxels that the curve is made of.
  public let voxels: Int

  /// - Parameters:
  ///   - uncertainty: one value a voxel; values that are not numbers count as most uncertain. Equal values are taken
  ///     in linear-index order.
  ///   - domain: the voxels that take part, all when nil.
  public init(uncertainty: Volume<Float>, prediction: Mask, reference: Mask, within domain: Mask? = nil) {
    let grid = uncertainty.grid
    precondition(grid.shape == prediction.grid.shape && grid.shape == reference.grid.shape, "one shape")
    let order = Self.ranks(of: uncertainty, within: domain)
    voxels = order.count
    let errors = prediction.symmetricDifference(reference)
    func ranks(of mask: Mask) -> [Int32] {
      var found: [Int32] = []
      mask.forEachLinearIndex { if let rank = order.rank(ofVoxel: $0) { found.append(rank) } }
      return found.sorted()
    }
    // Errors come into play when their rank is below the number of voxels that keep the prediction.
    let falsePositives = ranks(of: errors.intersection(prediction))
    let falseNegatives = ranks(of: errors.intersection(reference))
    let positives = domain.map { reference.intersectionCount($0) } ?? reference.count
    let count = voxels
    points = Self.fractions.map { fraction in
      let kept = Int32(Double(count) * fraction)
      let added = falsePositives.partitioningIndex { $0 >= kept }
      let lost = falseNegatives.partitioningIndex { $0 >= kept }
      let counts = OverlapCounts(
        truePositives: positives - lost, falsePositives: added, falseNegatives: lost,
        trueNegatives: count - positives - added)
      return Point(retained: fraction, normalisedDice: counts.normalisedDice)
    }
    areaAbove =
      1
      - zip(points, points.dropFirst()).reduce(0) {
        $0 + ($1.1.retained - $1.0.retained) * ($1.0.normalisedDice + $1.1.normalisedDice) / 2
      }
  }

  /// ln 1, ln 2, ... ln 200, divided by the last.
  private static let fractions: [Double] = (1...200).map { log(Double($0)) / log(200) }

  private struct Ranks {
    let ofVoxel: [Int32]
    let count: Int

    func rank(ofVoxel index: Int) -> Int32? { ofVoxel[index] >= 0 ? ofVoxel[index] : nil }
  }

  /// The place of each voxel in the order of ascending uncertainty, -1 outside the domain.
  private static func ranks(of uncertainty: Volume<Float>, within domain: Mask?) -> Ranks {
    var indices: [Int32] = []
    if let domain {
      indices.reserveCapacity(domain.count)
      domain.forEachLinearIndex { indices.append(Int32($0)) }
    } else {
      indices = (0..<Int32(uncertainty.grid.voxelCount)).map(\.self)
    }
    let keys = uncertainty.withScalars { scalars in
      indices.map { ~(scalars[Int($0)].isNaN ? Float.infinity : scalars[Int($0)]).descendingSortKey }
    }
    var sort = StableRadixSort(count: indices.count)
    sort.sort(by: keys)
    var ranks = [Int32](repeating: -1, count: uncertainty.grid.voxelCount)
    for (rank, position) in sort.order.enumerated() { ranks[Int(indices[Int(position)])] = Int32(rank) }
    return Ranks(ofVoxel: ranks, count: indices.count)
  }

  private enum CodingKeys: String, CodingKey {
    case points, voxels
    case areaAbove = "area_above"
  }
}

extension OverlapCounts {
  /// Dice with the false positives scaled to a lesion load of `load`, so that it compares between patients:
  /// FP times (1 - r) V / (r (n - V)). 1 for two empty masks.
  public func normalisedDice(load: Double) -> Double {
    guard unionVoxels > 0 else { return 1 }
    let negatives = Double(domainVoxels - referenceVoxels)
    let scale =
      referenceVoxels > 0 && negatives > 0 ? (1 - load) * Double(referenceVoxels) / (load * negatives) : 1
    let both = 2 * Double(truePositives)
    return both / (both + scale * Double(falsePositives) + Double(falseNegatives))
  }

  /// At the load of the Shifts challenge, 0.1 % of the brain.
  public var normalisedDice: Double { normalisedDice(load: 0.001) }
}

extension [Int32] {
  /// The first position of an ascending list whose value `belongsBehind`.
  fileprivate func partitioningIndex(where belongsBehind: (Int32) -> Bool) -> Int {
    var (lower, upper) = (0, count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if belongsBehind(self[middle]) { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}
