/// How well a candidate mask agrees with a reference mask: overlap, surfaces, lesion by lesion.
///
/// Ratios of empty masks follow one table: two empty masks agree (Dice 1, distances 0); against an empty reference
/// recall, distances, lesion rate and volume difference are n/a; an empty candidate scores 0, its distances are n/a.
public struct AgreementReport: Sendable, Hashable, Codable {
  public let spacingMM: [Double]
  public let connectivity: Connectivity
  public let metrics: AgreementMetrics
  /// The reference's lesions, then the candidate's.
  public let lesions: [LesionAgreement]

  /// - Parameters:
  ///   - domain: where kappa is counted; the whole grid when nil. The other measures never depend on it.
  ///   - withSurfaces: whether to measure surface distances, by far the longest part; when false they are nil.
  public init(
    reference: Mask, candidate: Mask, connectivity: Connectivity = .edges, within domain: Mask? = nil,
    variants: AgreementVariants = AgreementVariants(), withSurfaces: Bool = true
  ) {
    let grid = reference.grid
    let counts = OverlapCounts(reference: reference, candidate: candidate)
    let detection = LesionDetection(
      reference: reference, candidate: candidate, connectivity: connectivity, rule: variants.lesionRule)
    let spacing = grid.spacingMM
    spacingMM = [spacing.x, spacing.y, spacing.z]
    self.connectivity = connectivity
    metrics = AgreementMetrics(
      counts: counts,
      kappa: domain == nil
        ? counts.kappa : OverlapCounts(reference: reference, candidate: candidate, within: domain).kappa,
      voxelVolumeMM3: grid.voxelVolumeMM3,
      surfaces: withSurfaces ? SurfaceDistances(reference: reference, candidate: candidate) : nil,
      detection: detection, variants: variants)
    func rows(_ lesions: [Lesion], of side: LesionAgreement.Side, other: Mask, matched: [Bool]) -> [LesionAgreement] {
      zip(lesions, matched).map {
        LesionAgreement($0, of: side, grid: grid, overlap: $0.overlapCount(with: other), matched: $1)
      }
    }
    lesions =
      rows(detection.referenceLesions, of: .reference, other: candidate, matched: detection.referenceIsFound)
      + rows(detection.candidateLesions, of: .candidate, other: reference, matched: detection.candidateIsTrue)
  }

  private enum CodingKeys: String, CodingKey {
    case spacingMM = "spacing_mm"
    case connectivity, metrics, lesions
  }
}

/// One lesion of a comparison.
public struct LesionAgreement: Sendable, Hashable, Codable {
  public enum Side: String, Sendable, Hashable, Codable {
    case reference
    case candidate
  }

  /// Whose lesion it is.
  public let mask: Side
  /// Its number among the lesions of that mask, from 1.
  public let id: Int
  public let voxels: Int
  public let volumeML: Double
  public let centroidVoxel: [Double]
  /// In RAS+ millimetres.
  public let centroidMM: [Double]
  /// Its voxels inside the other mask.
  public let overlapVoxels: Int
  /// A reference lesion that was found, a candidate lesion that stands on a reference lesion.
  public let matched: Bool

  init(_ lesion: Lesion, of side: Side, grid: VoxelGrid, overlap: Int, matched: Bool) {
    mask = side
    id = lesion.id
    voxels = lesion.voxelCount
    volumeML = lesion.volumeMM3 / 1000
    let centroid = lesion.centroid
    let world = grid.affine.worldMM(ofVoxel: centroid)
    centroidVoxel = [centroid.x, centroid.y, centroid.z]
    centroidMM = [world.x, world.y, world.z]
    overlapVoxels = overlap
    self.matched = matched
  }

  private enum CodingKeys: String, CodingKey {
    case mask, id, voxels, matched
    case volumeML = "volume_ml"
    case centroidVoxel = "centroid_voxel"
    case centroidMM = "centroid_mm"
    case overlapVoxels = "overlap_voxels"
  }
}
