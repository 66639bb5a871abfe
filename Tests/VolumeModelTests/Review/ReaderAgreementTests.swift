import Testing
import VolumeModel

/// Agreement of readers on verdicts, against the two-by-two table counted by hand.
@Suite struct ReaderAgreementTests {
  private let grid = VoxelGrid.test(60, 4, 4)

  /// Ten lesions of one voxel.
  private var table: LesionTable {
    var mask = Mask(grid: grid)
    for index in 0..<10 { mask[SIMD3(3 + 5 * index, 1, 1)] = true }
    return LesionTable(
      LesionSources(raters: [mask], flair: Volume<Float>(grid: grid, filledWith: 1), brain: Mask(grid: grid)))
  }

  /// `A` approved, `X` rejected, `-` undecided; a small letter gives the class periventricular too.
  private func rows(_ verdicts: String) -> [LesionRow] {
    var events: [ReviewEvent] = []
    for (record, letter) in zip(table.records, verdicts) where letter != "-" {
      var action = LesionAction(lesion: record.id, region: record.region)
      action.verdict = letter.uppercased() == "A" ? .approved : .rejected
      if letter.isLowercase { action.lesionClass = .periventricular }
      events.append(.lesion(action))
    }
    return table.rows(ReviewHistory(events).state)
  }

  @Test func kappaIsThatOfTheLesionsBothDecided() throws {
    let pairs = ReaderAgreement.pairs(of: [("ana", rows("AAAAXXXA-A")), ("ben", rows("AAAXXXAAA-"))])
    let all = try #require(pairs.first)
    // Eight decided by both: five approved by each, two disagreements: observed 6/8, chance (25 + 9) / 64.
    #expect(pairs.count == 1 && all.readers == ["ana", "ben"] && all.lesions == 8 && all.same == 6)
    let chance = 34.0 / 64
    #expect(try abs(#require(all.kappa) - (0.75 - chance) / (1 - chance)) < 1e-12)
  }

  @Test func classesAreThoseThatEitherGave() throws {
    let pairs = ReaderAgreement.pairs(of: [("ana", rows("aAXX------")), ("ben", rows("AaXA------"))])
    #expect(pairs.map(\.lesionClass) == [nil, .periventricular])
    #expect(pairs[1].lesions == 2 && pairs[1].same == 2 && pairs[1].kappa == nil, "one answer throughout has no kappa")
  }

  @Test func threeReadersAreThreePairsAndOneIsNone() {
    let one = ("a", rows("AX--------")), two = ("b", rows("AX--------")), three = ("c", rows("----------"))
    #expect(ReaderAgreement.pairs(of: [one]).isEmpty)
    let pairs = ReaderAgreement.pairs(of: [one, two, three])
    #expect(pairs.map(\.readers) == [["a", "b"], ["a", "c"], ["b", "c"]])
    #expect(pairs[0].kappa == 1 && pairs[1].lesions == 0 && pairs[1].kappa == nil)
  }
}
