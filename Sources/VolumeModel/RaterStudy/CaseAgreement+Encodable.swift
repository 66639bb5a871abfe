extension CaseAgreement: Encodable {
  private enum CodingKeys: String, CodingKey {
    case name, patient, raters, pairs, regions, notes
    case regionClasses = "region_classes"
    case volumesML = "volumes_ml"
    case againstOthers = "against_consensus_of_others"
  }

  /// Everything, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(patient, forKey: .patient)
    try container.encode(raters, forKey: .raters)
    try container.encode(volumesML, forKey: .volumesML)
    try container.encode(pairs, forKey: .pairs)
    try container.encode(againstOthers, forKey: .againstOthers)
    try container.encode(regions, forKey: .regions)
    try container.encode(regionClasses, forKey: .regionClasses)
    try container.encode(notes, forKey: .notes)
  }
}

extension CaseAgreement.Comparison: Encodable {
  private enum CodingKeys: String, CodingKey {
    case reference, candidate, metrics, outline
    case referenceBySize = "reference_lesions_by_size"
    case candidateBySize = "candidate_lesions_by_size"
    case referenceByRegion = "reference_lesions_by_region"
    case candidateByRegion = "candidate_lesions_by_region"
  }

  /// Lesions by size in the order of the classes.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(reference, forKey: .reference)
    try container.encode(candidate, forKey: .candidate)
    try container.encode(metrics, forKey: .metrics)
    try container.encode(referenceBySize, forKey: .referenceBySize)
    try container.encode(candidateBySize, forKey: .candidateBySize)
    try container.encode(referenceByRegion, forKey: .referenceByRegion)
    try container.encode(candidateByRegion, forKey: .candidateByRegion)
    try container.encode(outline, forKey: .outline)
  }
}

extension CaseAgreement.Region: Encodable {
  private enum CodingKeys: String, CodingKey {
    case voxel
    case isMarked = "is_marked"
    case volumeMM3 = "volume_mm3"
    case disagreementMM3 = "disagreement_mm3"
  }

  /// The voxel counts from 0.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(isMarked, forKey: .isMarked)
    try container.encode(volumeMM3, forKey: .volumeMM3)
    try container.encode(disagreementMM3, forKey: .disagreementMM3)
    try container.encode([voxel.x, voxel.y, voxel.z], forKey: .voxel)
  }
}

extension LesionCounts: Encodable {
  private enum CodingKeys: String, CodingKey {
    case lesions, found
    case meanDice = "mean_dice_of_found"
    case meanDistanceMM = "mean_asd_mm_of_found"
    case meanPercentileMM = "mean_hd95_mm_of_found"
  }

  /// Means in place of the sums; n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lesions, forKey: .lesions)
    try container.encode(found, forKey: .found)
    try container.encode(meanDice, forKey: .meanDice)
    try container.encode(meanDistanceMM, forKey: .meanDistanceMM)
    try container.encode(meanPercentileMM, forKey: .meanPercentileMM)
  }
}
