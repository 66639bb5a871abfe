/// One lesion of a comparison, and the lesions of the other mask that it meets.
public struct LesionAgreement: Sendable, Hashable, Encodable {
  /// Whose lesion it is.
  public enum Side: String, Sendable, Hashable, Codable {
    case reference
    case candidate
  }

  /// How a lesion and the lesions it shares voxels with correspond.
  public enum Relation: String, Sendable, Hashable, Codable, CaseIterable {
    /// A lesion of the reference that meets none.
    case missed
    /// A lesion of the candidate that meets none.
    case extra
    /// It meets one lesion, which meets no other.
    case single
    /// One lesion of the reference that is several in the candidate: the one, and its parts.
    case split
    /// Several lesions of the reference that are one in the candidate: the several, and the one.
    case merged
    /// Both at once.
    case splitAndMerged = "split-and-merged"
  }

  /// A lesion of the other mask.
  public struct Partner: Sendable, Hashable, Encodable {
    /// Its number among the lesions of the other mask.
    public let id: Int
    /// Voxels of both.
    public let overlapVoxels: Int

    private enum CodingKeys: String, CodingKey {
      case id
      case overlapVoxels = "overlap_voxels"
    }
  }

  /// Whose lesion it is.
  public let mask: Side
  /// Its number among the lesions of that mask, from 1.
  public let id: Int
  /// Voxels of the lesion.
  public let voxels: Int
  /// Its millilitres.
  public let volumeML: Double
  /// The mean of its voxel positions, x, y and z.
  public let centroidVoxel: [Double]
  /// In RAS+ millimetres.
  public let centroidMM: [Double]
  /// The axial slice (from 0, along the voxel axis that runs to the head) with most of its voxels.
  public let largestSlice: Int
  /// Its voxels inside the other mask's lesions.
  public let overlapVoxels: Int
  /// By the rule in use: a reference lesion that was found, a candidate lesion that stands on a reference lesion.
  public let matched: Bool
  /// By shared voxels, whatever the rule.
  public let relation: Relation
  /// By the number of shared voxels, most first.
  public let partners: [Partner]

  static func rows(of detection: LesionDetection, on grid: VoxelGrid) -> [LesionAgreement] {
    let axis = grid.orientation?.voxelAxis(alongWorldAxis: 2) ?? 2
    func rows(
      _ side: Side, _ lesions: [Lesion], _ table: LesionOverlapTable, matched: [Bool]
    ) -> [LesionAgreement] {
      lesions.indices.map { index in
        LesionAgreement(
          lesions[index], of: side, grid: grid, axialAxis: axis, matched: matched[index],
          partners: table.partners(of: index), mostPartnersOfAPartner: table.mostPartnersOfAPartner(of: index))
      }
    }
    return rows(
      .reference, detection.referenceLesions, detection.overlaps, matched: detection.referenceIsFound)
      + rows(
        .candidate, detection.candidateLesions, detection.overlaps.transposed, matched: detection.candidateIsTrue)
  }

  private init(
    _ lesion: Lesion, of side: Side, grid: VoxelGrid, axialAxis: Int, matched: Bool,
    partners: [LesionOverlapTable.Entry], mostPartnersOfAPartner: Int
  ) {
    mask = side
    id = lesion.id
    voxels = lesion.voxelCount
    volumeML = lesion.volumeMM3 / 1000
    let centroid = lesion.centroid
    let world = grid.affine.worldMM(ofVoxel: centroid)
    centroidVoxel = [centroid.x, centroid.y, centroid.z]
    centroidMM = [world.x, world.y, world.z]
    largestSlice = lesion.largestSlice(alongVoxelAxis: axialAxis)
    overlapVoxels = partners.reduce(0) { $0 + $1.voxels }
    self.matched = matched
    self.partners = partners.map { Partner(id: $0.other + 1, overlapVoxels: $0.voxels) }
    let hasSeveral = partners.count > 1
    let sharesAPartner = mostPartnersOfAPartner > 1
    relation =
      switch (
        partners.isEmpty, side == .reference ? hasSeveral : sharesAPartner,
        side == .reference ? sharesAPartner : hasSeveral
      )
      {
      case (true, _, _): side == .reference ? .missed : .extra
      case (_, false, false): .single
      case (_, true, false): .split
      case (_, false, true): .merged
      case (_, true, true): .splitAndMerged
      }
  }

  private enum CodingKeys: String, CodingKey {
    case mask, id, voxels, matched, relation, partners
    case volumeML = "volume_ml"
    case centroidVoxel = "centroid_voxel"
    case centroidMM = "centroid_mm"
    case largestSlice = "largest_slice"
    case overlapVoxels = "overlap_voxels"
  }
}
