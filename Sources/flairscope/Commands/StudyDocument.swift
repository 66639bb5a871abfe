import VolumeModel

/// What `agreement` found, with all that the numbers depend on.
struct StudyDocument: Encodable {
  let study: [String]
  let agreement: StudyAgreement
  let setting: StudyArguments
  let failures: [String]
  let notes: [String]
  let worstCount: Int
  /// Whether the text holds the plots.
  let showsPlots: Bool

  /// What all numbers depend on, in words.
  var facts: [(name: String, value: String)] {
    let rules = setting.rules
    let cases = agreement.cases.count
    let patients = Set(agreement.cases.map(\.patient)).count
    let size = "\(cases) case\(cases == 1 ? "" : "s") of \(patients) patient\(patients == 1 ? "" : "s")"
    return [
      ("study", "\(study.joined(separator: " ")): \(size)"),
      ("lesions", "\(rules.connectivity.rawValue)-connected, found by \(rules.variants.lesionRule.rawValue)"),
      ("consensus", "of the others: \(rules.consensus.rawValue)"),
      ("intervals", setting.intervals.words),
    ]
  }

  var worst: [StudyAgreement.Disagreement] { agreement.worstDisagreements(worstCount) }

  private enum CodingKeys: String, CodingKey {
    case study, setting, failures, notes
    case worst = "worst_disagreements"
  }

  private enum SettingKeys: String, CodingKey {
    case connectivity, lesion_rule, hd95_variant, assd_variant, size_bounds_mm3, consensus, bootstrap_draws, seed
  }

  private struct Worst: Encodable {
    let `case`: String
    let voxel: [Int]
    let volume_mm3: Double
    let disagreement_mm3: Double
    let marked_by: [String]
    let view: String?

    init(_ found: StudyAgreement.Disagreement) {
      let voxel = found.region.voxel
      `case` = found.inCase.name
      self.voxel = [voxel.x, voxel.y, voxel.z]
      volume_mm3 = found.region.volumeMM3
      disagreement_mm3 = found.region.disagreementMM3
      marked_by = found.markedBy
      view = found.inCase.files?.viewCommand(at: voxel)
    }
  }

  func encode(to encoder: any Encoder) throws {
    try agreement.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(study, forKey: .study)
    try container.encode(failures, forKey: .failures)
    try container.encode(notes, forKey: .notes)
    try container.encode(worst.map(Worst.init), forKey: .worst)
    var chosen = container.nestedContainer(keyedBy: SettingKeys.self, forKey: .setting)
    let rules = setting.rules
    try chosen.encode(rules.connectivity, forKey: .connectivity)
    try chosen.encode(rules.variants.lesionRule, forKey: .lesion_rule)
    try chosen.encode(rules.variants.hausdorff95.rawValue, forKey: .hd95_variant)
    try chosen.encode(rules.variants.symmetricAverage.rawValue, forKey: .assd_variant)
    try chosen.encode(rules.sizes.boundsMM3, forKey: .size_bounds_mm3)
    try chosen.encode(rules.consensus, forKey: .consensus)
    try chosen.encode(setting.intervals.bootstrap, forKey: .bootstrap_draws)
    try chosen.encode(setting.intervals.seed, forKey: .seed)
  }
}
