import Testing
import VolumeModel

@Suite struct StatisticsTests {
  @Test func summaryOfASample() throws {
    let summary = try #require(SampleSummary([2, 4, 4, 4, 5, 5, 7, 9]))
    #expect(summary.mean == 5 && agree(summary.standardDeviation, (32.0 / 7).squareRoot(), 1e-12))
    #expect(SampleSummary([3])?.standardDeviation == nil && SampleSummary([3])?.mean == 3)
    #expect(SampleSummary([]) == nil && SampleSummary([1, .nan]) == nil)
  }

  @Test func testsOfNoDifferenceSayNothing() {
    #expect(PairedTTest([1, 2], [1, 2]) == nil && PairedTTest([1], [2]) == nil)
    #expect(WilcoxonSignedRankTest([1, 2], [1, 2]) == nil && WilcoxonSignedRankTest([], []) == nil)
    #expect(PairedTTest([1, .infinity], [1, 2]) == nil && WilcoxonSignedRankTest([1, .nan], [0, 0]) == nil)
    #expect(WilcoxonSignedRankTest([1, 2, 3, 4, 5], [0, 0, 0, 0, 0])?.pValue == 0.0625)
  }

  /// The example of Holm's paper's form: 0.01, 0.02, 0.03, 0.04 by hand.
  @Test func holmStepsDown() {
    let adjusted = HolmCorrection.adjusted([0.03, 0.01, nil, 0.04, 0.02])
    let expected: [Double?] = [0.06, 0.04, nil, 0.06, 0.06]
    for (mine, theirs) in zip(adjusted, expected) { #expect(agree(mine, theirs, 1e-12)) }
    #expect(HolmCorrection.adjusted([0.9, 0.8]) == [1, 1] && HolmCorrection.adjusted([]).isEmpty)
  }

  @Test func methodsAreComparedOverTheCasesTheyShare() throws {
    let base: [String: Double?] = ["a": 0.5, "b": 0.6, "c": 0.7, "d": nil, "e": 0.4]
    let better: [String: Double?] = ["e": 0.5, "c": 0.71, "b": 0.65, "a": 0.52, "d": 0.9, "f": 0.1]
    let comparisons = MethodComparison.all([("better", better), ("same", base)], against: ("plain", base))
    let first = try #require(comparisons.first)
    #expect(first.patients == 4 && agree(first.meanDifference, 0.045, 1e-12))
    // Four cases, all better: two of sixteen assignments of signs are as extreme.
    #expect(first.wilcoxon?.pValue == 0.125 && first.holmPValue == 0.125)
    #expect(comparisons[1].wilcoxon == nil && comparisons[1].holmPValue == nil && comparisons[1].meanDifference == 0)
  }

  @Test func frocOfNothing() {
    let empty = FROCCurve([])
    #expect(empty.recall == nil && empty.averageRecall == nil && empty.falsePositivesPerCase.allSatisfy { $0 == 0 })
    let summary = DetectionSummary([], seed: 1)
    #expect(summary.averageRecall == nil && summary.objectDice == nil)
    // Found at every threshold, without a false positive: held at its end, all recall is 1 but for the origin itself.
    let lesion = DetectionRecord.TrueLesion(diameterMM: 5, dice: 0.8, score: 9)
    let perfect = FROCCurve([DetectionRecord(lesions: [lesion], falsePositives: [])])
    #expect(perfect.averageRecall == 1)
  }
}
