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

  @Test func sizesArePartedByDiameter() {
    let all = records()[0]
    let small = all.restricted(toDiametersMM: 0..<4)
    let large = all.restricted(toDiametersMM: 4..<1000)
    #expect(!small.lesions.isEmpty && !large.lesions.isEmpty)
    #expect(small.lesions.count + large.lesions.count == all.lesions.count)
    #expect(small.falsePositives.count + large.falsePositives.count == all.falsePositives.count)
  }
}
