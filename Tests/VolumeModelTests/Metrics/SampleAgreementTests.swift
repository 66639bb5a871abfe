import Testing
import VolumeModel

/// Sets of masks as distributions, against closed forms and counts by hand.
@Suite struct SampleAgreementTests {
  private static let grid = VoxelGrid.test(40, 4, 2)
  private static func bar(_ range: ClosedRange<Int>) -> Mask { Mask.boxes(on: grid, (range, 1...1, 0...0)) }

  @Test func theSameMasksHaveNoDistance() throws {
    let masks = [Self.bar(0...9), Self.bar(5...14), Mask(grid: Self.grid)]
    let agreement = try #require(SampleAgreement(samples: masks, readers: masks.reversed()))
    #expect(abs(agreement.squaredEnergyDistance) < 1e-12 && agreement.matchedDice == 1)
    #expect(agreement.sampleDiversity == agreement.readerDiversity && (agreement.sampleDiversity ?? 0) > 0)
  }

  /// IoU of 10 voxels and the same shifted by 5: 1/3. Two readers at both places, one sample at the first:
  /// 2 (0 + 2/3) / 2 - 0 - 2 (2/3) / 4 = 1/3. Two samples as the readers: 0; two alike at a third place, disjoint from both:
  /// 2 - 0 - 1/3.
  @Test func distancesOfBars() throws {
    let readers = [Self.bar(0...9), Self.bar(5...14)]
    let one = try #require(SampleAgreement(samples: [readers[0]], readers: readers))
    #expect(abs(one.squaredEnergyDistance - 1.0 / 3) < 1e-12 && one.sampleDiversity == nil)
    #expect(abs((one.readerDiversity ?? 0) - 2.0 / 3) < 1e-12 && abs(one.crossDistance - 1.0 / 3) < 1e-12)
    // The one sample stands for both readers: Dice 1 and 1/2.
    #expect(abs(one.matchedDice - 0.75) < 1e-12)
    let far = try #require(SampleAgreement(samples: [Self.bar(20...29), Self.bar(20...29)], readers: readers))
    #expect(abs(far.squaredEnergyDistance - (2 - 1.0 / 3)) < 1e-12 && far.matchedDice == 0)
  }

  /// A set told twice differs within itself a little less, since each mask meets its double, but never by its size alone.
  @Test func diversityDoesNotDependOnTheSizeOfTheSet() throws {
    let places = (0..<4).map { Self.bar(10 * $0...10 * $0 + 9) }
    for count in 2...4 {
      let set = Array(places.prefix(count))
      #expect(try #require(SampleAgreement(samples: set, readers: set)).sampleDiversity == 1, "\(count)")
    }
  }

  /// Samples that agree on the readers' mean are worse by distance than those that differ as the readers do.
  @Test func diversityIsRewarded() throws {
    let readers = [Self.bar(0...9), Self.bar(10...19)]
    let alike = try #require(SampleAgreement(samples: [Self.bar(5...14), Self.bar(5...14)], readers: readers))
    let diverse = try #require(SampleAgreement(samples: readers, readers: readers))
    #expect(alike.squaredEnergyDistance > 0.5 && abs(diverse.squaredEnergyDistance) < 1e-12)
    #expect(alike.matchedDice == 0.5 && diverse.matchedDice == 1)
  }

  @Test func emptyMasksAgreeAndSetsMustNotBeEmpty() throws {
    let empty = Mask(grid: Self.grid)
    let agreement = try #require(SampleAgreement(samples: [empty, empty], readers: [empty]))
    #expect(agreement.squaredEnergyDistance == 0 && agreement.matchedDice == 1)
    #expect(SampleAgreement(samples: [], readers: [empty]) == nil)
    #expect(SampleAgreement(samples: [empty], readers: []) == nil)
  }

  /// Every order of up to six columns is tried.
  @Test func thePairingIsTheBestOfAll() {
    func orders(_ items: [Int]) -> [[Int]] {
      items.isEmpty ? [[]] : items.flatMap { item in orders(items.filter { $0 != item }).map { [item] + $0 } }
    }
    var random = RandomStream(seed: 3, name: "pairing")
    for size in 1...6 {
      for _ in 0..<10 {
        let gains = (0..<size).map { _ in (0..<size).map { _ in Double(random.index(below: 20)) - 5 } }
        func sum(_ order: [Int]) -> Double { order.enumerated().reduce(0) { $0 + gains[$1.offset][$1.element] } }
        let chosen = Assignment.best(gains)
        #expect(Set(chosen).count == size)
        let best = orders(Array(0..<size)).map(sum).max()
        #expect(sum(chosen) == best)
      }
    }
  }
}
