import Foundation
import Testing
import VolumeModel

/// The numbers of a study against closed forms, on boxes whose counts are known.
@Suite struct StudyAgreementTests {
  private static let grid = VoxelGrid(shape: SIMD3(40, 20, 12), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  /// Boxes of so many voxels a side, at places along x.
  private static func mask(_ boxes: [(x: Int, side: Int)]) -> Mask {
    var mask = Mask(grid: grid)
    for box in boxes {
      for z in 0..<box.side {
        for y in 0..<box.side { for x in 0..<box.side { mask[SIMD3(box.x + x, 1 + y, 1 + z)] = true } }
      }
    }
    return mask
  }

  private static func entry(_ name: String, patient: String? = nil, _ masks: [(String, [(x: Int, side: Int)])])
    -> CaseAgreement
  {
    CaseAgreement(
      name: name, patient: patient ?? name, masks: masks.map { ($0.0, mask($0.1)) }, rules: ComparisonRules())
  }

  private func near(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    a.map { abs($0 - b) <= tolerance * max(1, abs(b)) } ?? false
  }

  /// A cube of 8 voxels around one of 6: shell and core lie 1, root 2 or root 3 mm apart.
  @Test func anOutlineOneVoxelOutside() throws {
    var small = Mask(grid: Self.grid)
    var large = Mask(grid: Self.grid)
    for z in 1..<9 {
      for y in 1..<9 {
        for x in 1..<9 {
          large[SIMD3(x, y, z)] = true
          if (2..<8).contains(x), (2..<8).contains(y), (2..<8).contains(z) { small[SIMD3(x, y, z)] = true }
        }
      }
    }
    let entry = CaseAgreement(
      name: "a", patient: "a", masks: [("1-small", small), ("2-large", large)], rules: ComparisonRules())
    let shell: Double = 216 + 72 * 2.squareRoot() + 8 * 3.squareRoot()
    let over = (shell + 152) / 448
    let pair = try #require(entry.pairs.first?.outline)
    #expect(near(pair.overMM, over) && pair.underMM == 0 && pair.surfaceVoxels == 448)
    // Masks are compared in the order of their raters' names. The other way round the same distance lies inside.
    let reversed = CaseAgreement(
      name: "a", patient: "a", masks: [("1-large", large), ("2-small", small)], rules: ComparisonRules())
    let other = try #require(reversed.pairs.first?.outline)
    #expect(near(other.underMM, over) && other.overMM == 0 && near(other.signedMM, -over))
  }

  /// Lesions of 8, 27 and 216 mm^3: one of each class but the third.
  @Test func lesionsBySize() throws {
    let first = [(x: 1, side: 2), (x: 6, side: 3), (x: 12, side: 6)]
    let entry = Self.entry("a", [("one", first), ("two", Array(first.dropFirst()))])
    let pair = try #require(entry.pairs.first)
    #expect(pair.referenceBySize.map(\.lesions) == [1, 1, 0, 1])
    #expect(pair.referenceBySize.map(\.found) == [0, 1, 0, 1])
    let dice: [Double?] = [nil, 1, nil, 1]
    #expect(pair.referenceBySize.map(\.meanDice) == dice)
    #expect(pair.candidateBySize.map(\.lesions) == [0, 1, 0, 1])
    #expect(
      entry.regions.count == 3 && entry.regions.map(\.isMarked) == [[true, false], [true, true], [true, true]])
    #expect(entry.regions.map(\.disagreementMM3) == [8, 0, 0])
    #expect(LesionSizeClasses.standard.names == ["<10", "10-50", "50-150", ">=150"])
    #expect(LesionSizeClasses(boundsMM3: [10, 10]) == nil && LesionSizeClasses(boundsMM3: [-1]) == nil)
  }

