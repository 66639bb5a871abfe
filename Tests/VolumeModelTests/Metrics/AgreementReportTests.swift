import Foundation
import Testing
import VolumeModel

@Suite struct AgreementReportTests {
  /// Two boxes 1 x 1 x 3 mm apart in every way, and a single voxel far away.
  @Test func boxesAndAStrayVoxel() throws {
    let grid = VoxelGrid.test(24, 24, 24, spacingMM: SIMD3(1, 1, 3))
    let candidate = Mask.boxes(on: grid, (7...15, 6...14, 5...13))
    let reference = Mask.boxes(on: grid, (8...15, 6...12, 7...16), (20...20, 20...20, 20...20))
    let metrics = AgreementReport(reference: reference, candidate: candidate).metrics
    let variants = AgreementVariants(hausdorff95: .pooled, symmetricAverage: .meanOfMeans)
    let other = AgreementReport(reference: reference, candidate: candidate, variants: variants).metrics
    for (value, expected) in [
      (metrics.hausdorffMM, 22.40535650240808), (metrics.hausdorff95MM, 9), (other.hausdorff95MM, 9),
      (metrics.averageSurfaceDistanceMM, 2.171394567872714),
      (metrics.averageSymmetricSurfaceDistanceMM, 2.490189051911281),
      (other.averageSymmetricSurfaceDistanceMM, 2.5224657520086438), (metrics.dice, 0.6077519379844961),
      (metrics.jaccard, 0.4365256124721604), (metrics.kappa, 0.5888959767433741),
    ] as [(Double?, Double)] {
      #expect(abs(try #require(value) - expected) < 1e-12)
    }
    #expect(metrics.lesionsReference == 2 && metrics.lesionsCandidate == 1)
    #expect(metrics.lesionTruePositiveRate == 0.5 && metrics.lesionFalsePositiveRate == 0)
    #expect(abs(metrics.volumeReferenceML - 561 * 3 / 1000.0) < 1e-12)
  }

  /// The table of empty masks, to the letter.
  @Test func emptyMasks() {
    let grid = VoxelGrid.test(8, 8, 8)
    let empty = Mask(grid: grid)
    let some = Mask.boxes(on: grid, (2...4, 2...4, 2...4))
    for rule in LesionRule.allCases {
      let variants = AgreementVariants(lesionRule: rule)
      let both = AgreementReport(reference: empty, candidate: empty, variants: variants).metrics
      #expect(both.dice == 1 && both.jaccard == 1 && both.precision == 1 && both.recall == 1 && both.kappa == 1)
      #expect(both.hausdorffMM == 0 && both.hausdorff95MM == 0)
      #expect(both.averageSurfaceDistanceMM == 0 && both.averageSymmetricSurfaceDistanceMM == 0)
      #expect(both.lesionTruePositiveRate == nil && both.lesionFalsePositiveRate == 0 && both.lesionF1 == 1)
      #expect(both.volumeDifference == 0)

      let noReference = AgreementReport(reference: empty, candidate: some, variants: variants).metrics
      #expect(noReference.dice == 0 && noReference.precision == 0 && noReference.recall == nil)
      #expect(noReference.hausdorffMM == nil && noReference.averageSurfaceDistanceMM == nil)
      #expect(noReference.lesionTruePositiveRate == nil && noReference.lesionFalsePositiveRate == 1)
      #expect(noReference.lesionF1 == 0 && noReference.volumeDifference == nil && noReference.kappa == 0)

      let noCandidate = AgreementReport(reference: some, candidate: empty, variants: variants).metrics
      #expect(noCandidate.dice == 0 && noCandidate.precision == 0 && noCandidate.recall == 0)
      #expect(noCandidate.hausdorff95MM == nil && noCandidate.averageSymmetricSurfaceDistanceMM == nil)
      #expect(noCandidate.lesionTruePositiveRate == 0 && noCandidate.lesionFalsePositiveRate == 0)
      #expect(noCandidate.lesionF1 == 0 && noCandidate.volumeDifference == 1 && noCandidate.kappa == 0)
    }
  }

  @Test func theDiagonalMayStandForDistancesThatAreNotDefined() {
    let grid = VoxelGrid.test(8, 6, 4, spacingMM: SIMD3(1, 1, 2))
    let some = Mask.boxes(on: grid, (2...4, 2...4, 2...3))
    let variants = AgreementVariants(missingDistance: .imageDiagonal)
    let metrics = AgreementReport(reference: Mask(grid: grid), candidate: some, variants: variants).metrics
    let diagonal = (64.0 + 36 + 64).squareRoot()
    #expect(metrics.hausdorffMM == diagonal && metrics.averageSymmetricSurfaceDistanceMM == diagonal)
    #expect(metrics.recall == nil)
    let both = AgreementReport(reference: Mask(grid: grid), candidate: Mask(grid: grid), variants: variants).metrics
    #expect(both.hausdorffMM == 0)
  }

  @Test func meansLeaveOutWhatIsNotAvailableAndCountIt() {
    let grid = VoxelGrid.test(8, 8, 8)
    let (empty, some) = (Mask(grid: grid), Mask.boxes(on: grid, (2...4, 2...4, 2...4)))
    let all = [(empty, some), (some, some), (some, empty)].map {
      AgreementReport(reference: $0.0, candidate: $0.1).metrics
    }
    let recall = AgreementMeasure.recall.mean(over: all)
    #expect(recall.value == 0.5 && recall.omitted == 1)
    let distance = AgreementMeasure.hausdorffMM.mean(over: all)
    #expect(distance.value == 0 && distance.omitted == 2)
    #expect(AgreementMeasure.hausdorffMM.mean(over: []).value == nil)
  }

