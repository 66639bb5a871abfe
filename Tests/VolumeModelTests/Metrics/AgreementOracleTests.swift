import Testing
import VolumeModel

/// Overlap, surfaces and lesions against MedPy, SimpleITK, scikit-learn and SciPy.
@Suite struct AgreementOracleTests {
  struct Cases: Decodable { let cases: [Case] }

  struct Case: Decodable {
    let shape: [Int]
    let spacing_mm: [Double]
    let reference: [Int]
    let candidate: [Int]
    let answers: [String: Double]
    let rules: [String: Rule]
    /// For each reference lesion the candidate's lesions it meets, and the voxels they share.
    let partners: [[String: Int]]
  }

  struct Rule: Decodable {
    let lesions: [Int]
    let found: Int
    let `true`: Int
    let f1: Double
  }

  @Test func measuresAreThoseOfOtherPrograms() throws {
    let cases = try Fixture.load("agreement.json", as: Cases.self).cases
    #expect(cases.count == 4)
    for item in cases {
      let grid = VoxelGrid(shape: item.shape, spacingMM: item.spacing_mm)
      let reference = Mask(grid: grid, linearIndices: item.reference)
      let candidate = Mask(grid: grid, linearIndices: item.candidate)
      let metrics = AgreementReport(reference: reference, candidate: candidate).metrics
      let pooled = AgreementReport(
        reference: reference, candidate: candidate,
        variants: AgreementVariants(hausdorff95: .pooled, symmetricAverage: .meanOfMeans)
      ).metrics
      let found: [(String, Double?)] = [
        ("dice", metrics.dice), ("jaccard", metrics.jaccard), ("precision", metrics.precision),
        ("recall", metrics.recall), ("specificity", metrics.specificity),
        ("volume_difference", metrics.volumeDifference), ("kappa", metrics.kappa), ("hd", metrics.hausdorffMM),
        ("hd95_directed", metrics.hausdorff95MM), ("hd95_pooled", pooled.hausdorff95MM),
        ("asd", metrics.averageSurfaceDistanceMM), ("assd_pooled", metrics.averageSymmetricSurfaceDistanceMM),
        ("medpy_assd", metrics.averageSymmetricSurfaceDistanceMM),
        ("assd_mean_of_means", pooled.averageSymmetricSurfaceDistanceMM),
        ("lesions_reference", Double(metrics.lesionsReference)),
        ("lesions_candidate", Double(metrics.lesionsCandidate)), ("lesion_tpr", metrics.lesionTruePositiveRate),
        ("lesion_fpr", metrics.lesionFalsePositiveRate),
      ]
      #expect(found.count == item.answers.count)
      for (name, value) in found {
        let value = try #require(value)
        let expected = try #require(item.answers[name])
        #expect(abs(value - expected) < 1e-12 * max(1, expected), "\(name) of \(item.shape)")
      }
    }
  }

  @Test func rulesOfDetectionAreThoseOfAPlainReading() throws {
    for item in try Fixture.load("agreement.json", as: Cases.self).cases {
      let grid = VoxelGrid(shape: item.shape, spacingMM: item.spacing_mm)
      let reference = Mask(grid: grid, linearIndices: item.reference)
      let candidate = Mask(grid: grid, linearIndices: item.candidate)
      for rule in LesionRule.allCases {
        let expected = try #require(item.rules[rule.rawValue])
        let result = LesionRuleResult(rule, reference: reference, candidate: candidate)
        #expect([result.lesionsReference, result.lesionsCandidate] == expected.lesions)
        #expect(result.found == expected.found)
        #expect(result.lesionsCandidate - result.falsePositives == expected.true)
        #expect(abs(result.f1 - expected.f1) < 1e-12)
      }
    }
  }

  @Test func whichLesionMeetsWhichIsAsSciPyLabelsThem() throws {
    for item in try Fixture.load("agreement.json", as: Cases.self).cases {
      let grid = VoxelGrid(shape: item.shape, spacingMM: item.spacing_mm)
      let lesions = AgreementReport(
        reference: Mask(grid: grid, linearIndices: item.reference),
        candidate: Mask(grid: grid, linearIndices: item.candidate)
      ).lesions
      for lesion in lesions where lesion.mask == .reference {
        let expected = item.partners[lesion.id - 1]
        #expect(
          Dictionary(uniqueKeysWithValues: lesion.partners.map { ("\($0.id)", $0.overlapVoxels) }) == expected)
        #expect(lesion.overlapVoxels == expected.values.reduce(0, +))
      }
      // The other side says the same.
      for lesion in lesions where lesion.mask == .candidate {
        let meeting = item.partners.enumerated().filter { $0.element["\(lesion.id)"] != nil }.map { $0.offset + 1 }
        #expect(lesion.partners.map(\.id).sorted() == meeting)
      }
    }
  }
}