  /// Five patients; "wide" draws cubes of twice the volume in each, "lone" something else altogether.
  private static let study: StudyAgreement = {
    let cases = (0..<5).map { number in
      let side = 2 + number % 2
      return entry(
        "case-\(number)",
        [
          ("a", [(x: 2, side: side), (x: 10, side: 2)]), ("b", [(x: 2, side: side), (x: 10, side: 2)]),
          ("wide", [(x: 2, side: side), (x: 10, side: 2), (x: 20, side: side), (x: 30, side: 2)]),
          ("lone", [(x: 15, side: 1)]),
        ])
    }
    return StudyAgreement(cases, rules: ComparisonRules(), bootstrap: Bootstrap(repetitions: 200))
  }()

  @Test func volumesFollowTheMasks() throws {
    let study = Self.study
    #expect(study.raters == ["a", "b", "lone", "wide"] && study.pairs.count == 6)
    let pair = try #require(study.pairs.first { $0.reference == "a" && $0.candidate == "wide" })
    let own = (0..<5).map { Double($0 % 2 == 0 ? 8 + 8 : 27 + 8) / 1000 }
    #expect(near(pair.volumes.ratio, 2) && near(pair.volumes.ratioInterval?.lower, 2))
    #expect(near(pair.volumes.blandAltman?.bias, own.reduce(0, +) / 5))
    // The difference is a, the mean 1.5 a: a derivative of 2/3.
    #expect(near(pair.volumes.blandAltman?.proportional?.gradient, 2.0 / 3, 1e-9))
    #expect(pair.volumes.concordance == ConcordanceCorrelation.coefficient(own, own.map { 2 * $0 }))
    let same = try #require(study.pairs.first { $0.reference == "a" && $0.candidate == "b" })
    #expect(same[.dice]?.mean == 1 && same[.dice]?.interval == ConfidenceInterval(lower: 1, upper: 1))
    #expect(near(same.volumes.intraclass?.absoluteAgreement.value, 1) && same.outline?.signedMM == 0)
    #expect(study.volumes?.cases == 5 && study.volumes?.raters == 4)
  }

  @Test func detectionCountsRegions() throws {
    let study = Self.study
    // Per case two regions of a, b and wide, two of wide alone, one of lone alone.
    #expect(study.detection.regions == 25 && study.detection.completeRegions == 25)
    let pair = try #require(study.pairs.first { $0.reference == "a" && $0.candidate == "wide" }?.detection)
    #expect(pair.both == 10 && pair.firstOnly == 0 && pair.secondOnly == 10 && pair.neither == 5)
    // Observed 15/25; expected 10/25 * 20/25 + 15/25 * 5/25.
    #expect(near(pair.kappa, (0.6 - 0.44) / (1 - 0.44)) && near(pair.positiveAgreement, 2.0 / 3))
    let units = [[true, true, false, true], [true, true, false, true], [false, false, false, true]]
    let all = Array(repeating: units + [[false, false, false, true], [false, false, true, false]], count: 5).flatMap(
      \.self)
    #expect(study.detection.fleissKappa == FleissKappa.coefficient(all))
    #expect(near(study.detection.krippendorffAlpha, KrippendorffAlpha.coefficient(all.map { $0.map { $0 } }) ?? .nan))
  }

  @Test func whoDisagreesWithEveryone() throws {
    let lone = try #require(Self.study.profiles.first { $0.name == "lone" })
    #expect(lone.disagreesWithEveryone == true && lone.diceWithOthers == 0)
    #expect(lone.markedRegions == 5 && lone.markedAlone == 5 && lone.missedAlone == 10)
    #expect(lone.againstOthers.outline == nil && lone.againstOthers.reference == CaseAgreement.othersName)
    let a = try #require(Self.study.profiles.first { $0.name == "a" })
    #expect(a.disagreesWithEveryone == false && a.markedAlone == 0)
    #expect(a.againstOthers[.dice]?.mean == 1)
  }

  /// What FROC shows of raters: "wide" has all that a and b agree on and two lesions more, "lone" none of it and one more.
  @Test func foundAndFalse() throws {
    let wide = try #require(Self.study.profiles.first { $0.name == "wide" })
    #expect(wide.foundFraction == 1 && wide.falsePositivesPerCase == 2)
    let lone = try #require(Self.study.profiles.first { $0.name == "lone" })
    #expect(lone.foundFraction == 0 && lone.falsePositivesPerCase == 1)
    #expect(Self.study.predictionCurve == nil && Self.study.predictedCases == 0)
  }

