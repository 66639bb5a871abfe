import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct LesionListTests {
  @Test(arguments: [Plane.axial, .coronal, .sagittal])
  func listAndPictureMoveTogetherAndNeverShowAnEmptySlice(plane: Plane) throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.turn(to: plane)
    viewer.press(.character("l"), .home)
    let axis = viewer.geometry.normal.voxelAxis
    for row in viewer.review.rows {
      #expect(viewer.review.selected == row.id)
      #expect(row.record.lesion.contains(viewer.place.cursor))
      #expect(viewer.place.cursor[axis] == row.record.lesion.largestSlice(alongVoxelAxis: axis))
      viewer.press(.down)
    }
    #expect(viewer.review.selected == viewer.review.rows.last?.id, "the end of the list stays the end")
  }

  @Test func opensOnTheLesionUnderTheCrosshairAndEnterCloses() throws {
    var viewer = try ExampleCase.reviewedViewer()
    let wanted = try #require(viewer.review.allRows.dropFirst(7).first)
    viewer.look(at: wanted.record.lesion.voxelOnLargestSlice(alongVoxelAxis: 2))
    viewer.press(.character("l"))
    #expect(viewer.review.selected == wanted.id)
    viewer.press(.enter)
    #expect(viewer.interface.mode == .browse)
  }

  @Test func nextDisagreementSelectsItsLesion() throws {
    var viewer = try ExampleCase.reviewedViewer()
    for _ in 0..<5 {
      viewer.press(.character("n"))
      let selected = try #require(viewer.review.selectedRow)
      #expect(selected.record.lesion.contains(viewer.place.cursor))
    }
  }

  @Test func filterLeavesWhatItSays() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.press(.character("/"))
    viewer.type("vol<10 & !r2")
    viewer.press(.enter)
    #expect(viewer.interface.mode == .lesions)
    #expect(!viewer.review.rows.isEmpty && viewer.review.rows.count < viewer.review.allRows.count)
    #expect(viewer.review.rows.allSatisfy { $0.record.volumeMM3 < 10 && $0.record.rater2MM3 == 0 })
    #expect(viewer.review.selectedIndex != nil, "the selection is one of those left")

    viewer.press(.character("/"))
    viewer.press(.control("u"))
    viewer.type("vol<")
    viewer.press(.enter)
    #expect(
      viewer.interface.message?.isWarning == true && viewer.interface.message?.text.contains("character 5") == true)
    #expect(viewer.review.filter?.text == "vol<10 & !r2", "a filter that is none changes nothing")

    viewer.press(.character("/"), .control("u"), .enter)
    #expect(viewer.review.rows.count == viewer.review.allRows.count)
  }

  @Test func sortKeyGoesThroughTheColumns() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.press(.character("l"))
    var orders: [LesionField] = [viewer.review.order.field]
    repeat {
      viewer.press(.character("S"))
      orders.append(viewer.review.order.field)
    } while orders.last != orders.first && orders.count < 30
    #expect(Set(orders).isSuperset(of: [.dis, .vol, .agree, .prob, .slice, .id]))
    _ = viewer.run(commandLine: "sort -vol")
    #expect(viewer.review.rows.first?.record.volumeMM3 == viewer.review.allRows.map(\.record.volumeMM3).min())
  }

  @Test func anotherPredictionAsksForAnotherTableOnce() throws {
    var viewer = try ExampleCase.reviewedViewer()
    func builds(_ effects: [Effect]) -> [(LesionSources, LesionTable?)] {
      effects.compactMap {
        if case .buildLesionTable(let sources, let previous) = $0 { (sources, previous) } else { nil }
      }
    }
    #expect(builds(viewer.update(.measureLesions)).count == 1)
    _ = viewer.update(.lesionTable(try ExampleCase.lesionTable()))
    #expect(builds(viewer.update(.key(.up))).isEmpty, "a slice on is no new table")
    let asked = builds(
      viewer.update(.prediction(Prediction(source: "t", probability: try ExampleCase.probability(), threshold: 0.5))))
    let (sources, previous) = try #require(asked.first)
    #expect(sources.prediction == viewer.scan.prediction?.mask)
    #expect(previous?.records.count == viewer.review.allRows.count)
    #expect(builds(viewer.update(.key(.character("}")))).isEmpty, "one at a time")
    _ = viewer.update(.lesionTable(LesionTable(sources, keepingNumbersOf: previous)))
    #expect(viewer.review.allRows.contains { $0.record.predictionVoxels > 0 })
  }

  @Test func aClassIsChosenByItsDigit() throws {
    var viewer = try ExampleCase.reviewedViewer(width: 80, height: 24)
    viewer.press(.character("l"), .home, .character("D"))
    viewer.press(.character("2"))
    #expect(viewer.interface.mode == .lesions)
    #expect(viewer.review.selectedRow?.review?.lesionClass == .juxtacortical)
  }
}
