import Foundation
package import VolumeModel
import Pictures
package import TerminalIO
import Settings
package import ViewerTUI

/// The interactive viewer: connects the terminal, the viewer and the work done outside.
package final class ViewerApp {
  var viewer: Viewer
  let runner: EffectRunner
  let preferences: ViewerPreferences
  private let history: CommandHistory
  let views: ViewStore
  var review: ReviewCase
  /// The run whose maps are shown from the start.
  private let runFolder: String?
  /// The view as last kept, and when it is kept again.
  var keptView: SavedView?
  var keepingDue: ContinuousClock.Instant?
  /// When actions that could not be recorded are tried again.
  private var recordingDue: ContinuousClock.Instant?
  private var terminal: Terminal?
  /// The command line that was asked for last, to be printed when the screen is gone.
  package private(set) var yanked: String?
  let mailbox: Mailbox<AppMessage>
  let loader = CaseLoader()
  let preparation: CasePreparation
  /// Counts the cases opened: a message for an earlier one is dropped.
  var generation = 0
  /// Cases in memory beside the one on the screen, by their identity in the work list, which sorting leaves alone.
  var loaded: [Int: ReviewCase] = [:]
  var loading: Set<Int> = []
  /// The case to show as soon as it is there.
  var wanted: Int?
  private var endedBy: ExitSignal?
  /// When an automatic blink changes sides next.
  private var blinkDue: ContinuousClock.Instant?
  private var pace = KeyPace()
  /// Viewers that go where this one goes, and lead it.
  var followers: FollowChannel?
  /// The view that they know.
  var sharedView: FollowedView?

  enum AppMessage: Sendable {
    /// For the viewer, about the case of a generation, or for whichever is open.
    case viewer(Message, generation: Int?)
    case loaded(Int, Result<ReviewCase, FileError>)
    /// A line of a viewer that this one follows.
    case followed(Data)
    /// The case of a generation, read again.
    case reloaded(Result<ReviewCase, FileError>, generation: Int)
  }

  package init(
    review: ReviewCase, preferences: ViewerPreferences, settings: ModelSettings, start: ViewerStart = ViewerStart(),
    workList: WorkList? = nil, preparation: CasePreparation = CasePreparation(),
    reviewing: ReviewSettings = ReviewSettings()
  ) throws(TerminalError) {
    let mailbox = try Mailbox<AppMessage>()
    self.mailbox = mailbox
    self.preferences = preferences
    self.preparation = preparation
    runFolder = start.runFolder
    history = CommandHistory(path: preferences.configuration.folders.historyFile)
    viewer = Viewer(
      opening: review, preferences: preferences, hasWeights: settings.initialWeights != nil, history: history.read(),
      words: start.caseWords, workList: workList, isAdjudicating: reviewing.isAdjudicating)
    views = ViewStore(folder: start.isFresh ? nil : preferences.configuration.folders.sessionsFolder)
    self.review = review
    runner = EffectRunner(review: review, settings: settings, reviewing: reviewing, preparation: preparation) {
      mailbox.post(.viewer($0, generation: 0))
    } postAlways: {
      mailbox.post(.viewer($0, generation: nil))
    }
    if let warning = preferences.warning { warn(warning) }
    restore(start.view)
    if let place = start.follow {
      sharedView = FollowedView(SavedView(of: viewer), of: review)
      followers = FollowChannel(place) { hasJoined in
        let words = hasJoined ? "another viewer looks along" : "the other viewer has left"
        mailbox.post(.viewer(.notice(.note(words)), generation: nil))
      } receive: {
        mailbox.post(.followed($0))
      }
    }
    let folders = preferences.configuration.folders
    if !start.isFresh, let history = folders.historyFile, let sessions = folders.sessionsFolder,
      !FileManager.default.fileExists(atPath: history), !FileManager.default.fileExists(atPath: sessions)
    {
      change(.firstRun)
    }
  }

  /// Runs until the user quits or a signal ends it; the terminal is given back before this returns.
  /// - Returns: the signal that ended it, if one did.
  package func run() throws(TerminalError) -> ExitSignal? {
    let terminal = try Terminal(wishes: preferences.configuration.terminalWishes)
    var display = DisplayProfile(terminal.profile)
    if let aspect = Double(preferences.configuration["cell-aspect"]) { display.cellAspect = aspect }
    change(.terminalProbed(display, TerminalReport(terminal.profile), theme: preferences.theme(for: display)))
    self.terminal = terminal
    runner.prepareCase()
    change(.askOpenQuestions)
    if let runFolder { runner.run(.loadMaps(run: runFolder)) }
    surveyCases()
    readAhead()
    EventLoop<AppMessage>(terminal: terminal, mailbox: mailbox).run(
      translate: { Self.message(for: $0).map { .viewer($0, generation: nil) } },
      handle: { messages in self.handle(messages) },
      draw: { width, height in self.draw(width: width, height: height, on: terminal) })
    // First what must not be lost: a Ctrl-C is a signal again once the terminal is given back.
    keepView()
    runner.finishReview()
    terminal.close()
    self.terminal = nil
    followers?.close()
    return endedBy
  }

  /// Whether a training has to end its step and keep its weights, which ``finish()`` waits for.
  package var isTraining: Bool { runner.isTraining }

  /// Ends what still runs, once ``run()`` has given the terminal back.
  package func finish() { runner.finish() }

  /// Actions of the review that could not be recorded, known once ``run()`` has returned.
  package var lostActions: Int { runner.lostActions }
  package var unconfirmedActions: Int { runner.unconfirmedActions }

  /// Changes how pictures are drawn, where the terminal has it.
  private func use(_ choice: GraphicsChoice) {
    guard let terminal else { return }
    guard terminal.use(choice) else {
      warn("the terminal does not offer \(choice.rawValue); --graphics \(choice.rawValue) forces it at the start")
      return
    }
    change(.graphics(terminal.profile.graphics.value, TerminalReport(terminal.profile)))
  }

  /// A change that asks for nothing outside.
  func change(_ message: Message) { _ = viewer.update(message) }

  func warn(_ text: String) { change(.notice(.warning(text))) }

  private static func message(for event: TerminalEvent) -> Message? {
    switch event {
    case .key(let key): .key(key)
    case .pointer(let pointer): .pointer(pointer)
    case .paste(let text): .paste(text)
    case .suspendRequested: .suspendRequested
    case .stopRequested(let signal): .stopRequested(signal)
    case .resized, .resumed: nil
    }
  }

  private func handle(_ messages: [AppMessage]) -> Turn {
    var messages = messages
    if let due = blinkDue, ContinuousClock.now >= due {
      blinkDue = nil
      messages.append(.viewer(.blinkDue, generation: nil))
    }
    change(.burst(Self.isBurst(messages)))
    var request = Turn.Request.none
    let now = ContinuousClock.now
    let isReleased = pace.settle(at: now)
    for message in messages {
      if case .viewer(.key(let key), _) = message { pace.press(key, at: now) }
      switch message {
      case .loaded(let index, let result): receive(index, result)
      case .followed(let line): follow(line)
      case .reloaded(let result, let origin): if origin == generation { receive(again: result) }
      case .viewer(let message, let addressee):
        guard addressee == nil || addressee == generation else { continue }
        for effect in viewer.update(message) {
          switch effect {
          case .redraw: request = .redraw
          case .use(let choice): use(choice)
          case .suspend: request = .suspend
          case .remember(let line): history.append(line)
          case .copy(let text):
            terminal?.copy(text)
            yanked = text
          case .quit(let signal):
            endedBy = signal
            return Turn(request: .quit)
          case .openCase(let index): open(index)
          case .reload(let labels): reload(labels)
          case .reorderedCases: readAhead()
          default: runner.run(effect)
          }
        }
      }
    }
    shareView()
    blinkDue = viewer.blinkSeconds.map { blinkDue ?? .now + .seconds($0) }
    if let due = recordingDue, ContinuousClock.now >= due {
      recordingDue = nil
      runner.recordWaiting()
    }
    if runner.hasUnrecordedActions { recordingDue = recordingDue ?? .now + .seconds(5) }
    if let due = keepingDue, ContinuousClock.now >= due {
      keepView()
    } else if !messages.isEmpty {
      keepingDue = keepingDue ?? .now + .seconds(20)
    }
    return Turn(
      needsDrawing: !messages.isEmpty || isReleased, request: request,
      deadline: [blinkDue, keepingDue, recordingDue, pace.settles].compactMap { $0 }.min())
  }

  /// Whether more characters came at once than a hand types: pasted text, on terminals that do not mark it as such.
  private static func isBurst(_ messages: [AppMessage]) -> Bool {
    messages.count {
      if case .viewer(.key(let key), _) = $0 { key.typedCharacter != nil } else { false }
    } > 8
  }

  private func draw(width: Int, height: Int, on terminal: Terminal) -> Frame {
    let delay = terminal.lastFrameDelay.map { Int(($0 / .milliseconds(1)).rounded()) }
    change(.frameSent(bytes: terminal.lastFrameBytes, delayMilliseconds: delay, isKeyHeld: pace.isHeld))
    // A larger font makes larger cells.
    if terminal.profile.graphics.value?.cellPixels != viewer.interface.display.cellPixels {
      change(.graphics(terminal.profile.graphics.value, TerminalReport(terminal.profile)))
    }
    if viewer.interface.screen != ScreenSize(width: width, height: height) {
      change(.resized(width: width, height: height))
    }
    return viewer.frame()
  }
}

extension DisplayProfile {
  init(_ profile: TerminalProfile) {
    self.init(
      colors: profile.colors.value, glyphs: profile.glyphs.value, cellAspect: profile.cellAspect.value,
      hasDarkBackground: profile.darkBackground.value, cellPixels: profile.graphics.value?.cellPixels)
  }
}
