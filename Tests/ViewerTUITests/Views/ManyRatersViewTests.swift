import Pictures
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// The viewer with four raters.
@Suite struct ManyRatersViewTests {
  private func viewer() throws -> Viewer {
    try ExampleCase.viewer(of: SmallCase.reviewOfFourRaters(), width: 160, height: 60)
  }

  @Test func panelListsThemAndSetsEachAgainstTheOthers() throws {
    let screen = try viewer().frame().plain
    for text in ["rater 3", "rater 4", "r1 – others", "r4 – others"] {
      #expect(screen.contains(text), "'\(text)' is not on the screen")
    }
  }

  @Test func theMostDividedRegionComesFirst() throws {
    let viewer = try viewer()
    let masks = viewer.scan.raters.map(\.mask)
    func division(_ region: Lesion) -> Int {
      var sum = 0
      region.forEachVoxel { voxel in
        let votes = masks.count { $0[voxel] }
        sum += votes * (4 - votes)
      }
      return sum
    }
    let divisions = viewer.scan.findings.map { division($0.region) }
    #expect(!divisions.isEmpty && divisions == divisions.sorted(by: >))
    #expect(divisions.allSatisfy { $0 > 0 }, "where all agree nothing is divided")
  }

  @Test func consensusOfAllOfThem() throws {
    var viewer = try viewer()
    let masks = viewer.scan.raters.map(\.mask)
    let consensus = try #require(RaterConsensus(masks))
    _ = viewer.run(commandLine: "other-mask majority")
    #expect(viewer.scan.consensus.mask == consensus.mask(.majority))
    _ = viewer.run(commandLine: "other-mask staple")
    #expect(viewer.scan.consensus.mask == consensus.mask(.staple))
    #expect(viewer.interface.message?.text.contains("sensitivity r1") == true)
    _ = viewer.run(commandLine: "other-mask votes")
    #expect(viewer.scan.consensus.voteCounts != nil && viewer.scan.consensus.mask == nil)
    _ = viewer.run(commandLine: "other-mask union")
    #expect(
      viewer.scan.consensus.voteCounts == nil
        && viewer.scan.consensus.mask == masks.dropFirst().reduce(masks[0]) { $0.union($1) })
  }

  /// Every row of the place is offered by Tab and named in the help, a new one too.
  @Test func everyConsensusIsOffered() throws {
    var viewer = try viewer()
    let usage = try #require(TypedCommand.named("other-mask")).usage
    for id in [OverlayID.other, .intersection, .mean, .majority, .staple, .votes, .patterns] {
      #expect(usage.contains(id.rawValue))
      _ = viewer.run(commandLine: "other-mask \(id.rawValue)")
      #expect(viewer.overlay(.other).id == id && viewer.interface.message?.isWarning == false)
    }
  }

  /// Votes lie over everything, so the next set of overlays hides them.
  @Test func aSetOfOverlaysHidesVotes() throws {
    var viewer = try viewer()
    viewer.type("e")
    #expect(viewer.view.overlays.isShown(.other))
    viewer.type("Q")
    #expect(!viewer.view.overlays.isShown(.other))
  }

  /// Votes, then patterns, then the masks again: one key walks them.
  @Test func whoDrewWhatStandsBesideHowMany() throws {
    var viewer = try viewer()
    viewer.type("e")
    #expect(viewer.scan.consensus.voteCounts != nil)
    viewer.type("e")
    let masks = viewer.scan.raters.map(\.mask)
    let union = masks.dropFirst().reduce(masks[0]) { $0.union($1) }
    #expect(viewer.scan.consensus.voteCounts == nil && !viewer.scan.consensus.patterns.isEmpty)
    #expect(
      viewer.scan.consensus.patterns.reduce(0) { $0 + $1.mask.count } == union.count, "every voxel has one pattern")
    for pattern in viewer.scan.consensus.patterns {
      guard let raters = pattern.raters else { continue }
      for (index, mask) in masks.enumerated() {
        #expect(pattern.mask.intersection(mask) == (raters.contains(index) ? pattern.mask : Mask(grid: mask.grid)))
      }
    }
    let screen = viewer.frame().plain
    for pattern in viewer.scan.consensus.patterns { #expect(screen.contains(pattern.name)) }
    viewer.type("e")
    #expect(viewer.view.overlays[.rater(0)].isVisible && !viewer.view.overlays[.other].isVisible)
  }

  @Test func aFilterOnARaterWhoIsNotThereIsRefused() throws {
    var viewer = try viewer()
    viewer.run(":filter !r5")
    #expect(viewer.interface.message?.text.contains("no rater 5") == true && viewer.review.filter == nil)
    viewer.run(":filter !r4 & n>=2")
    #expect(viewer.review.filter?.raters == [3])
  }

  /// The mean of masks is no mask: its volume is the mean of theirs, not that of their union.
  @Test func theMeanSaysItsOwnVolume() throws {
    var viewer = try viewer()
    _ = viewer.run(commandLine: "other-mask mean")
    let volumes = viewer.scan.raters.map(\.mask.volumeML)
    let mean = Wording.volume(mm3: volumes.reduce(0, +) / 4 * 1000)
    #expect(viewer.interface.message?.text == "mean of the raters, \(mean)")
  }
}
