internal import Foundation

/// The weights that inverse weighting gives the voxels of a whole mask.
public struct WeightMap: Sendable {
  /// How weights follow from lesion sizes.
  public let weighting: InverseWeighting
  /// The grid of the mask.
  public let grid: VoxelGrid
  /// The weight of the background.
  public let background: Double
  /// The weight of each lesion, in the order of ``Lesions``.
  public let lesions: [(lesion: Lesion, weight: Double)]

  /// - Parameter expert: T, whose 26-connected components are the lesions; its whole grid is the patch.
  public init(_ weighting: InverseWeighting, of expert: Mask) {
    self.weighting = weighting
    grid = expert.grid
    let found = Lesions(of: expert, connectivity: InverseWeighting.connectivity).lesions
    let counts = found.map(\.voxelCount)
    let weights = weighting.weights(voxelCounts: [expert.grid.voxelCount - counts.reduce(0, +)] + counts)
    background = weights[0]
    lesions = Array(zip(found, weights.dropFirst())).map { (lesion: $0, weight: $1) }
  }

  /// The smallest and the largest weight of a voxel.
  public var range: ClosedRange<Double> {
    let all = lesions.map(\.weight) + (background > 0 ? [background] : [])
    return (all.min() ?? 1)...(all.max() ?? 1)
  }

  /// The weight of a voxel, 1 on average over the mask.
  public func weight(at voxel: SIMD3<Int>) -> Double {
    lesions.first { $0.lesion.contains(voxel) }?.weight ?? background
  }

  /// How strongly each voxel is drawn: 0 for the background, 1 for the largest weight, and between them by the logarithm,
  /// from a fifth on for any lesion.
  public func strengths() -> Volume<Float> {
    var volume = Volume<Float>(grid: grid, filledWith: 0)
    let extent = log(max(range.upperBound / max(background, 1e-300), 1))
    volume.withMutableScalars { scalars in
      for (lesion, weight) in lesions {
        let place = extent > 0 ? log(max(weight / background, 1)) / extent : 0
        let strength = Float(0.2 + 0.8 * place)
        lesion.forEachVoxel { scalars[grid.linearIndex($0)] = strength }
      }
    }
    return volume
  }
}
