/// A compared case as the program that compared it writes it down, for the one that summarises the study. Every number comes
/// back to its bits.
public struct CaseAgreementRecord: Sendable, Codable {
  private let raters: [String]
  private let volumesML: [Double]
  private let pairs: [Comparison]
  private let againstOthers: [Comparison]
  private let regions: [Region]
  private let regionClasses: [String]
  private let detection: DetectionRecord?
  private let notes: [String]

  /// What is to be written down.
  public init(_ entry: CaseAgreement) {
    raters = entry.raters
    volumesML = entry.volumesML
    pairs = entry.pairs.map(Comparison.init)
    againstOthers = entry.againstOthers.map(Comparison.init)
    regions = entry.regions.map(Region.init)
    regionClasses = entry.regionClasses
    detection = entry.detection
    notes = entry.notes
  }

  /// The case that was compared.
  /// - Parameters:
  ///   - files: those that it was compared by.
  ///   - rules: those that it was compared by.
  /// - Returns: nil for a record that is not complete.
  public func agreement(of files: StudyCase, rules: ComparisonRules) -> CaseAgreement? {
    let pairs = pairs.compactMap { $0.comparison(rules) }
    let againstOthers = againstOthers.compactMap { $0.comparison(rules) }
    // Classes of sizes are counted by their place in the list.
    let sizes = (self.pairs + self.againstOthers).flatMap { [$0.referenceBySize.count, $0.candidateBySize.count] }
    guard sizes.allSatisfy({ $0 == rules.sizes.count }), pairs.count == self.pairs.count,
      againstOthers.count == self.againstOthers.count,
      volumesML.count == raters.count, regions.allSatisfy({ $0.isMarked.count == raters.count && $0.isWhole })
    else { return nil }
    return CaseAgreement(
      files: files, raters: raters, volumesML: volumesML, pairs: pairs, againstOthers: againstOthers,
      regions: regions.map(\.region), regionClasses: regionClasses, detection: detection, notes: notes)
  }

  private struct Comparison: Codable {
    let reference: String
    let candidate: String
    /// By the names of the measures; what is n/a is left out.
    let measures: [String: Double]
    let referenceBySize: [Counts]
    let candidateBySize: [Counts]
    let referenceByRegion: [String: Counts]
    let candidateByRegion: [String: Counts]
    let outline: OutlineBias?

    init(_ found: CaseAgreement.Comparison) {
      reference = found.reference
      candidate = found.candidate
      measures = Dictionary(
        AgreementMeasure.allCases.compactMap { measure in
          measure.value(of: found.metrics).map { (measure.rawValue, $0) }
        }, uniquingKeysWith: { first, _ in first })
      referenceBySize = found.referenceBySize.map(Counts.init)
      candidateBySize = found.candidateBySize.map(Counts.init)
      referenceByRegion = found.referenceByRegion.mapValues(Counts.init)
      candidateByRegion = found.candidateByRegion.mapValues(Counts.init)
      outline = found.outline
    }

    func comparison(_ rules: ComparisonRules) -> CaseAgreement.Comparison? {
      guard let metrics = AgreementMetrics(measures, variants: rules.variants) else { return nil }
      return CaseAgreement.Comparison(
        reference: reference, candidate: candidate, metrics: metrics,
        referenceBySize: referenceBySize.map(\.counts), candidateBySize: candidateBySize.map(\.counts),
        referenceByRegion: referenceByRegion.mapValues(\.counts),
        candidateByRegion: candidateByRegion.mapValues(\.counts), outline: outline)
    }
  }

  private struct Counts: Codable {
    let lesions: Int
    let found: Int
    let diceSum: Double
    let distanceSumMM: Double
    let percentileSumMM: Double

    init(_ counts: LesionCounts) {
      (lesions, found, diceSum) = (counts.lesions, counts.found, counts.diceSum)
      (distanceSumMM, percentileSumMM) = (counts.distanceSumMM, counts.percentileSumMM)
    }

    var counts: LesionCounts {
      LesionCounts(
        lesions: lesions, found: found, diceSum: diceSum, distanceSumMM: distanceSumMM,
        percentileSumMM: percentileSumMM)
    }
  }

  private struct Region: Codable {
    let isMarked: [Bool]
    let volumeMM3: Double
    let disagreementMM3: Double
    let voxel: SIMD3<Int>
    let lower: SIMD3<Int>
    let upper: SIMD3<Int>

    init(_ found: CaseAgreement.Region) {
      isMarked = found.isMarked
      volumeMM3 = found.volumeMM3
      disagreementMM3 = found.disagreementMM3
      voxel = found.voxel
      (lower, upper) = (found.box.lower, found.box.upper)
    }

    var isWhole: Bool { all(lower .< upper) }

    var region: CaseAgreement.Region {
      CaseAgreement.Region(
        isMarked: isMarked, volumeMM3: volumeMM3, disagreementMM3: disagreementMM3, voxel: voxel,
        box: VoxelBox(lower: lower, upper: upper))
    }
  }
}
