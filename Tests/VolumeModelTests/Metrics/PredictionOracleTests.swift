import Testing
import VolumeModel

/// Sweep of thresholds and retention curve against NumPy, SciPy and scikit-learn.
@Suite struct PredictionOracleTests {
  struct Case: Decodable {
    let shape: [Int]
    let probability_times_10000: [Int]
    let uncertainty_times_100: [Int]
    let reference: [Int]
    let brain: [Int]
    let sweep: Sweep
    let retention: Retention
    let retention_in_brain: Retention

    struct Sweep: Decodable {
      let rows: [[Double]]
      let best: Double
    }

    struct Retention: Decodable {
      let ndsc: [Double]
      let area_above: Double
    }

    var grid: VoxelGrid { VoxelGrid(shape: shape, spacingMM: [1, 1, 1]) }
    var referenceMask: Mask { Mask(grid: grid, linearIndices: reference) }
    var levels: ProbabilityLevels {
      ProbabilityLevels(
        Volume(grid: grid, scalars: probability_times_10000.map { Float(Double($0) / 10000) }))
    }
  }

  @Test func thresholdsAreSweptAsByHand() throws {
    let item = try Fixture.load("prediction.json", as: Case.self)
    let sweep = ThresholdSweep(of: item.levels, against: item.referenceMask)
    #expect(sweep.rows.count == item.sweep.rows.count)
    for (row, expected) in zip(sweep.rows, item.sweep.rows) {
      #expect(row.threshold == expected[0])
      #expect(abs(row.counts.dice - expected[1]) < 1e-12)
      #expect(abs(row.counts.precision - expected[2]) < 1e-12)
      #expect(abs((row.counts.recall ?? -1) - expected[3]) < 1e-12)
    }
    #expect(sweep.best.threshold == item.sweep.best)
  }

  @Test func theRetentionCurveIsThatOfTheShiftsChallenge() throws {
    let item = try Fixture.load("prediction.json", as: Case.self)
    let uncertainty = Volume(grid: item.grid, scalars: item.uncertainty_times_100.map { Float(Double($0) / 100) })
    let prediction = item.levels.prediction(threshold: 0.5)
    let brain = Mask(grid: item.grid, linearIndices: item.brain)
    for (domain, expected) in [(nil, item.retention), (brain, item.retention_in_brain)] {
      let curve = RetentionCurve(
        uncertainty: uncertainty, prediction: prediction, reference: item.referenceMask, within: domain)
      #expect(curve.points.count == expected.ndsc.count)
      for (point, value) in zip(curve.points, expected.ndsc) { #expect(abs(point.normalisedDice - value) < 1e-12) }
      #expect(abs(curve.areaAbove - expected.area_above) < 1e-12)
    }
  }

  @Test func aMapThatKnowsTheErrorsLeavesTheSmallestArea() {
    let grid = VoxelGrid.test(30, 10, 4)
    let reference = Mask.boxes(on: grid, (5...14, 2...6, 1...2))
    let prediction = Mask.boxes(on: grid, (8...17, 2...6, 1...2))
    let errors = prediction.symmetricDifference(reference)
    func area(_ value: (Bool) -> Float) -> Double {
      var map = Volume<Float>(grid: grid, filledWith: value(false))
      errors.forEachLinearIndex { map[grid.voxel(atLinearIndex: $0)] = value(true) }
      return RetentionCurve(uncertainty: map, prediction: prediction, reference: reference).areaAbove
    }
    let (knowing, blind, wrong) = (area { $0 ? 1 : 0 }, area { _ in 0.5 }, area { $0 ? 0 : 1 })
    #expect(knowing < blind && blind < wrong)
    // What is no number is what the map knows least about.
    #expect(area { $0 ? .nan : 0 } == knowing)
  }
}
