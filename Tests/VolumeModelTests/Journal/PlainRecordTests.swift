import Foundation
import Testing
import VolumeModel

/// The reader of plain lines reads what the general decoder reads, or nothing.
@Suite struct PlainRecordTests {
  private static let grid = VoxelGrid.test(12, 12, 12)

  private static func action(_ number: Int) -> LesionAction {
    let region = VoxelRegion(Mask.random(on: grid, density: 0.05, seed: UInt64(number)))
    var action = LesionAction(lesion: number, region: region)
    if number % 2 == 0 { action.verdict = number % 4 == 0 ? .approved : .rejected }
    if number % 3 == 0 { action.isFlagged = number % 2 == 0 }
    if number % 5 == 0 { action.lesionClass = .periventricular }
    if number % 5 == 1 { (action.comment, action.reason) = ("two/three, 'four'", "") }
    if number % 4 == 1 { action.choice = VoxelChoice(source: .rater2, voxels: region) }
    if number % 4 == 2 {
      action.choice = VoxelChoice(source: .union, base: region, steps: -2, voxels: VoxelRegion())
    }
    return action
  }

  private static let plainEvents: [ReviewEvent] =
    (1...20).map { .lesion(action($0)) } + [
      .undo, .redo, .lesions(LesionActions(rule: "undecided lesions of vol<10", actions: (1...5).map(action))),
      .regions(LesionActions(rule: "by hand", actions: [action(7)])),
      .regions(LesionActions(rule: "", actions: [])),
    ]

  /// What has escapes, letters beyond ASCII, or is no verdict on lesions.
  private static var otherEvents: [ReviewEvent] {
    let texts = ["a \"word\"", "two\nlines", "Läsion", "back\\slash", "\u{2028}"]
    let comments = texts.map { text in
      var action = action(3)
      action.comment = text
      return ReviewEvent.lesion(action)
    }
    return comments + [
      .wholeCase(CaseAction(verdict: .approved, comment: "done", rating: 4)),
      .division(LesionDivision(rule: "joined", lesions: [1, 2], actions: [action(4)])),
    ]
  }

  private static func line(_ event: ReviewEvent, _ number: Int = 1) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let record = JournalRecord(sequence: number, time: "2026-01-02T03:04:05Z", author: "ada", event: event)
    return Array(try encoder.encode(record))
  }

  private static func plain(_ line: [UInt8]) -> JournalRecord? {
    line.withUnsafeBufferPointer { JournalRecord(plain: $0) }
  }

  private static func general(_ line: [UInt8]) -> JournalRecord? {
    try? JSONDecoder().decode(JournalRecord.self, from: Data(line))
  }

  @Test(arguments: plainEvents) func whatTheProgramWritesIsRead(event: ReviewEvent) throws {
    let line = try Self.line(event, 17)
    let record = try #require(Self.plain(line))
    #expect(record.event == event && record.sequence == 17 && record.author == "ada")
    #expect(record == Self.general(line))
  }

  @Test(arguments: otherEvents) func otherLinesAreLeftToTheGeneralDecoder(event: ReviewEvent) throws {
    let line = try Self.line(event)
    #expect(Self.plain(line) == nil)
    #expect(Self.general(line)?.event == event)
  }

  @Test(arguments: [
    #"{"act":"undo","author":"a","seq":1,"seq":2,"time":"t"}"#, #"{"act":"undo","author":"a","seq":01,"time":"t"}"#,
    #"{"act":"undo","author":"a","seq":-0,"time":"t"}"#, #"{"act":"undo","author":"a","seq":1.0,"time":"t"}"#,
    #"{"act":"undo","author":"a","seq":9223372036854775807,"time":"t"}"#,
    #"{"act":"undo","author":"a","seq":1,"time":"t"}x"#,
    #"{"act":"undo","author":"a","seq":1,"time":"t",}"#, #"{"act":"undo","author":"a","seq":1,"time":null}"#,
    #"{"act":"undo","author":"a","seq":1,"time":"t","more":1}"#, #"{"act":"undo","author":"a","seq":1}"#, "{}", "",
    #"{"act":"lesion","author":"a","lesion":1,"region":[1],"seq":1,"time":"t"}"#,
    #"{"act":"lesion","author":"a","lesion":1,"region":[1,0],"seq":1,"time":"t"}"#,
    #"{"act":"lesion","author":"a","lesion":1,"region":[-1,3],"seq":1,"time":"t"}"#,
    #"{"act":"lesion","author":"a","class":"","lesion":1,"region":[1,3],"seq":1,"time":"t"}"#,
    #"{"act":"lesion","author":"a","lesion":1,"seq":1,"time":"t"}"#,
  ])
  func whatIsUnusualIsNotReadHere(line: String) { #expect(Self.plain(Array(line.utf8)) == nil) }

  /// Lines with bytes changed, taken away, doubled or moved.
  @Test(arguments: 1...8) func brokenLinesAreReadAlike(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let lines = try (Self.plainEvents + Self.otherEvents).map { try Self.line($0) }
    let bytes = Array(#"{}[]":,0123456789-.eE\ntrufalsx "#.utf8)
    var readings = 0
    for _ in 0..<400 {
      var line = try #require(lines.randomElement(using: &random))
      for _ in 0..<Int.random(in: 1...3, using: &random) where !line.isEmpty {
        let place = Int.random(in: line.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: line[place] = try #require(bytes.randomElement(using: &random))
        case 1: line.remove(at: place)
        case 2: line.insert(line[place], at: place)
        default: line.swapAt(place, Int.random(in: line.indices, using: &random))
        }
      }
      guard let record = Self.plain(line) else { continue }
      readings += 1
      #expect(record == Self.general(line), "\(String(decoding: line, as: UTF8.self))")
    }
    #expect(readings > 0)
  }
}
