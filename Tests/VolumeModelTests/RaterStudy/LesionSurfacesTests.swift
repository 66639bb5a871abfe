import Foundation
import Testing
import VolumeModel

/// The made-up masks of `lesion_surface_oracle.py`, with what SciPy and NumPy say of each lesion of either.
private struct LesionSurfaceFixture: Decodable {
  let shape: [Int]
  let spacing_mm: [Double]
  let masks: [[Int]]
  let lesions: [[Expected]]

  struct Expected: Decodable {
    let volume_mm3: Double
    let found: Bool
    let place: Int
    let dice: Double?
    let asd_mm: Double?
    let hd95_mm: Double?
  }

  var grid: VoxelGrid { VoxelGrid(shape: shape, spacingMM: spacing_mm) }

  /// 1 up to x = 29, 2 up to x = 59, no class beyond.
  var classes: RegionClasses {
    var labels = Volume<Float>(grid: grid, filledWith: 0)
    for z in 0..<shape[2] {
      for y in 0..<shape[1] { for x in 0..<min(60, shape[0]) { labels[SIMD3(x, y, z)] = x < 30 ? 1 : 2 } }
    }
    return RegionClasses(labels: labels)
  }

  func entry(_ rules: ComparisonRules) -> CaseAgreement {
    CaseAgreement(
      name: "case", patient: "case",
      masks: [("a", Mask(grid: grid, linearIndices: masks[0])), ("b", Mask(grid: grid, linearIndices: masks[1]))],
      rules: rules, classes: classes)
  }
}

/// How well the lesions that were found are found, by size and by place.
@Suite struct LesionSurfacesTests {
  private func agrees(_ counts: LesionCounts?, with expected: [LesionSurfaceFixture.Expected]) -> Bool {
    guard let counts else { return expected.isEmpty }
    let found = expected.filter(\.found)
    func mean(_ value: (LesionSurfaceFixture.Expected) -> Double?) -> Double? {
      found.isEmpty ? nil : found.compactMap(value).reduce(0, +) / Double(found.count)
    }
    return counts.lesions == expected.count && counts.found == found.count && agree(counts.meanDice, mean(\.dice))
      && agree(counts.meanDistanceMM, mean(\.asd_mm)) && agree(counts.meanPercentileMM, mean(\.hd95_mm))
  }

  @Test(arguments: [[10, 50, 150], [60], [30, 70, 100, 400]])
  func bySizeAsSciPySays(bounds: [Double]) throws {
    let fixture: LesionSurfaceFixture = try Fixture.load("lesion_surfaces.json")
    let sizes = try #require(LesionSizeClasses(boundsMM3: bounds))
    let pair = try #require(fixture.entry(ComparisonRules(sizes: sizes)).pairs.first)
    for (counts, lesions) in zip([pair.referenceBySize, pair.candidateBySize], fixture.lesions) {
      for place in 0..<sizes.count {
        let expected = lesions.filter { sizes.index(ofVolumeMM3: $0.volume_mm3) == place }
        #expect(agrees(counts[place], with: expected), "\(sizes.names[place])")
      }
    }
  }

  @Test func byPlaceAsSciPySays() throws {
    let fixture: LesionSurfaceFixture = try Fixture.load("lesion_surfaces.json")
    let entry = fixture.entry(ComparisonRules())
    #expect(entry.regionClasses == ["label 1", "label 2", RegionClasses.outside])
    let pair = try #require(entry.pairs.first)
    for (counts, lesions) in zip([pair.referenceByRegion, pair.candidateByRegion], fixture.lesions) {
      for (place, name) in [RegionClasses.outside, "label 1", "label 2"].enumerated() {
        #expect(agrees(counts[name], with: lesions.filter { $0.place == place }), "\(name)")
      }
    }
  }

  /// Over a study the means are those of all found lesions, and an interval needs lesions of two patients.
  @Test func intervalsNeedTwoPatients() throws {
    let fixture: LesionSurfaceFixture = try Fixture.load("lesion_surfaces.json")
    let entry = fixture.entry(ComparisonRules())
    let empty = Mask(grid: fixture.grid)
    func study(_ entries: [CaseAgreement]) -> StudyAgreement {
      StudyAgreement(entries, rules: ComparisonRules(), bootstrap: Bootstrap(repetitions: 100))
    }
    func other(_ name: String, _ masks: (Mask, Mask)) -> CaseAgreement {
      CaseAgreement(name: name, patient: name, masks: [("a", masks.0), ("b", masks.1)], rules: ComparisonRules())
    }
    let alone = try #require(study([entry, other("empty", (empty, empty))]).pairs.first)
    let large = try #require(alone.referenceBySize.last)
    #expect(large.counts == entry.pairs.first?.referenceBySize.last)
    // Every draw that holds the patient says the same.
    #expect(large.rateInterval == nil && large.diceInterval == nil && large.distanceInterval == nil)
    #expect(alone.volumes.ratioInterval == nil)
    let (first, second) = (fixture.masks[0], fixture.masks[1])
    let turned = other(
      "turned", (Mask(grid: fixture.grid, linearIndices: second), Mask(grid: fixture.grid, linearIndices: first)))
    let both = try #require(study([entry, turned]).pairs.first?.referenceBySize.last)
    let mean = try #require(both.counts.meanDistanceMM)
    let interval = try #require(both.distanceInterval)
    #expect(interval.lower <= mean && mean <= interval.upper && interval.lower < interval.upper)
    #expect(both.diceInterval != nil && both.percentileInterval != nil && both.rateInterval != nil)
  }

  /// Runs cut by a mask, across the words of a row: of one lesion each, the lesion's distance is that of the whole masks.
  @Test(arguments: 1...20) func aSingleLesionIsTheMask(seed: Int) throws {
    let grid = VoxelGrid.test(200, 4, 3)
    let masks = [0, 1000].map { Mask.random(on: grid, density: 0.75, seed: UInt64(seed + $0)) }
    let entry = CaseAgreement(
      name: "a", patient: "a", masks: [("a", masks[0]), ("b", masks[1])], rules: ComparisonRules(connectivity: .corners)
    )
    let pair = try #require(entry.pairs.first)
    let counts = try #require(pair.candidateBySize.last)
    try #require(counts.lesions == 1 && counts.found == 1)
    #expect(agree(counts.meanDistanceMM, pair.metrics.averageSurfaceDistanceMM))
  }
}
