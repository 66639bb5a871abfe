import Foundation
import Testing
import VolumeModel

/// Lesions by the class of their place, and cases that are written down and read again.
@Suite struct RegionClassesTests {
  private static let grid = VoxelGrid(shape: SIMD3(20, 12, 12), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  /// 1 up to x = 4, 2 up to x = 9, 7 up to x = 14, no class beyond.
  private static let classes: RegionClasses = {
    var labels = Volume<Float>(grid: grid, filledWith: 0)
    for z in 0..<12 {
      for y in 0..<12 { for x in 0..<15 { labels[SIMD3(x, y, z)] = x < 5 ? 1 : x < 10 ? 2 : 7 } }
    }
    return RegionClasses(labels: labels, names: [1: "periventricular", 2: "juxtacortical", 0: "background"])
  }()

  private static func mask(_ boxes: [Range<Int>]) -> Mask {
    var mask = Mask(grid: grid)
    for box in boxes { for x in box { for y in 2..<5 { mask[SIMD3(x, y, 3)] = true } } }
    return mask
  }

  private static func entry(_ a: [Range<Int>], _ b: [Range<Int>], classes: RegionClasses? = classes) -> CaseAgreement {
    CaseAgreement(
      name: "case", patient: "case", masks: [("a", mask(a)), ("b", mask(b))], rules: ComparisonRules(),
      classes: classes)
  }

  @Test func lesionsBelongWhereMostOfThemLies() throws {
    // Wholly in 1; more in 2 than in 1; as much in 2 as in 7; more outside than in 7.
    let lesions = Lesions(of: Self.mask([1..<3, 4..<7]), connectivity: .edges).lesions
    #expect(lesions.map { Self.classes.name(of: $0) } == ["periventricular", "juxtacortical"])
    let others = Lesions(of: Self.mask([9..<11, 13..<18]), connectivity: .edges).lesions
    #expect(others.map { Self.classes.name(of: $0) } == ["juxtacortical", RegionClasses.outside])
  }

  @Test func theyAreCountedByClass() throws {
    let entry = Self.entry([1..<3, 6..<8, 12..<14, 17..<19], [1..<3, 12..<14])
    #expect(entry.regionClasses == ["periventricular", "juxtacortical", "label 7", RegionClasses.outside])
    let pair = try #require(entry.pairs.first)
    #expect(pair.referenceByRegion.mapValues(\.lesions).values.reduce(0, +) == 4)
    #expect(pair.referenceByRegion["juxtacortical"]?.found == 0 && pair.referenceByRegion["label 7"]?.found == 1)
    #expect(pair.candidateByRegion["periventricular"]?.meanDice == 1 && pair.candidateByRegion["juxtacortical"] == nil)
    let study = StudyAgreement([entry, entry], rules: ComparisonRules(), bootstrap: Bootstrap(repetitions: 0))
    let summary = try #require(study.pairs.first?.referenceByRegion)
    #expect(summary.map(\.name) == study.regionClasses && summary.map(\.counts.lesions) == [2, 2, 2, 2])
    #expect(summary.map(\.counts.rate) == [1, 0, 1, 0])
    #expect(Self.entry([1..<3], [1..<3], classes: nil).regionClasses.isEmpty)
  }

  /// All numbers of a study come back to their bits from what a program wrote down.
  @Test func aRecordIsTheCase() throws {
    let entry = Self.entry([1..<3, 6..<9, 12..<14], [1..<4, 12..<13])
    let files = StudyCase(
      CaseFiles(name: "case", flair: "case.nii", raters: ["a", "b"].map { RaterFile(name: $0, path: "\($0).nii") }))
    let stored = try JSONDecoder().decode(
      CaseAgreementRecord.self, from: try JSONEncoder().encode(CaseAgreementRecord(entry)))
    let again = try #require(stored.agreement(of: files, rules: ComparisonRules()))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func study(_ entry: CaseAgreement) throws -> Data {
      try encoder.encode(
        StudyAgreement([entry], rules: ComparisonRules(), bootstrap: Bootstrap(repetitions: 10)))
    }
    #expect(entry.pairs.map(\.metrics) == again.pairs.map(\.metrics))
    #expect(entry.pairs.map(\.referenceBySize) == again.pairs.map(\.referenceBySize))
    #expect(entry.regions.map(\.box) == again.regions.map(\.box))
    var expected = try #require(String(data: try study(entry), encoding: .utf8))
    expected = expected.replacingOccurrences(of: "\"patient\":\"case\"", with: "")
    let found = try #require(String(data: try study(again), encoding: .utf8))
    #expect(found.replacingOccurrences(of: "\"patient\":\"\(again.patient)\"", with: "") == expected)
    // Written by other classes of sizes, or cut off.
    let finer = try #require(LesionSizeClasses(boundsMM3: [3]))
    #expect(stored.agreement(of: files, rules: ComparisonRules(sizes: finer)) == nil)
  }
}
