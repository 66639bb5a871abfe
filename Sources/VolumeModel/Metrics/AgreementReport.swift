/// How well a candidate mask agrees with a reference mask: overlap, surfaces, lesion by lesion.
///
/// Ratios of empty masks follow one table: two empty masks agree (Dice 1, distances 0); against an empty reference
/// recall, distances, lesion rate and volume difference are n/a; an empty candidate scores 0, its distances are n/a.
public struct AgreementReport: Sendable, Hashable, Encodable {
  /// Voxel sizes along x, y and z.
  public let spacingMM: [Double]
  /// Which voxels count as neighbours in a lesion.
  public let connectivity: Connectivity
  /// The measures of the whole masks.
  public let metrics: AgreementMetrics
  /// The reference's lesions, then the candidate's.
  public let lesions: [LesionAgreement]

  /// - Parameters:
  ///   - domain: where kappa and specificity are counted; the whole grid when nil. The other measures never depend on
  ///     it.
  ///   - withSurfaces: whether to measure surface distances, by far the longest part; when false they are nil.
  public init(
    reference: Mask, candidate: Mask, connectivity: Connectivity = .edges, within domain: Mask? = nil,
    variants: AgreementVariants = AgreementVariants(), withSurfaces: Bool = true
  ) {
    self.init(
      reference: reference, candidate: candidate,
      detection: LesionDetection(
        reference: reference, candidate: candidate, connectivity: connectivity, rule: variants.lesionRule),
      within: domain, variants: variants, withSurfaces: withSurfaces)
  }

  /// - Parameter detection: the lesions of both masks, by the rule of the variants.
  init(
    reference: Mask, candidate: Mask, detection: LesionDetection, within domain: Mask? = nil,
    variants: AgreementVariants, withSurfaces: Bool = true
  ) {
    let grid = reference.grid
    let counts = OverlapCounts(reference: reference, candidate: candidate)
    let spacing = grid.spacingMM
    spacingMM = [spacing.x, spacing.y, spacing.z]
    connectivity = detection.connectivity
    metrics = AgreementMetrics(
      counts: counts,
      domain: domain.map { OverlapCounts(reference: reference, candidate: candidate, within: $0) } ?? counts,
      voxelVolumeMM3: grid.voxelVolumeMM3,
      surfaces: withSurfaces ? SurfaceDistances(reference: reference, candidate: candidate) : nil,
      penaltyMM: withSurfaces && variants.missingDistance == .imageDiagonal ? grid.diagonalMM : nil,
      detection: detection, variants: variants)
    lesions = LesionAgreement.rows(of: detection, on: grid)
  }

  private enum CodingKeys: String, CodingKey {
    case spacingMM = "spacing_mm"
    case connectivity, metrics, lesions
  }
}

extension VoxelGrid {
  /// From one corner of the image to the opposite one, outer edges of the voxels included.
  var diagonalMM: Double {
    let edges = usableSpacingMM * SIMD3<Double>(shape)
    return (edges * edges).sum().squareRoot()
  }
}
