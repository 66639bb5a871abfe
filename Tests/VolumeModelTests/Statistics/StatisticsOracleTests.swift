import Testing
import VolumeModel

/// Paired tests against SciPy and full enumeration; detection records and FROC curves against NumPy and SciPy.
@Suite struct StatisticsOracleTests {
  struct Answers: Decodable {
    let paired: [Paired]
    let detection: Detection
  }

  struct Paired: Decodable {
    let a: [Double]
    let b: [Double]
    let t: Double
    let t_p: Double
    let differing: Int
    let w: Double
    let w_p: Double
  }

  struct Detection: Decodable {
    let shape: [Int]
    let spacing: [Double]
    let cases: [Case]
    let froc: FROC
  }

  struct Case: Decodable {
    let reference: [Int]
    let places: [Int]
    let thousandths: [Int]
    let lesions: [Lesion]
    let `false`: [False]
  }

  struct Lesion: Decodable {
    let diameter: Double
    let dice: Double
    let score: Double?
  }

  struct False: Decodable {
    let diameter: Double
    let score: Double
  }

  struct FROC: Decodable {
    let recall: [Double]
    let false_positives: [Double]
    let average_recall: Double
    let object_dice: Double
    let object_dice_sd: Double
  }

  private let answers: Answers

  init() throws { answers = try Fixture.load("statistics.json") }

  @Test func pairedTestsAreThoseOfSciPy() throws {
    for item in answers.paired {
      let t = try #require(PairedTTest(item.a, item.b))
      #expect(agree(t.t, item.t, 1e-9) && agree(t.pValue, item.t_p, 1e-9), "\(item.a.count) pairs")
      let w = try #require(WilcoxonSignedRankTest(item.a, item.b))
      #expect(w.pairs == item.differing && w.statistic == item.w && w.isExact == (item.differing <= 20))
      #expect(agree(w.pValue, item.w_p, 1e-9), "\(item.a.count) pairs: \(w.pValue) \(item.w_p)")
    }
  }

  private func records() -> [DetectionRecord] {
    let grid = VoxelGrid(shape: answers.detection.shape, spacingMM: answers.detection.spacing)
    return answers.detection.cases.map { item in
      var probability = Volume<Float>(grid: grid, filledWith: 0)
      for (place, value) in zip(item.places, item.thousandths) {
        probability[grid.voxel(atLinearIndex: place)] = Float(value) / 1000
      }
      return DetectionRecord(reference: Mask(grid: grid, linearIndices: item.reference), probability: probability)
    }
  }

  @Test func detectionRecordsAreThoseOfSciPysLabels() {
    for (record, item) in zip(records(), answers.detection.cases) {
      #expect(record.lesions.count == item.lesions.count && record.falsePositives.count == item.false.count)
      for (mine, theirs) in zip(record.lesions, item.lesions) {
        #expect(agree(mine.dice, theirs.dice, 1e-12) && agree(mine.score, theirs.score, 1e-5))
        #expect(agree(mine.diameterMM, theirs.diameter, 1e-9))
      }
      for (mine, theirs) in zip(record.falsePositives, item.false) {
        #expect(agree(mine.score, theirs.score, 1e-5) && agree(mine.diameterMM, theirs.diameter, 1e-9))
      }
    }
  }

  @Test func frocIsThatOfNumPy() throws {
    let curve = FROCCurve(records())
    #expect(curve.thresholds.count == 201)
    // Scores lie on a few logits, none of them on a threshold, so that float32 cannot move one across.
    #expect(try #require(curve.recall) == answers.detection.froc.recall)
    #expect(curve.falsePositivesPerCase == answers.detection.froc.false_positives)
    #expect(agree(curve.averageRecall, answers.detection.froc.average_recall, 1e-12))
    let summary = DetectionSummary(records(), seed: 1)
    #expect(agree(summary.objectDice, answers.detection.froc.object_dice, 1e-12))
    #expect(agree(summary.objectDiceSD, answers.detection.froc.object_dice_sd, 1e-12))
    // Draws of four of six cases, with false positives shared over six, lie around the whole's.
    let recall = try #require(summary.averageRecall)
    #expect(abs(recall - answers.detection.froc.average_recall) < 0.1 && summary.averageRecallSD ?? 0 > 0)
    #expect(DetectionSummary(records(), seed: 1) == summary)
  }

  /// A network that says "lesion" everywhere a little: at 0.5 its two lesions are one component with their surroundings, at
  /// a tuned threshold they are found with a Dice of 1.
  @Test func detectionFollowsTheThreshold() {
    let grid = VoxelGrid.test(20, 9, 3)
    let reference = Mask.boxes(on: grid, (2...4, 2...5, 1...1), (12...15, 3...6, 1...1))
    var probability = Volume<Float>(grid: grid, filledWith: 0)
    for x in 0..<20 { for y in 0..<9 { probability[SIMD3(x, y, 1)] = 0.9 } }
    reference.forEachLinearIndex { probability[grid.voxel(atLinearIndex: $0)] = 0.999 }
    let early = DetectionRecord(reference: reference, probability: probability)
    let tuned = DetectionRecord(reference: reference, probability: probability, threshold: 0.99)
    #expect(DetectionSummary([early, early], seed: 1).objectDice ?? 1 < 0.3)
    #expect(DetectionSummary([tuned, tuned], seed: 1).objectDice == 1 && tuned.falsePositives.isEmpty)
    #expect(early.threshold == 0.5 && tuned.restricted(toDiametersMM: 0..<100).threshold == 0.99)
    // Thresholds of the curve begin below the logit of the lowest: below 0 as published, or below ln 99.
    #expect(abs((FROCCurve.thresholds(for: [early]).first ?? 9) + 0.1) < 1e-12)
    #expect(abs((FROCCurve.thresholds(for: [tuned]).first ?? 9) - (4.59512 - 0.1)) < 1e-4)
    #expect(FROCCurve([tuned]).recall?.first == 1)
  }

  @Test func sizesArePartedByDiameter() {
    let all = records()[0]
    let small = all.restricted(toDiametersMM: 0..<4)
    let large = all.restricted(toDiametersMM: 4..<1000)
    #expect(!small.lesions.isEmpty && !large.lesions.isEmpty)
    #expect(small.lesions.count + large.lesions.count == all.lesions.count)
    #expect(small.falsePositives.count + large.falsePositives.count == all.falsePositives.count)
  }
}
