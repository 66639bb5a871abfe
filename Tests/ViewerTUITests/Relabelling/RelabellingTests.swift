import Pictures
import Segmenter
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct RelabellingTests {
  /// Takes a corner of the first rater's largest lesion away, and adds a spot beside it and another where nothing is.
  private struct Example {
    let proposal: RelabelReview
    let uncertainty: PixelMap
    let lonely: SIMD3<Int>

    init() throws {
      let review = try ExampleCase.review()
      let original = try #require(review.raters.first).mask
      let nobody = review.raters.reduce(Mask(grid: review.grid)) { $0.union($1.mask) }
      let lesion = try ExampleCase.lesion()
      var removed = Mask(grid: review.grid)
      let start = lesion.voxelOnLargestSlice(alongVoxelAxis: 2)
      removed[start] = true
      for other in [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(-1, 0, 0), SIMD3(0, -1, 0)] where original[start &+ other] {
        removed[start &+ other] = true
      }
      let rim = Mask(grid: review.grid).union(nobody).dilated(.faces).subtracting(nobody).intersection(review.brain)
      let far = review.brain.subtracting(nobody.dilated(.corners).dilated(.corners).dilated(.corners))
      func first(_ mask: Mask) throws -> SIMD3<Int> {
        var found: Int?
        mask.forEachLinearIndex { found = found ?? $0 }
        return mask.grid.voxel(atLinearIndex: try #require(found))
      }
      let beside = try first(rim)
      lonely = try first(far)
      var proposed = original.subtracting(removed)
      proposed[beside] = true
      proposed[lonely] = true
      var uncertainty = Volume<Float>(grid: review.grid, filledWith: 0)
      uncertainty.withMutableScalars { scalars in
        original.symmetricDifference(proposed).forEachLinearIndex { scalars[$0] = 0.22 }
      }
      self.uncertainty = PixelMap(.uncertainty, volume: uncertainty)
      proposal = RelabelReview(
        RelabelProposal(
          original: original, proposed: proposed, uncertainty: uncertainty, delta: 0.2, isDeltaRaised: false),
        annotation: "rater 1", sampling: "dropout, 10 samples", smallestMM3: 0)
    }
  }

  private static let made = Result { try Example() }

  private func viewer(
    width: Int = 120, height: Int = 40, display: DisplayProfile = DisplayProfile(), events: [ReviewEvent] = []
  ) throws -> Viewer {
    var viewer = try ExampleCase.reviewedViewer(width: width, height: height, display: display, events: events)
    // The whole annotation stands, so that what is proposed of it can be made.
    _ = viewer.run(commandLine: "undecided rater1")
    let example = try Self.made.get()
    _ = viewer.update(.relabelled(example.proposal, uncertainty: example.uncertainty))
    return viewer
  }

  @Test func theCommandSaysWhatToSample() throws {
    var viewer = try ExampleCase.reviewedViewer(hasWeights: true)
    func request(_ line: String) -> RelabelRequest? {
      viewer.run(commandLine: line).lazy.compactMap { if case .relabel(let request) = $0 { request } else { nil } }
        .first
    }
    let asked = try #require(request("relabel test-time delta=0.15 literal samples=4 of=rater2"))
    #expect(asked.settings.sampler == UncertaintySampler(.testTime, count: 4))
    #expect(asked.settings.rule == RelabelRule(.literal, delta: 0.15))
    #expect(asked.original == viewer.scan.raters[1].mask && asked.annotation == "rater 2")
    _ = viewer.update(.relabellingFailed("stopped"))
    #expect(viewer.interface.message?.text == "stopped")
    let plain = try #require(request("relabel dropout"))
    #expect(plain.original == viewer.scan.raters[0].mask && plain.settings == RelabelSettings())
  }

  @Test(arguments: [
    ("relabel elephants", "type relabel"), ("relabel dropout delta=0.3", "0.25"),
    ("relabel ensemble one/run", "two members"),
    ("relabel dropout of=nobody", "there is rater1, rater2"), ("relabel dropout samples=0", "type relabel"),
  ])
  func whatCannotBeSampledIsSaid(line: String, sentence: String) throws {
    var viewer = try ExampleCase.reviewedViewer(hasWeights: true)
    #expect(viewer.run(commandLine: line).isEmpty)
    #expect(viewer.interface.message?.isWarning == true && viewer.interface.message?.text.contains(sentence) == true)
    viewer = try ExampleCase.reviewedViewer(hasWeights: false)
    #expect(viewer.run(commandLine: "relabel dropout").isEmpty)
    #expect(viewer.interface.message?.text.contains("no weights yet") == true)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func changesAreListedAndNothingIsMade(width: Int, height: Int) throws {
    let before = try ExampleCase.reviewedViewer().review.history.canUndo
    let viewer = try viewer(width: width, height: height)
    #expect(viewer.model.relabelling?.changes.count == 3 && viewer.review.history.canUndo == before)
    let screen = viewer.frame().plain
    for text in ["rater 1 by dropout, 10 samples", "0 made, 0 refused, 3 open", "taken away", "0.220"] {
      #expect(screen.contains(text), "\(text)")
    }
  }

  @Test func eachChangeIsMadeByAnActAndUndone() throws {
    var viewer = try viewer()
    let standing = viewer.review.adjudicated
    let example = try Self.made.get()
    for change in example.proposal.changes {
      viewer.press(.home)
      for _ in 1..<change.id { viewer.press(.down) }
      let events = viewer.recorded(.character("A"))
      #expect(events.count == 1)
      #expect(
        viewer.review.adjudicated
          == (change.adds
            ? standing.union(Mask(change.region, on: viewer.scan.grid))
            : standing.subtracting(Mask(change.region, on: viewer.scan.grid))),
        "only the change is made")
      #expect(viewer.frame().plain.contains("1 made, 0 refused, 2 open"))
      _ = viewer.recorded(.character("u"))
      #expect(viewer.review.adjudicated == standing)
      #expect(viewer.frame().plain.contains("0 made"))
    }
  }

  @Test func allChangesTogetherGiveTheProposal() throws {
    var viewer = try viewer()
    let example = try Self.made.get()
    var events: [ReviewEvent] = []
    for _ in example.proposal.changes { events += viewer.recorded(.character("A")) }
    #expect(events.count == 3, "after a change the next open one is chosen")
    #expect(viewer.review.adjudicated == example.proposal.proposed)
    #expect(viewer.recorded(.character("A")).isEmpty, "what stands is not made again")
    // The lesion that lost a corner and stood undecided is undecided still; a spot on its own is a new lesion.
    #expect(viewer.review.state.lesions.count(where: \.isDecided) == 1)

    // As after a restart: the journal's actions alone give the same mask.
    var reloaded = try ExampleCase.reviewedViewer(events: events)
    _ = reloaded.run(commandLine: "undecided rater1")
    #expect(reloaded.review.adjudicated == example.proposal.proposed)
    #expect(reloaded.model.relabelling == nil)
  }

  @Test func refusingWritesNothingAndIsTakenBack() throws {
    var viewer = try viewer()
    #expect(viewer.recorded(.character("X")).isEmpty)
    #expect(viewer.frame().plain.contains("0 made, 1 refused, 2 open"))
    let example = try Self.made.get()
    let refused = Mask(example.proposal.changes[0].region, on: viewer.scan.grid)
    let shown = try #require(viewer.model.relabelling)
    #expect(shown.proposed == example.proposal.proposed.symmetricDifference(refused))
    viewer.press(.home)
    viewer.press(.character("X"))
    #expect(viewer.model.relabelling?.proposed == example.proposal.proposed)
  }

  /// The picture shows before against after, and the raters again once the list is closed.
  @Test func theOverlayComparesBeforeAndAfter() throws {
    var viewer = try viewer()
    let compared = viewer.raster(width: 500, height: 500)
    viewer.press(.escape)
    #expect(viewer.interface.mode == .browse)
    #expect(viewer.raster(width: 500, height: 500) != compared)
    _ = viewer.run(commandLine: "relabel")
    #expect(viewer.interface.mode == .relabelling && viewer.raster(width: 500, height: 500) == compared)
    _ = viewer.run(commandLine: "map uncertainty")
    #expect(viewer.frame().plain.contains("pixel uncertainty"))
  }

  @Test func aReadOnlyJournalKeepsEverything() throws {
    var viewer = try viewer()
    _ = viewer.update(
      .journalOpened(JournalOpening(path: "j", events: [], readOnlyReason: "another viewer has it")))
    let standing = viewer.review.adjudicated
    #expect(viewer.recorded(.character("A")).isEmpty)
    #expect(viewer.review.adjudicated == standing && viewer.interface.message?.isWarning == true)
  }

  /// With what both raters drew standing, what would be taken from one of them only is settled; specks are not asked about.
  @Test func onlyWhatIsOpenIsAskedAbout() throws {
    let example = try Self.made.get()
    var viewer = try ExampleCase.reviewedViewer()
    _ = viewer.run(commandLine: "undecided nothing")
    _ = viewer.update(.relabelled(example.proposal, uncertainty: example.uncertainty))
    #expect(
      viewer.model.relabelling?.changes.allSatisfy(\.adds) == true && viewer.model.relabelling?.changes.count == 2)
    #expect(viewer.interface.message?.text.contains("1 stand already") == true)
    let original = example.proposal.original
    let specks = RelabelReview(
      RelabelProposal(
        original: original, proposed: example.proposal.proposed, uncertainty: example.uncertainty.volume, delta: 0.2,
        isDeltaRaised: false), annotation: "rater 1", sampling: "dropout, 10 samples",
      smallestMM3: original.grid.voxelVolumeMM3)
    #expect(specks.smallCount == 2 && specks.changes.count == 1)
    let change = try #require(specks.changes.first)
    #expect(original.symmetricDifference(specks.proposed) == Mask(change.region, on: original.grid))
  }

  @Test func nothingToChangeIsSaid() throws {
    var viewer = try ExampleCase.reviewedViewer()
    let mask = viewer.scan.raters[0].mask
    let example = try Self.made.get()
    let nothing = RelabelReview(
      RelabelProposal(
        original: mask, proposed: mask, uncertainty: example.uncertainty.volume, delta: 0.2, isDeltaRaised: false),
      annotation: "rater 1", sampling: "dropout, 10 samples", smallestMM3: 0)
    _ = viewer.update(.relabelled(nothing, uncertainty: example.uncertainty))
    #expect(viewer.interface.mode == .browse && viewer.interface.message?.text.contains("nothing to relabel") == true)
  }
}
