import Pictures
import Segmenter
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import VolumeModel

/// Whatever is pressed, pasted, clicked, resized and reported: the viewer draws a whole frame of glyphs, and the same
/// input gives the same frame.
@Suite struct RandomInputTests {
  @Test(arguments: DisplayProfile.rungs, [UInt64(1), 2])
  func anyInputGivesAWholeFrame(display: DisplayProfile, seed: UInt64) throws {
    var input = RandomInput(seed: seed &* 1000 &+ UInt64(DisplayProfile.rungs.firstIndex(of: display) ?? 0))
    let review = try SmallCase.review()
    let interface = InterfaceState(
      display: display, theme: try ExampleCase.theme("night"), themes: ExampleCase.themes.themes)
    let files = (0..<3).map { CaseFiles(name: "case-\($0)", flair: "/data/\($0)/FLAIR.nii") }
    var viewer = Viewer(opening: review, interface: interface, hasWeights: true, workList: WorkList(files))
    var twin = viewer
    var waiting: [Message] = [
      .journalOpened(JournalOpening(path: "journal.jsonl", events: [])), .measureLesions,
      .growth(
        SoftMaskGrowth(
          expert: try #require(review.raters.first).mask, flair: review.flair.volume, brain: review.brain)),
    ]
    for step in 0..<240 {
      let message = waiting.isEmpty ? input.message(for: review) : waiting.removeFirst()
      let effects = viewer.update(message)
      _ = twin.update(message)
      waiting += effects.compactMap { input.answer(to: $0, for: review) }
      guard step % 8 == 0 else { continue }
      let frame = viewer.frame()
      #expect(frame.width == viewer.interface.screen.width && frame.height == viewer.interface.screen.height)
      let unprintable = frame.cells.map(\.glyph).first { !$0.isPrintable }
      #expect(unprintable == nil, "after \(message)")
    }
    #expect(SavedView(of: twin) == SavedView(of: viewer))
    #expect(twin.frame() == viewer.frame())
  }
}

extension Unicode.Scalar {
  /// Whether the scalar alone takes a cell of its own: no control character, no mark, nothing that turns text round.
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .nonspacingMark, .spacingMark, .enclosingMark, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}

/// Input drawn by chance: mostly keys, and now and then whatever else a viewer is told.
private struct RandomInput {
  private var random: SeededGenerator
  /// Keys of a line that is being typed.
  private var line: [Key] = []

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
  private mutating func one<Element>(of elements: [Element], or fallback: Element) -> Element {
    elements.randomElement(using: &random) ?? fallback
  }

  mutating func message(for review: ReviewCase) -> Message {
    if !line.isEmpty { return .key(line.removeFirst()) }
    switch number(0..<100) {
    case 0..<58: return .key(key())
    case 58..<68:
      let words = one(of: TypedCommand.names, or: "help") + " " + one(of: Self.arguments, or: "")
      line = (":" + words).map { .character($0) } + [.enter]
      return .key(line.removeFirst())
    case 68..<78: return .pointer(pointer())
    case 78..<82:
      return .paste(one(of: Self.texts, or: "") + one(of: ["\n", "", "\t"], or: "") + one(of: Self.texts, or: ""))
    case 82..<90: return .resized(width: size(upTo: 500), height: size(upTo: 200))
    default: return report(for: review)
    }
  }

  /// As many small sizes as large ones.
  private mutating func size(upTo limit: Int) -> Int {
    let width = limit.bitWidth - limit.leadingZeroBitCount
    return max(1, min(limit, number(1..<(2 << number(0..<width)))))
  }

  private mutating func key() -> Key {
    switch number(0..<10) {
    case 0..<5: return .character(Character(Unicode.Scalar(UInt8(number(0x20..<0x7f)))))
    case 5: return one(of: Self.texts.flatMap(\.unicodeScalars).map { .character(Character($0)) }, or: .enter)
    case 6: return .control(Character(Unicode.Scalar(UInt8(number(0x61..<0x7b)))))
    case 7: return Key(one(of: Self.codes, or: .enter), Key.Modifiers(rawValue: UInt8(number(0..<8))))
    default: return Key(one(of: Self.codes, or: .enter))
    }
  }

  private mutating func pointer() -> PointerEvent {
    let kind = one(of: [PointerEvent.Kind.press, .drag, .release, .wheelUp, .wheelDown], or: .press)
    let isFar = number(0..<12) == 0
    return PointerEvent(
      kind: kind, column: isFar ? one(of: [Int.max, 1 << 40], or: 0) : number(0..<300),
      row: isFar ? one(of: [Int.max, 1 << 40], or: 0) : number(0..<120))
  }

  private mutating func report(for review: ReviewCase) -> Message {
    let share = Double(number(-1..<12)) / 10
    switch number(0..<19) {
    case 18: return .recording(waiting: number(0..<4), problem: number(0..<2) == 0 ? "disk full" : nil)
    case 0: return .burst(number(0..<2) == 0)
    case 1:
      return .frameSent(bytes: number(0..<1_000_000), delayMilliseconds: number(0..<900), isKeyHeld: number(0..<2) == 0)
    case 2: return .opened(review, workListID: number(-1..<4))
    case 3, 4, 5:
      let setting = one(of: ViewSetting.all.map(\.name), or: "plane")
      return .look(SavedView([setting: one(of: Self.arguments, or: "")]))
    case 6: return .notice(StatusMessage.warning(one(of: Self.texts, or: "")))
    case 7: return .training(.step(StepRecord(step: number(0..<9), epoch: 1, loss: .nan, elapsedSeconds: 1)))
    case 8: return .training(.epoch(epoch()))
    case 9: return .training(.note(one(of: Self.texts, or: "")))
    case 10: return .trainingEnded(number(0..<2) == 0 ? .model(runFolder: "run") : .failed(one(of: Self.texts, or: "")))
    case 11: return .predictionProgress(share)
    case 12: return .prediction(prediction(for: review))
    case 13: return .predictionFailed("no memory")
    case 14: return .caseFailed(number(-1..<4), one(of: Self.texts, or: ""))
    case 15: return .blinkDue
    case 16: return .files(Self.texts, beginning: "")
    default: return .relabelProgress(share)
    }
  }

  private mutating func epoch() -> EpochRecord {
    let values = [0.3, 0.9, 0, .nan, .infinity, -1e300]
    return EpochRecord(
      epoch: number(1..<900), loss: one(of: values, or: 0), validationLoss: one(of: values, or: 0),
      validationDice: one(of: values, or: 0), bestDice: one(of: values, or: 0), bestEpoch: 1,
      slicesPerSecond: one(of: values, or: 0), elapsedSeconds: one(of: values, or: 0),
      secondsLeft: one(of: values, or: 0))
  }

  private mutating func prediction(for review: ReviewCase) -> Prediction {
    var map = Volume<Float>(grid: review.grid, filledWith: 0)
    for _ in 0..<400 {
      map[review.grid.voxel(atLinearIndex: number(0..<review.grid.voxelCount))] = Float(number(0..<11)) / 10
    }
    return Prediction(source: one(of: Self.texts, or: ""), probability: map, threshold: Double(number(0..<11)) / 10)
  }

  /// What the program would report after some of the work that was asked for.
  mutating func answer(to effect: Effect, for review: ReviewCase) -> Message? {
    switch effect {
    case .buildLesionTable(let sources, let earlier): .lesionTable(LesionTable(sources, keepingNumbersOf: earlier))
    case .predict: .prediction(prediction(for: review))
    case .openCase(let index): .opened(review, workListID: index)
    case .listFiles(let beginning): .files(Self.texts.map { beginning + $0 }, beginning: beginning)
    case .perturb(let request):
      .noisyMask(request.noise.apply(to: request.mask, seed: request.seed), name: request.name)
    case .relabel: .relabellingFailed("no memory")
    case .score(_, let threshold): .scores(ScoreTable(rows: [], threshold: threshold))
    default: nil
    }
  }

  private static let codes: [Key.Code] =
    [
      .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .escape, .tab, .backspace, .delete, .insert,
    ] + (1...12).map { .function($0) }

  private static let texts = [
    "", "near a vessel", "हिन्दी में", "ที่นี่", "مُلاحَظَة", "הֶעָרָה", "ve\u{302}\u{300} no\u{323}\u{302}i", "漢字",
    "👩\u{200d}⚕\u{fe0f}🇩🇪",
    "\u{301}", "\u{202e}abc\u{200b}", "\u{1b}[31m\u{7}\u{9b}", "a/b c'd\"", String(repeating: "long ", count: 60),
  ]

  private static let arguments = [
    "", "1", "2", "0.5", "-1", "120%", "1e308", "1e38 3e38", "1e300,1e301", "-3e38,3e38", "nan", "inf", "5,5,5",
    "26,30,14",
    "99999,1,1", "mm 0 0 0", "mm 1e300 0 0", "1,2", "1=0.4", "auto", "true", "false", "off", "on", "lesion", "scan",
    "r1 r2", "r1,pred",
    "image r1", "dilate 2", "drop 0.5", "melt", "union", "intersection", "mean", "vol<10 & !r2", "vol<", "-vol", "dis",
    "approve",
    "reject", "flag", "comment x", "sagittal", "coronal", "axial", "ortho", "split", "mosaic", "lesion-mosaic", "T1",
    "paper",
    "released", "balanced", "uncertainty", "loss", "2Hz", "hard", "theme mono", "hints false", "soft x.nii", "60s",
    "method=mcpm trusted=rater2", "9223372036854775807", "-9223372036854775808",
  ]
}
