import Testing
import VolumeModel

/// Statistics of raters against pingouin, statsmodels, krippendorff, scikit-learn and SciPy.
@Suite struct RaterStatisticsTests {
  struct Answers: Decodable {
    let studies: [Study]
    let detections: [Detection]
  }

  struct Study: Decodable {
    let rows: [[Double]]
    let intraclass: Intraclass
    let bland_altman: Differences
    let concordance: Double

    func column(_ number: Int) -> [Double] { rows.map { $0[number] } }
  }

  struct Intraclass: Decodable {
    let icc_2_1: Double
    let icc_2_1_interval: [Double]
    let icc_3_1: Double
    let icc_3_1_interval: [Double]
  }

  struct Differences: Decodable {
    let bias: Double
    let sd: Double
    let bias_interval: [Double]
    let limits: [Double]
    let lower_limit_interval: [Double]
    let gradient: Double
    let intercept: Double
    let p_value: Double
  }

  struct Detection: Decodable {
    let units: [[Int]]
    let fleiss: Double
    let cohen: Double
    let incomplete: [[Int?]]
    let alpha: Double
  }

  private static let answers = Result { try Fixture.load("rater_statistics.json", as: Answers.self) }

  private func near(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
    a.map { abs($0 - b) <= tolerance * max(1, abs(b)) } ?? false
  }

  private func near(_ a: ConfidenceInterval?, _ b: [Double], _ tolerance: Double = 1e-9) -> Bool {
    near(a?.lower, b[0], tolerance) && near(a?.upper, b[1], tolerance)
  }

  @Test func intraclassCorrelation() throws {
    for study in try Self.answers.get().studies {
      let own = try #require(IntraclassCorrelation(study.rows))
      #expect(near(own.absoluteAgreement.value, study.intraclass.icc_2_1))
      #expect(near(own.consistency.value, study.intraclass.icc_3_1))
      #expect(near(own.absoluteAgreement.interval, study.intraclass.icc_2_1_interval))
      #expect(near(own.consistency.interval, study.intraclass.icc_3_1_interval))
    }
  }

  /// Raters that are a constant apart are consistent; the change that can be told from that offset follows the offset.
  @Test func aConstantOffsetIsConsistent() throws {
    let own = try #require(IntraclassCorrelation([[1, 3], [2, 4], [5, 7]]))
    #expect(near(own.consistency.value, 1) && own.absoluteAgreement.value < 0.9)
    // Variance between the raters 2, so SEM is its root.
    #expect(near(own.measurementError, 2.0.squareRoot()))
    #expect(near(own.smallestDetectableChange, 1.96 * 2))
    #expect(IntraclassCorrelation([[1, 1], [1, 1]]) == nil && IntraclassCorrelation([[1, 2]]) == nil)
    #expect(IntraclassCorrelation([[1, 2], [3, .nan]]) == nil && IntraclassCorrelation([[1, 2], [3]]) == nil)
  }

  @Test func blandAndAltman() throws {
    for study in try Self.answers.get().studies {
      let own = try #require(BlandAltman(study.column(0), study.column(1)))
      let theirs = study.bland_altman
      #expect(near(own.bias, theirs.bias) && near(own.standardDeviation, theirs.sd))
      #expect(near(own.biasInterval, theirs.bias_interval) && near(own.limits, theirs.limits))
      #expect(near(own.lowerLimitInterval, theirs.lower_limit_interval))
      #expect(near(own.proportional?.gradient, theirs.gradient) && near(own.proportional?.intercept, theirs.intercept))
      #expect(near(own.proportional?.pValue, theirs.p_value))
    }
    #expect(BlandAltman([1], [2]) == nil && BlandAltman([1, 2], [2]) == nil)
    #expect(BlandAltman([1, 1], [1, 1])?.proportional == nil)
  }

  @Test func concordance() throws {
    for study in try Self.answers.get().studies {
      #expect(near(ConcordanceCorrelation.coefficient(study.column(0), study.column(1)), study.concordance))
    }
    #expect(ConcordanceCorrelation.coefficient([2, 2], [2, 2]) == nil)
  }

  @Test func detection() throws {
    for detection in try Self.answers.get().detections {
      let units = detection.units.map { $0.map { $0 == 1 } }
      #expect(near(FleissKappa.coefficient(units), detection.fleiss))
      #expect(near(CohenKappa.coefficient(units.map { $0[0] }, units.map { $0[1] }), detection.cohen))
      let incomplete = detection.incomplete.map { $0.map { $0.map { $0 == 1 } } }
      #expect(near(KrippendorffAlpha.coefficient(incomplete), detection.alpha))
    }
    #expect(CohenKappa.coefficient([true, true], [true, true]) == nil)
    #expect(FleissKappa.coefficient([[true], [false]]) == nil && FleissKappa.coefficient([]) == nil)
    #expect(KrippendorffAlpha.coefficient([[true, nil], [nil, false]]) == nil)
  }

  /// The bootstrap of a mean of many independent numbers comes to mean +- 1.96 SD / sqrt(n), and visits of one patient
  /// are no independent numbers.
  @Test func bootstrapOfAMean() throws {
    var generator = SeededGenerator(seed: 5)
    let values = (0..<400).map { _ in generator.uniform() }
    let summary = try #require(SampleSummary(values))
    let error = try #require(summary.standardDeviation) / 20
    func mean(_ places: [Int]) -> Double? { places.reduce(0) { $0 + values[$1] } / Double(places.count) }
    let own = try #require(Bootstrap(repetitions: 4000, seed: 3).interval(groups: values.indices.map { [$0] }, mean))
    #expect(abs(own.lower - (summary.mean - 1.96 * error)) < 0.15 * error)
    #expect(abs(own.upper - (summary.mean + 1.96 * error)) < 0.15 * error)
    let again = Bootstrap(repetitions: 4000, seed: 3).interval(groups: values.indices.map { [$0] }, mean)
    #expect(again == own)

    // Each number four times, as four visits of one patient: the same interval, not half as wide.
    let visits = values.indices.map { patient in (0..<4).map { patient + 400 * $0 } }
    let four = try #require(
      Bootstrap(repetitions: 4000, seed: 3).interval(groups: visits) { mean($0.map { $0 % 400 }) })
    #expect(abs(four.lower - own.lower) < 1e-12 && abs(four.upper - own.upper) < 1e-12)
    #expect(Bootstrap().interval(groups: [[0, 1]], mean) == nil)
    #expect(Bootstrap().interval(groups: [[0], [1]]) { _ in nil } == nil)
  }
}
