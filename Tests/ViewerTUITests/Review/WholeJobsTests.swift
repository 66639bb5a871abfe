import Pictures
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// Jobs from their first key to their last, counted in keys. Benchmarks/Review does the same through a terminal.
@Suite struct WholeJobsTests {
  @Test func theFiveWorstDisagreementsTakeAtMostTwelveKeys() throws {
    var viewer = try ExampleCase.reviewedViewer()
    let keys = "nTnVnTnTnV"
    viewer.type(keys)
    #expect(keys.count <= 12)
    #expect(viewer.review.findingVerdicts.prefix(5) == [.approved, .rejected, .approved, .approved, .rejected])
    #expect(viewer.review.findingVerdicts.dropFirst(5).allSatisfy { $0 == nil })
  }

  /// A key a region above the size; the command decides the others.
  @Test func everyRegionIsDecidedByAKeyOrTheRule() throws {
    var viewer = try ExampleCase.reviewedViewer()
    let large = viewer.scan.findings.count { $0.volumeMM3 >= 20 }
    try #require(large > 3 && large < viewer.scan.findings.count)
    viewer.run(":advance")
    viewer.type("n")
    for _ in 0..<large { viewer.type("T") }
    viewer.run(":small-regions majority 20")
    viewer.type("y")
    #expect(viewer.review.findingVerdicts.allSatisfy { $0 != nil })
    let small = zip(viewer.scan.findings, viewer.review.findingVerdicts).filter { $0.0.volumeMM3 < 20 }
    #expect(small.allSatisfy { $0.1 == .rejected }, "no majority of two drew what one drew alone")
    #expect(viewer.interface.message?.text.contains("\(small.count) undecided regions") == true)
  }

  /// The next region is named with its size, so that a reviewer knows when the small ones begin.
  @Test func theNextRegionSaysItsSize() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.run(":advance")
    viewer.type("nT")
    let size = Wording.volume(mm3: viewer.scan.findings[1].volumeMM3)
    #expect(viewer.interface.message?.text.hasSuffix("now region 2, \(size)") == true)
  }

  /// What is painted where no lesion was is counted once it is measured, not before.
  @Test func aNewLesionIsCountedOnceItIsMeasured() throws {
    var viewer = try SmallCase.measuredViewer()
    let known = viewer.review.allRows.count
    viewer.look(at: SIMD3(18, 4, 3))
    viewer.press(.character("E"))
    let effects = viewer.press(.enter)
    #expect(viewer.interface.message?.text.contains("drew a new lesion") == true)
    #expect(viewer.interface.message?.text.contains("decided") == false)
    viewer.measure(effects)
    #expect(viewer.interface.message?.text.contains("1/\(known + 1) lesions decided") == true)
  }
}
