import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct LesionListTests {
  @Test(arguments: [Plane.axial, .coronal, .sagittal])
  func listAndPictureMoveTogetherAndNeverShowAnEmptySlice(plane: Plane) throws {
    var session = try ExampleCase.reviewedSession()
    session.plane = plane
    session.press(.character("l"), .home)
    let axis = session.geometry.normal.voxelAxis
    for row in session.desk.rows {
      #expect(session.desk.selected == row.id)
      #expect(row.record.lesion.contains(session.cursor))
      #expect(session.cursor[axis] == row.record.lesion.largestSlice(alongVoxelAxis: axis))
      session.press(.down)
    }
    #expect(session.desk.selected == session.desk.rows.last?.id, "the end of the list stays the end")
  }

  @Test func opensOnTheLesionUnderTheCrosshairAndEnterCloses() throws {
    var session = try ExampleCase.reviewedSession()
    let wanted = try #require(session.desk.allRows.dropFirst(7).first)
    session.cursor = wanted.record.lesion.voxelOnLargestSlice(alongVoxelAxis: 2)
    session.press(.character("l"))
    #expect(session.desk.selected == wanted.id)
    session.press(.enter)
    #expect(session.mode == .browse)
  }

  @Test func nextDisagreementSelectsItsLesion() throws {
    var session = try ExampleCase.reviewedSession()
    for _ in 0..<5 {
      session.press(.character("n"))
      let selected = try #require(session.desk.selectedRow)
      #expect(selected.record.lesion.contains(session.cursor))
    }
  }

  @Test func filterLeavesWhatItSays() throws {
    var session = try ExampleCase.reviewedSession()
    session.press(.character("/"))
    session.type("vol<10 & !r2")
    session.press(.enter)
    #expect(session.mode == .lesions)
    #expect(!session.desk.rows.isEmpty && session.desk.rows.count < session.desk.allRows.count)
    #expect(session.desk.rows.allSatisfy { $0.record.volumeMM3 < 10 && $0.record.rater2MM3 == 0 })
    #expect(session.desk.selectedIndex != nil, "the selection is one of those left")

    session.press(.character("/"))
    session.press(.control("u"))
    session.type("vol<")
    session.press(.enter)
    #expect(session.message?.isWarning == true && session.message?.text.contains("character 5") == true)
    #expect(session.desk.filter?.text == "vol<10 & !r2", "a filter that is none changes nothing")

    session.press(.character("/"), .control("u"), .enter)
    #expect(session.desk.rows.count == session.desk.allRows.count)
  }

  @Test func sortKeyGoesThroughTheColumns() throws {
    var session = try ExampleCase.reviewedSession()
    session.press(.character("l"))
    var orders: [LesionField] = [session.desk.order.field]
    repeat {
      session.press(.character("S"))
      orders.append(session.desk.order.field)
    } while orders.last != orders.first && orders.count < 30
    #expect(Set(orders).isSuperset(of: [.dis, .vol, .agree, .prob, .slice, .id]))
    _ = session.run(commandLine: "sort -vol")
    #expect(session.desk.rows.first?.record.volumeMM3 == session.desk.allRows.map(\.record.volumeMM3).min())
  }

  @Test func anotherPredictionAsksForAnotherTableOnce() throws {
    var session = try ExampleCase.reviewedSession()
    func builds(_ effects: [Effect]) -> [(LesionSources, LesionTable?)] {
      effects.compactMap {
        if case .buildLesionTable(let sources, let previous) = $0 { (sources, previous) } else { nil }
      }
    }
    #expect(builds(session.update(.measureLesions)).count == 1)
    _ = session.update(.lesionTable(try ExampleCase.lesionTable()))
    #expect(builds(session.update(.key(.up))).isEmpty, "a slice on is no new table")
    let asked = builds(
      session.update(.prediction(Prediction(source: "t", probability: try ExampleCase.probability(), threshold: 0.5))))
    let (sources, previous) = try #require(asked.first)
    #expect(sources.prediction == session.prediction?.mask)
    #expect(previous?.records.count == session.desk.allRows.count)
    #expect(builds(session.update(.key(.character("}")))).isEmpty, "one at a time")
    _ = session.update(.lesionTable(LesionTable(sources, keepingNumbersOf: previous)))
    #expect(session.desk.allRows.contains { $0.record.predictionVoxels > 0 })
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func listOnScreen(width: Int, height: Int) throws {
    var session = try ExampleCase.reviewedSession(width: width, height: height)
    session.press(.character("l"), .home, .character("A"), .down, .character("X"), .down, .character("F"), .down)
    session.message = nil
    try expectGolden(session.view().plain, "lesions-\(width)x\(height)")
  }

  @Test func listWithoutColour() throws {
    var session = try ExampleCase.reviewedSession(
      width: 100, height: 30, display: DisplayProfile(colors: .monochrome, glyphs: .ascii))
    session.press(.character("l"), .home, .character("A"), .down, .character("F"))
    session.message = nil
    let text = FrameText.lines(of: session.view(), colors: .monochrome, glyphs: .ascii)
    let foreign = text.unicodeScalars.filter { !$0.isASCII }
    #expect(foreign.isEmpty)
    try expectGolden(text, "lesions-mono")
  }

  @Test func menuOfClasses() throws {
    var session = try ExampleCase.reviewedSession(width: 80, height: 24)
    session.press(.character("l"), .home, .character("D"))
    try expectGolden(session.view().plain, "lesion-class")
    session.press(.character("2"))
    #expect(session.mode == .lesions)
    #expect(session.desk.selectedRow?.review?.lesionClass == .juxtacortical)
  }
}
