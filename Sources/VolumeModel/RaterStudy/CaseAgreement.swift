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
    public let referenceBySize: [LesionCounts]
    /// Lesions of the candidate by size, and how many stand on a lesion of the reference.
    public let candidateBySize: [LesionCounts]
    /// Lesions of the reference by the class of their place, and how many the candidate found; empty without classes.
    public let referenceByRegion: [String: LesionCounts]
    /// Lesions of the candidate by the class of their place, and how many stand on a lesion of the reference.
    public let candidateByRegion: [String: LesionCounts]
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
  /// The classes of places by which lesions are counted, by their labels; empty where none were given.
  public let regionClasses: [String]
  /// How the case's probability map detects the consensus of all raters; nil without a map.
  public let detection: DetectionRecord?
  /// What is unusual about the files, a sentence each.
  public let notes: [String]

  /// What the consensus of the others is called.
  public static let othersName = "consensus of the others"

  /// Compares masks that are there.
  /// - Parameters:
  ///   - masks: at least two, on one grid, by rater.
  ///   - classes: of places, on the same grid.
  ///   - probability: a map that is compared with the consensus of all raters, on the same grid.
  public init(
    name: String, patient: String, masks given: [(rater: String, mask: Mask)], rules: ComparisonRules,
    classes: RegionClasses? = nil, probability: Volume<Float>? = nil, files: StudyCase? = nil, notes: [String] = []
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
        pairs.append(Self.comparison(of: masks[second], with: masks[first], rules, classes))
      }
    }
    self.pairs = pairs
    againstOthers = masks.indices.map { index in
      let others = masks.indices.filter { $0 != index }.map { masks[$0].mask }
      let fused = rules.fused(others, on: masks[index].mask.grid)
      return Self.comparison(of: masks[index], with: (Self.othersName, fused), rules, classes)
    }
    regions = Self.regions(of: masks.map(\.mask), rules.connectivity)
    regionClasses = Self.classes(classes, in: self.pairs + againstOthers)
    detection = probability.flatMap { map in
      masks.first.map { first in
        DetectionRecord(reference: rules.fused(masks.map(\.mask), on: first.mask.grid), probability: map)
      }
    }
  }

  init(
    files: StudyCase, raters: [String], volumesML: [Double], pairs: [Comparison], againstOthers: [Comparison],
    regions: [Region], regionClasses: [String], detection: DetectionRecord?, notes: [String]
  ) {
    name = files.name
    patient = files.patient
    simulated = Set(files.raters.filter(\.isSimulated).map(\.name))
    self.files = files
    self.raters = raters
    self.volumesML = volumesML
    self.pairs = pairs
    self.againstOthers = againstOthers
    self.regions = regions
    self.regionClasses = regionClasses
    self.detection = detection
    self.notes = notes
  }

  private static func comparison(
    of candidate: (rater: String, mask: Mask), with reference: (rater: String, mask: Mask), _ rules: ComparisonRules,
    _ classes: RegionClasses?
  ) -> Comparison {
    let detection = LesionDetection(
      reference: reference.mask, candidate: candidate.mask, connectivity: rules.connectivity,
      rule: rules.variants.lesionRule)
    let report = AgreementReport(
      reference: reference.mask, candidate: candidate.mask, detection: detection, variants: rules.variants)
    let voxel = reference.mask.grid.voxelVolumeMM3
    let referenceSurfaces = LesionSurfaces(
      detection.referenceLesions, where: detection.referenceIsFound, of: reference.mask, to: candidate.mask)
    let candidateSurfaces = LesionSurfaces(
      detection.candidateLesions, where: detection.candidateIsTrue, of: candidate.mask, to: reference.mask)
    func byRegion(
      _ side: LesionAgreement.Side, _ lesions: [Lesion], _ surfaces: LesionSurfaces
    ) -> [String: LesionCounts] {
      guard let classes else { return [:] }
      return LesionCounts.counted(side, of: report, surfaces) { lesion in
        lesions.indices.contains(lesion.id - 1) ? classes.name(of: lesions[lesion.id - 1]) : RegionClasses.outside
      }
    }
    return Comparison(
      reference: reference.rater, candidate: candidate.rater, metrics: report.metrics,
      referenceBySize: LesionCounts.bySize(
        .reference, of: report, referenceSurfaces, voxelVolumeMM3: voxel, rules.sizes),
      candidateBySize: LesionCounts.bySize(
        .candidate, of: report, candidateSurfaces, voxelVolumeMM3: voxel, rules.sizes),
      referenceByRegion: byRegion(.reference, detection.referenceLesions, referenceSurfaces),
      candidateByRegion: byRegion(.candidate, detection.candidateLesions, candidateSurfaces),
      outline: OutlineBias(rater: candidate.mask, reference: reference.mask, connectivity: rules.connectivity))
  }

  /// The classes that have names, then those that occur without.
  private static func classes(_ classes: RegionClasses?, in comparisons: [Comparison]) -> [String] {
    guard let classes else { return [] }
    let occurring = comparisons.flatMap { Array($0.referenceByRegion.keys) + Array($0.candidateByRegion.keys) }
    return RegionClasses.inOrder(classes.names + occurring)
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
  /// - Throws: `FileError` for a file that cannot be read, or a mask or a label map that lies on another grid.
  public init(_ files: StudyCase, rules: ComparisonRules, resampleNearest: Bool = false) throws(FileError) {
    var (masks, notes) = try files.masks(resampleNearest: resampleNearest)
    let grid = masks.first?.mask.grid
    var classes: RegionClasses?
    if let path = files.regions, let grid {
      let read = try RegionClasses.read(path, on: grid, resampleNearest: resampleNearest, form: files.form)
      classes = read.classes
      notes += read.notes
    }
    var probability: Volume<Float>?
    if let path = files.prediction, let grid {
      // The raters are compared without it too.
      do throws(FileError) {
        let read = try Images.readPrediction(path, on: grid, form: files.form)
        probability = read.volume
        notes += read.notes.map { "\(FileName(path).name): \($0)" }
      } catch {
        notes.append("its prediction is left out: \(error)")
      }
    }
    self.init(
      name: files.name, patient: files.patient, masks: masks, rules: rules, classes: classes, probability: probability,
      files: files, notes: notes)
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
