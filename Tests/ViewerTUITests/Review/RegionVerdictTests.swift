import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// Verdicts on regions of disagreement, by keys and by a rule.
@Suite struct RegionVerdictTests {
  private func openCount(_ viewer: Viewer) -> Int { viewer.review.findingVerdicts.count { $0 == nil } }

  @Test func keysTakeAndLeaveTheRegionAndTheWalkPassesOverIt() throws {
    var viewer = try ExampleCase.reviewedViewer()
    let total = viewer.scan.findings.count
    viewer.type("n")
    let first = viewer.scan.findings[0]
    viewer.type("T")
    #expect(openCount(viewer) == total - 1 && viewer.review.findingVerdicts[0] == .approved)
    let taken = Mask(viewer.review.findings[0], on: viewer.scan.grid)
    #expect(viewer.review.adjudicated.intersection(taken) == taken && !first.region.runs.isEmpty)
    #expect(viewer.interface.message?.text.contains("\(1)/\(total) regions") == true)
    viewer.type("nV")
    #expect(viewer.review.findingVerdicts[1] == .rejected)
    viewer.press(.home)
    viewer.type("nnN")
    #expect(viewer.place.finding.map { $0 >= 2 } == true, "n and N pass over what is decided")
    viewer.type("uu")
    #expect(openCount(viewer) == total)
  }

  @Test func theNextRegionComesWhereTheSettingSaysSo() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.run(":advance")
    viewer.type("nTT")
    #expect(viewer.place.finding == 2 && viewer.review.findingVerdicts.prefix(3) == [.approved, .approved, nil])
  }

  @Test func smallRegionsAreDecidedByARuleThatTheRecordNames() throws {
    var viewer = try ExampleCase.reviewedViewer()
    let small = viewer.scan.findings.indices.filter { viewer.scan.findings[$0].volumeMM3 < 15 }
    try #require(small.count > 1 && small.count < viewer.scan.findings.count)
    viewer.run(":small-regions nothing 15")
    #expect(viewer.interface.question?.contains("\(small.count) undecided regions below 15 mm3") == true)
    #expect(openCount(viewer) == viewer.scan.findings.count, "it asks first")
    let events = viewer.recorded(typing: "y")
    guard case .regions(let actions)? = events.first else {
      Issue.record("no verdict on regions: \(events)")
      return
    }
    #expect(actions.rule == "undecided regions below 15 mm3: nothing" && actions.actions.count == small.count)
    #expect(viewer.review.findingVerdicts.indices.filter { viewer.review.findingVerdicts[$0] == .rejected } == small)
    viewer.type("u")
    #expect(openCount(viewer) == viewer.scan.findings.count, "one undo takes all back")
  }

  @Test func theCountLeavesTheTitleOfTheListAlone() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.run(":small-regions union 20")
    viewer.type("y")
    viewer.type("l")
    #expect(viewer.showsLesionList && viewer.frame().plain.contains("Lesions "))
    let heading = viewer.frame().plain.split(separator: "\n").first { $0.contains("Lesions ") }
    #expect(heading?.hasSuffix(" regions") == true, "the count is whole, however narrow the panel is")
  }

  @Test func approvingALesionKeepsWhatWasDecidedOnItsRegions() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.type("nT")
    let region = Mask(viewer.review.findings[0], on: viewer.scan.grid)
    viewer.type("A")
    #expect(viewer.review.adjudicated.intersection(region) == region)
    #expect(viewer.review.findingVerdicts[0] == .approved)
  }

  @Test func editingARegionStaysInsideIt() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.type("n")
    let (before, region) = (viewer.review.adjudicated, Mask(viewer.review.findings[0], on: viewer.scan.grid))
    viewer.press(.alt("e"), .enter)
    let added = viewer.review.adjudicated.subtracting(before)
    #expect(!added.isEmpty && added.intersection(region) == added)
    #expect(viewer.review.findingVerdicts[0] == .approved)
    viewer.press(.backspace)
    #expect(viewer.review.adjudicated == before && viewer.review.findingVerdicts[0] == .rejected)
  }

  @Test func aLesionWhoseRegionsAreAllDecidedIsDecided() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.run(":small-regions union 100000")
    viewer.type("y")
    #expect(openCount(viewer) == 0)
    #expect(viewer.review.allRows.allSatisfy { $0.regions == nil || $0.verdict == .approved })
    let union = try #require(Mask.union(of: viewer.scan.raters.map(\.mask)))
    #expect(viewer.review.adjudicated == union)
  }
}
