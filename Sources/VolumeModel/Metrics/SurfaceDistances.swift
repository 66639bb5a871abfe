/// The distances in millimetres between the surfaces of two masks, from each surface voxel of one to the nearest
/// surface voxel of the other. A surface voxel has at least one face neighbour outside the mask; beyond the grid is
/// outside.
public struct SurfaceDistances: Sendable {
  /// From the candidate's surface to the reference's, ascending.
  public let fromCandidate: [Double]
  /// From the reference's surface to the candidate's, ascending.
  public let fromReference: [Double]

  /// Nil when exactly one of the masks is empty. Two empty masks have no distances and all measures 0.
  public init?(reference: Mask, candidate: Mask) {
    precondition(reference.grid.shape == candidate.grid.shape, "masks of one shape")
    guard let referenceBox = reference.boundingBox, let candidateBox = candidate.boundingBox else {
      guard reference.isEmpty, candidate.isEmpty else { return nil }
      fromCandidate = []
      fromReference = []
      return
    }
    let box = referenceBox.union(candidateBox)
    let referenceSurface = reference.surface
    let candidateSurface = candidate.surface
    fromCandidate = NearestVoxelSearch(in: referenceSurface, box: box).distances(from: candidateSurface.runs()).sorted()
    fromReference = NearestVoxelSearch(in: candidateSurface, box: box).distances(from: referenceSurface.runs()).sorted()
  }

  /// The Hausdorff distance: the largest distance either way.
  public var hausdorffMM: Double { max(fromCandidate.last ?? 0, fromReference.last ?? 0) }

  /// The larger of the two 95th percentiles.
  public var hausdorff95MM: Double { max(fromCandidate.percentile(95), fromReference.percentile(95)) }

  /// The 95th percentile of both lists joined.
  public var pooledHausdorff95MM: Double { (fromCandidate + fromReference).sorted().percentile(95) }

  /// The average surface distance, from the candidate to the reference.
  public var averageMM: Double { fromCandidate.mean }

  /// The average symmetric surface distance: the mean over both lists joined.
  public var averageSymmetricMM: Double {
    let count = fromCandidate.count + fromReference.count
    return count > 0 ? (fromCandidate.reduce(0, +) + fromReference.reduce(0, +)) / Double(count) : 0
  }

  /// The mean of the two directed averages.
  public var meanOfAveragesMM: Double { (fromCandidate.mean + fromReference.mean) / 2 }
}

extension [Double] {
  /// The mean, 0 for an empty list.
  fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
