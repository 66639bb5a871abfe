import Foundation
import Pictures
import Segmenter
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport

/// Each part of the screen by itself, so that a change of one records one anew. The theme gives every role a colour of its
/// own: the goldens say which role drew what.
@Suite struct GoldenComponentTests {
  private static let catalogued: Theme? = ThemeCatalogue(
    folder: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures").path
  ).theme(named: "roles")

  private static func roles() throws -> Theme {
    let theme: Theme? = catalogued
    return try #require(theme)
  }

  private func viewer(width: Int = 120, height: Int = 40, ascii: Bool = false) throws -> Viewer {
    try ExampleCase.reviewedViewer(
      width: width, height: height,
      display: ascii ? DisplayProfile(colors: .monochrome, glyphs: .ascii) : DisplayProfile(),
      theme: try Self.roles())
  }

  private func record(_ viewer: Viewer, _ part: KeyPath<Layout, Rectangle>) throws -> String {
    FrameRecord.text(of: viewer.frame(), in: try #require(viewer.layout)[keyPath: part], theme: viewer.interface.theme)
  }

  /// A viewer with a prediction and a training that has run for some epochs.
  private func atWork(width: Int, height: Int) throws -> Viewer {
    var viewer = try viewer(width: width, height: height)
    _ = viewer.update(.prediction(try ExampleCase.prediction()))
    viewer.type("t")
    for epoch in 1...12 {
      let dice = Double(epoch) / 16
      _ = viewer.update(
        .training(
          .epoch(
            EpochRecord(
              epoch: epoch, loss: 1 - dice, validationLoss: 1.1 - dice, validationDice: dice, bestDice: dice,
              bestEpoch: epoch, slicesPerSecond: 21, elapsedSeconds: Double(epoch) * 3, secondsLeft: 90))))
    }
    return viewer
  }

  // MARK: - Lines

  @Test func title() throws {
    var sagittal = try viewer()
    sagittal.type("sR")
    var predicting = try ExampleCase.viewer(width: 120, theme: try Self.roles(), hasWeights: true)
    predicting.type("p")
    _ = predicting.update(.predictionProgress(0.4))
    try expectGolden(
      [
        ("opening", try record(try viewer(), \.title)),
        ("80 columns", try record(try viewer(width: 80, height: 24), \.title)),
        ("sagittal, neurological", try record(sagittal, \.title)),
        ("training", try record(try atWork(width: 120, height: 40), \.title)),
        ("predicting", try record(predicting, \.title)),
      ], "title")
  }

  @Test func status() throws {
    var measured = try atWork(width: 120, height: 40)
    measured.type("d")
    measured.look(at: measured.place.cursor &+ SIMD3(3, 4, 0))
    try expectGolden(
      [
        ("opening", try record(try viewer(), \.status)),
        ("80 columns", try record(try viewer(width: 80, height: 24), \.status)),
        ("with a prediction and a ruler", try record(measured, \.status)),
      ], "status")
  }

  /// The hint line of every mode, and what takes its place.
  @Test func hints() throws {
    var parts: [(String, String)] = []
    let ways: [(String, String)] = [
      ("browse", ""), ("window", "w"), ("crosshair", "x"), ("help", "?"), ("information", "H"), ("lesions", "l"),
      ("classes", "lD"),
      ("editing", "E"), ("a sequence begun", "g"), ("a command", ":zoom"), ("a message", "n"), ("a warning", "4"),
    ]
    for (title, keys) in ways {
      var viewer = try viewer()
      viewer.type(keys)
      // What was said on the way in goes with the next key; the last two are about what is said.
      if !title.hasPrefix("a "), viewer.interface.message != nil { viewer.press(.control("l")) }
      parts.append((title, try record(viewer, \.hints)))
    }
    try expectGolden(parts, "hints")
  }

  @Test(arguments: [
    ("commands", ":zoom"), ("arguments", ":theme "), ("usage", ":threshold x"), ("completed", ":next-\t\t"),
  ])
  func candidates(name: String, typed: String) throws {
    var viewer = try viewer(width: 80, height: 24)
    for key in typed { viewer.press(key == "\t" ? .tab : .character(key)) }
    let frame = viewer.frame()
    try expectGolden(
      FrameRecord.text(
        of: frame, in: Rectangle(x: 0, y: 14, width: 80, height: 10), theme: viewer.interface.theme),
      "prompt-\(name)")
  }

  // MARK: - The panel

  /// A section a file: from its heading, which is bold and in the accent, to the next.
  @Test func panel() throws {
    var states: [(String, Viewer)] = []
    for (width, height) in [(100, 30), (120, 40), (200, 60)] {
      states.append(("\(width) x \(height)", try viewer(width: width, height: height)))
    }
    for (width, height) in [(100, 30), (120, 40), (200, 60)] {
      states.append(("\(width) x \(height), at work", try atWork(width: width, height: height)))
    }
    var sections: [String: [(String, String)]] = [:]
    for (title, viewer) in states {
      let frame = viewer.frame()
      let area = try #require(viewer.layout?.panel)
      let headings = (area.y..<area.bottom).filter { y in
        let first = frame[area.x + 2, y]
        return first.attributes.contains(.bold) && first.ink == viewer.interface.theme.accent && first.glyph != "›"
          && first.glyph != " "
      }
      #expect(headings.first == area.y)
      for (start, end) in zip(headings, headings.dropFirst() + [area.bottom]) {
        let section = Rectangle(x: area.x, y: start, width: area.width, height: end - start)
        let name = (area.x + 2..<area.right).map { frame[$0, start].glyph }.prefix { $0 != "─" && $0 != ":" }
        sections[String(String.UnicodeScalarView(name)).trimmingCharacters(in: .whitespaces), default: []].append(
          (title, FrameRecord.text(of: frame, in: section, theme: viewer.interface.theme)))
      }
    }
    #expect(sections.keys.sorted() == ["Agreement", "Disagreements", "Overlays", "Soft mask", "Training"])
    for (name, parts) in sections {
      try expectGolden(parts, "panel-\(name.lowercased().replacing(" ", with: "-"))")
    }
  }

  // MARK: - Lists and sheets

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func lesionList(width: Int, height: Int) throws {
    var viewer = try viewer(width: width, height: height)
    viewer.press(.character("l"), .home, .character("A"), .down, .character("X"), .down, .character("F"), .down)
    let area = try #require(viewer.layout?.lesionList)
    try expectGolden(
      FrameRecord.text(of: viewer.frame(), in: area, theme: viewer.interface.theme), "lesions-\(width)x\(height)")
  }

  @Test func lesionListWithoutColour() throws {
    var viewer = try viewer(width: 100, height: 30, ascii: true)
    viewer.press(.character("l"), .home, .character("A"), .down, .character("F"), .up, .down)
    let text = FrameText.lines(of: viewer.frame(), colors: .monochrome, glyphs: .ascii)
    #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
    let area = try #require(viewer.layout?.lesionList)
    try expectGolden(
      FrameRecord.text(of: viewer.frame(), in: area, theme: viewer.interface.theme), "lesions-mono")
  }

  /// What opens over the picture: the smallest rectangle that holds every cell it changed.
  @Test(arguments: [
    ("help", "?", 120, 40), ("help-80x24", "?", 80, 24), ("scores", "m", 80, 24), ("classes", "lD", 80, 24),
    ("themes", ":themes\n", 80, 24),
  ])
  func sheet(name: String, keys: String, width: Int, height: Int) throws {
    var viewer = try viewer(width: width, height: height)
    viewer.press(.character("l"), .escape)
    // What lies under a menu of the list is the list.
    let below = keys.hasPrefix("l") ? "l" : ""
    viewer.type(below)
    let before = viewer.frame()
    for key in keys.dropFirst(below.count) { viewer.press(key == "\n" ? .enter : .character(key)) }
    let frame = viewer.frame()
    let changed = (0..<height - 1).flatMap { y in (0..<width).map { (x: $0, y: y) } }
      .filter { frame[$0.x, $0.y] != before[$0.x, $0.y] }
    let (left, right) = (changed.map(\.x).min() ?? 0, changed.map(\.x).max() ?? 0)
    let (top, bottom) = (changed.map(\.y).min() ?? 0, changed.map(\.y).max() ?? 0)
    try expectGolden(
      FrameRecord.text(
        of: frame, in: Rectangle(x: left, y: top, width: right - left + 1, height: bottom - top + 1),
        theme: viewer.interface.theme), "sheet-\(name)")
  }
}