  @Test func identicalMasksAgreeCompletely() {
    let mask = Mask.random(on: .test(20, 20, 10), density: 0.1, seed: 4)
    let metrics = AgreementReport(reference: mask, candidate: mask).metrics
    #expect(metrics.dice == 1 && metrics.hausdorffMM == 0 && metrics.lesionF1 == 1 && metrics.volumeDifference == 0)
  }

  /// Lesions that the three rules judge differently: a reference of 10 voxels touched at its end by one voxel of a long
  /// candidate, and one of 12 covered in half by a candidate that lies wholly inside.
  @Test func rulesOfDetection() {
    let grid = VoxelGrid.test(60, 5, 5)
    let reference = Mask.boxes(on: grid, (0...9, 1...1, 1...1), (30...41, 3...3, 3...3))
    let candidate = Mask.boxes(on: grid, (8...20, 1...1, 1...1), (30...35, 3...3, 3...3))
    let any = LesionDetection(reference: reference, candidate: candidate)
    #expect(any.referenceIsFound == [true, true] && any.candidateIsTrue == [true, true])
    // The first candidate has 11 of its 13 voxels on background.
    let msseg = LesionDetection(reference: reference, candidate: candidate, connectivity: .faces, rule: .msseg)
    #expect(msseg.referenceIsFound == [false, true] && msseg.candidateIsTrue == [false, true])
    // Intersection over union is 2 of 21, and 6 of 12.
    let iou = LesionDetection(reference: reference, candidate: candidate, connectivity: .faces, rule: .iou)
    #expect(iou.referenceIsFound == [false, true] && iou.candidateIsTrue == [false, true])
    #expect(iou.f1 == 0.5)
  }

  @Test func domainChangesKappaOnly() {
    let grid = VoxelGrid.test(10, 10, 1)
    let reference = Mask.boxes(on: grid, (0...2, 0...0, 0...0))
    let candidate = Mask.boxes(on: grid, (0...1, 0...0, 0...0), (3...3, 0...0, 0...0), (5...5, 5...5, 0...0))
    let row = Mask.boxes(on: grid, (0...9, 0...0, 0...0))
    let whole = AgreementReport(reference: reference, candidate: candidate).metrics
    let within = AgreementReport(reference: reference, candidate: candidate, within: row).metrics
    #expect(within.dice == whole.dice && within.kappa != whole.kappa)
    #expect(abs((within.kappa ?? 0) - 0.5238095238095238) < 1e-12)
  }

  @Test func jsonHasTheNamesThatScriptsExpect() throws {
    let grid = VoxelGrid.test(8, 8, 8)
    let some = Mask.boxes(on: grid, (2...4, 2...4, 2...4))
    let report = AgreementReport(reference: Mask(grid: grid), candidate: some)
    let data = try JSONEncoder().encode(report)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(Set(object.keys) == ["spacing_mm", "connectivity", "metrics", "lesions"])
    #expect(object["connectivity"] as? Int == 18)
    let metrics = try #require(object["metrics"] as? [String: Any])
    #expect(
      Set(metrics.keys).isSuperset(of: [
        "dice", "jaccard", "precision", "recall", "kappa", "volume_reference_ml", "volume_candidate_ml",
        "volume_difference", "hd_mm", "hd95_mm", "asd_mm", "assd_mm", "lesions_reference", "lesions_candidate",
        "lesion_tpr", "lesion_fpr", "lesion_f1",
      ]))
    #expect(metrics.count == AgreementMeasure.allCases.count)
    #expect(metrics["recall"] is NSNull && metrics["hd_mm"] is NSNull)
  }

  @Test func compositeOfTheISBIChallenge() throws {
    let terms = try #require(
      ISBI2015Score.scanTerms(
        dice: 0.62, precision: 0.84, lesionFalsePositiveRate: 0.15, lesionTruePositiveRate: 0.5))
    let composite = try #require(ISBI2015Score.composite(scanTerms: [terms], volumeCorrelation: 0.86))
    #expect(abs(composite - 0.735) < 1e-12)
    // One scan has no correlation, and a scan without a rate has no terms.
    #expect(ISBI2015Score.composite(scanTerms: [terms], volumeCorrelation: nil) == nil)
    #expect(abs(try #require(ISBI2015Score.compositeWithoutCorrelation(scanTerms: [terms])) - terms * 4 / 3) < 1e-12)
    #expect(
      ISBI2015Score.scanTerms(
        dice: 0, precision: 0, lesionFalsePositiveRate: 1, lesionTruePositiveRate: nil) == nil)
    #expect(ISBI2015Score.normalised(composite: 0.7, interRater: 0.7) == 90)
    #expect(ISBI2015Score.normalised(composite: 1, interRater: 0.7) == 100)
    // Pearson by SciPy 1.17.
    let r = try #require(ISBI2015Score.correlation([1, 2, 3, 4.5], [2, 1, 4, 6]))
    #expect(abs(r - 0.8935944320713887) < 1e-12)
    #expect(ISBI2015Score.correlation([1], [1]) == nil && ISBI2015Score.correlation([1, 1], [1, 2]) == nil)
  }
}
