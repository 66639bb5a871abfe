/// Where a rater's outline of the lesions that others found too lies, against theirs. Lesions that only one side has
/// play no part: they are missed or added, not drawn too large or too small.
public struct OutlineBias: Sendable, Hashable, Codable {
  /// Surface voxels of both sides that were measured.
  public let surfaceVoxels: Int
  /// How far the rater's outline lies outside the others', in mm, the mean over the surface voxels of both sides.
  public let overMM: Double
  /// How far it lies inside, likewise.
  public let underMM: Double

  /// Positive for a rater who draws larger.
  public var signedMM: Double { overMM - underMM }

  /// - Returns: nil when no lesion of one mask meets one of the other.
  init?(rater: Mask, reference: Mask, connectivity: Connectivity) {
    let mine = Self.lesions(of: rater, meeting: reference, connectivity)
    let theirs = Self.lesions(of: reference, meeting: rater, connectivity)
    guard let box = mine.boundingBox, let other = theirs.boundingBox else { return nil }
    let both = box.union(other)
    let (mySurface, theirSurface) = (mine.surface, theirs.surface)
    let toTheirs = NearestVoxelSearch(in: theirSurface, box: both)
    let toMine = NearestVoxelSearch(in: mySurface, box: both)
    func sum(_ search: NearestVoxelSearch, _ voxels: Mask) -> Double {
      search.distances(from: voxels.runs()).reduce(0, +)
    }
    // My surface outside their lesion, or theirs inside mine, means that I drew larger there.
    let over = sum(toTheirs, mySurface.subtracting(theirs)) + sum(toMine, theirSurface.intersection(mine))
    let under = sum(toTheirs, mySurface.intersection(theirs)) + sum(toMine, theirSurface.subtracting(mine))
    surfaceVoxels = mySurface.count + theirSurface.count
    overMM = over / Double(surfaceVoxels)
    underMM = under / Double(surfaceVoxels)
  }

  private static func lesions(of mask: Mask, meeting other: Mask, _ connectivity: Connectivity) -> Mask {
    let shared = mask.intersection(other)
    var met = Mask(grid: mask.grid)
    for lesion in Lesions(of: mask, connectivity: connectivity).lesions where lesion.overlaps(shared) {
      met.insert(lesion.runs)
    }
    return met
  }

  private enum CodingKeys: String, CodingKey {
    case surfaceVoxels = "surface_voxels"
    case overMM = "over_mm"
    case underMM = "under_mm"
  }
}