  /// A map that has one of two lesions that both raters drew, and a component of its own.
  @Test func predictionsHaveACurve() throws {
    let truth = Self.mask([(x: 2, side: 3), (x: 12, side: 3)])
    var probability = Volume<Float>(grid: Self.grid, filledWith: 0)
    for z in 1..<4 {
      for y in 1..<4 {
        for x in 2..<5 { probability[SIMD3(x, y, z)] = 0.9 }
        for x in 25..<28 { probability[SIMD3(x, y, z)] = 0.7 }
      }
    }
    let entry = CaseAgreement(
      name: "a", patient: "a", masks: [("x", truth), ("y", truth)], rules: ComparisonRules(), probability: probability)
    let study = StudyAgreement([entry, entry], rules: ComparisonRules(), bootstrap: Bootstrap(repetitions: 0))
    let curve = try #require(study.predictionCurve)
    #expect(curve.recall?.first == 0.5 && curve.falsePositivesPerCase.first == 1 && study.predictedCases == 2)
    // Above the logit of 0.7 the component of its own is gone, above that of 0.9 everything.
    let place = try #require(curve.thresholds.firstIndex { $0 > 1 })
    #expect(curve.recall?[place] == 0.5 && curve.falsePositivesPerCase[place] == 0 && curve.recall?.last == 0)
  }

  /// Two raters leave no region unmarked by both, so no kappa; and nobody else to disagree with.
  @Test func twoRatersHaveNoKappa() throws {
    let study = StudyAgreement(
      [Self.entry("a", [("x", [(x: 2, side: 2)]), ("y", [(x: 2, side: 2), (x: 9, side: 2)])])],
      rules: ComparisonRules(), bootstrap: Bootstrap())
    let pair = try #require(study.pairs.first)
    #expect(pair.detection?.kappa == nil && near(pair.detection?.positiveAgreement, 2.0 / 3))
    #expect(study.profiles.allSatisfy { $0.disagreesWithEveryone == nil && $0.markedAlone == 0 })
    // One patient: a mean, but no interval.
    #expect(pair[.dice]?.count == 1 && pair[.dice]?.interval == nil && study.volumes == nil)
  }

  /// A rater of some cases counts in those alone, and is no answer elsewhere.
  @Test func aRaterMayBeMissing() throws {
    let box = [(x: 2, side: 2)]
    let study = StudyAgreement(
      [
        Self.entry("1", [("a", box), ("b", box), ("c", box)]), Self.entry("2", [("a", box), ("b", [])]),
        Self.entry("3", [("b", box), ("c", [(x: 9, side: 2)])]),
      ], rules: ComparisonRules(), bootstrap: Bootstrap(repetitions: 50))
    #expect(study.pairs.map(\.cases) == [2, 1, 2])
    let units: [[Bool?]] = [[true, true, true], [true, false, nil], [nil, true, false], [nil, false, true]]
    #expect(study.detection.krippendorffAlpha == KrippendorffAlpha.coefficient(units))
    #expect(study.detection.regions == 4 && study.detection.completeRegions == 1)
  }

  @Test func visitsOfAPatientAreOneObservation() throws {
    let box = [(x: 2, side: 2)]
    let visits = ["1", "2", "3"].map { Self.entry($0, patient: "p", [("a", box), ("b", box)]) }
    let study = StudyAgreement(visits, rules: ComparisonRules(), bootstrap: Bootstrap(repetitions: 50))
    #expect(study.pairs.first?[.dice]?.mean == 1 && study.pairs.first?[.dice]?.interval == nil)
  }

  @Test func worstFirst() {
    let worst = Self.study.worstDisagreements(3)
    // 27 mm^3 in two cases, drawn by three or by one; then the cubes of 8.
    #expect(
      worst.map(\.region.disagreementMM3) == [27, 27, 27] && worst.map(\.inCase.name) == ["case-1", "case-1", "case-3"])
    #expect(Set(worst.map(\.markedBy)) == [["a", "b", "wide"], ["wide"]])
  }
}
