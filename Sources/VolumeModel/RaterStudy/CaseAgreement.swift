/// How the raters of one case agree: every pair, and each rater against the consensus of the others.
public struct CaseAgreement: Sendable {
  /// Two masks compared.
  public struct Comparison: Sendable {
    /// The name of the rater that is the reference, or "consensus of the others".
    public let reference: String
    /// The name of the rater that is judged.
    public let candidate: String
    /// All measures.
    public let metrics: AgreementMetrics
    /// Lesions of the reference by size, and how many the candidate found.
    public let referenceBySize: [SizeDetection]
    /// Lesions of the candidate by size, and how many stand on a lesion of the reference.
    public let candidateBySize: [SizeDetection]
    /// Where the candidate's outline lies against the reference's; nil without a lesion that both have.
    public let outline: OutlineBias?
  }

  /// A region that somebody marked, and where to look at it.
  public struct Region: Sendable {
    /// For each rater of the case whether the mask has a voxel of it.
    public let isMarked: [Bool]
    /// Cubic millimetres of the region, all raters together.
    public let volumeMM3: Double
    /// Cubic millimetres that some rater of the case drew and some other did not.
    public let disagreementMM3: Double
    /// A voxel of its largest axial slice, from 0.
    public let voxel: SIMD3<Int>
    /// The smallest box around it.
    public let box: VoxelBox
  }

  /// The case's name.
  public let name: String
  /// Whose scan it is.
  public let patient: String
  /// The raters in the order of all lists here.
  public let raters: [String]
  /// The raters whose masks were computed to stand in for a person.
  public let simulated: Set<String>
  /// Where the masks lie; nil for masks that were made in memory.
  public let files: StudyCase?
  /// Millilitres of each rater's mask.
  public let volumesML: [Double]
  /// Every pair, the earlier rater as the reference.
  public let pairs: [Comparison]
  /// Each rater against the consensus of the others.
  public let againstOthers: [Comparison]
  /// The components of all masks together: what a rater marked or did not.
  public let regions: [Region]
  /// What is unusual about the files, a sentence each.
  public let notes: [String]

  /// What the consensus of the others is called.
  public static let othersName = "consensus of the others"

  /// Compares masks that are there.
  /// - Parameter masks: at least two, on one grid, by rater.
  public init(
    name: String, patient: String, masks given: [(rater: String, mask: Mask)], rules: ComparisonRules,
    files: StudyCase? = nil, notes: [String] = []
  ) {
    // One order in all cases, so that a pair is the same pair everywhere.
    let masks = given.sorted { RaterNaming.order(of: $0.rater) < RaterNaming.order(of: $1.rater) }
    self.name = name
    self.patient = patient
    self.files = files
    simulated = Set((files?.raters ?? []).filter(\.isSimulated).map(\.name))
    self.notes = notes
    raters = masks.map(\.rater)
    volumesML = masks.map(\.mask.volumeML)
    var pairs: [Comparison] = []
    for first in masks.indices {
      for second in masks.indices where second > first {
        pairs.append(Self.comparison(of: masks[second], with: masks[first], rules))
      }
    }
    self.pairs = pairs
    againstOthers = masks.indices.map { index in
      let others = masks.indices.filter { $0 != index }.map { masks[$0].mask }
      let fused = rules.fused(others, on: masks[index].mask.grid)
      return Self.comparison(of: masks[index], with: (Self.othersName, fused), rules)
    }
    regions = Self.regions(of: masks.map(\.mask), rules.connectivity)
  }

  private static func comparison(
    of candidate: (rater: String, mask: Mask), with reference: (rater: String, mask: Mask), _ rules: ComparisonRules
  ) -> Comparison {
    let report = AgreementReport(
      reference: reference.mask, candidate: candidate.mask, connectivity: rules.connectivity, variants: rules.variants)
    let voxel = reference.mask.grid.voxelVolumeMM3
    return Comparison(
      reference: reference.rater, candidate: candidate.rater, metrics: report.metrics,
      referenceBySize: SizeDetection.counted(.reference, of: report, voxelVolumeMM3: voxel, rules.sizes),
      candidateBySize: SizeDetection.counted(.candidate, of: report, voxelVolumeMM3: voxel, rules.sizes),
      outline: OutlineBias(rater: candidate.mask, reference: reference.mask, connectivity: rules.connectivity))
  }

  private static func regions(of masks: [Mask], _ connectivity: Connectivity) -> [Region] {
    guard let first = masks.first else { return [] }
    let anyone = masks.dropFirst().reduce(first) { $0.union($1) }
    let everyone = masks.dropFirst().reduce(first) { $0.intersection($1) }
    let axis = first.grid.orientation?.voxelAxis(alongWorldAxis: 2) ?? 2
    return Lesions(of: anyone, connectivity: connectivity).lesions.map { lesion in
      let agreed = lesion.overlapCount(with: everyone)
      return Region(
        isMarked: masks.map { lesion.overlaps($0) }, volumeMM3: lesion.volumeMM3,
        disagreementMM3: Double(lesion.voxelCount - agreed) * first.grid.voxelVolumeMM3,
        voxel: lesion.voxelOnLargestSlice(alongVoxelAxis: axis), box: lesion.boundingBox)
    }
  }
}

extension CaseAgreement {
  /// Reads the masks of a case and compares them.
  /// - Throws: `FileError` for a mask that cannot be read or lies on another grid.
  public init(_ files: StudyCase, rules: ComparisonRules, resampleNearest: Bool = false) throws(FileError) {
    let (masks, notes) = try files.masks(resampleNearest: resampleNearest)
    self.init(
      name: files.name, patient: files.patient, masks: masks, rules: rules, files: files, notes: notes)
  }
}

extension StudyCase {
  /// The masks of all raters on one grid: the FLAIR's, or that of the first mask.
  public func masks(
    resampleNearest: Bool = false
  ) throws(FileError) -> (masks: [(rater: String, mask: Mask)], notes: [String]) {
    var masks: [(rater: String, mask: Mask)] = []
    var notes: [String] = []
    var labels: [MaskLabels] = []
    var grid: VoxelGrid?
    var spatial: SpatialForm?
    if let flair {
      let image = try Images.read(flair, form: form)
      (grid, spatial) = (image.grid, image.spatial)
    }
    for rater in raters {
      let loaded: LoadedMask
      if let grid {
        loaded = try Images.readMask(
          rater.path, on: grid, resampleNearest: resampleNearest, form: form, labels: rater.labelChoice, image: spatial)
      } else {
        loaded = try Images.readMask(rater.path, labels: rater.labelChoice)
        (grid, spatial) = (loaded.mask.grid, loaded.spatial)
      }
      masks.append((rater.name, loaded.mask))
      labels.append(loaded.labels)
      notes += loaded.notes.map { "\(FileName(rater.path).name): \($0)" }
    }
    try MaskLabels.check(labels)
    return (masks, notes)
  }
}
