import Foundation
package import VolumeModel
import Pictures
package import TerminalIO
import Settings
package import ViewerTUI

/// The interactive viewer: connects the terminal, the viewer and the work done outside.
package final class ViewerApp {
  private var viewer: Viewer
  private let runner: EffectRunner
  private let preferences: ViewerPreferences
  private let history: CommandHistory
  private let views: ViewStore
  private var review: ReviewCase
  /// The run whose maps are shown from the start.
  private let runFolder: String?
  /// The view as last kept, and when it is kept again.
  private var keptView: SavedView?
  private var keepingDue: ContinuousClock.Instant?
  /// When actions that could not be recorded are tried again.
  private var recordingDue: ContinuousClock.Instant?
  private var terminal: Terminal?
  /// The command line that was asked for last, to be printed when the screen is gone.
  package private(set) var yanked: String?
  private let mailbox: Mailbox<AppMessage>
  private let loader = CaseLoader()
  private let preparation: CasePreparation
  /// Counts the cases opened: a message for an earlier one is dropped.
  private var generation = 0
  /// Cases in memory beside the one on the screen, by their identity in the work list, which sorting leaves alone.
  private var loaded: [Int: ReviewCase] = [:]
  private var loading: Set<Int> = []
  /// The case to show as soon as it is there.
  private var wanted: Int?
  private var endedBy: ExitSignal?
  /// When an automatic blink changes sides next.
  private var blinkDue: ContinuousClock.Instant?
  private var pace = KeyPace()
  /// Viewers that go where this one goes, and lead it.
  private var followers: FollowChannel?
  /// The view that they know.
  private var sharedView: FollowedView?

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
  private func change(_ message: Message) { _ = viewer.update(message) }

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

// MARK: - Sessions

/// How a viewer starts.
package struct ViewerStart: Sendable {
  /// What flags ask for; it goes before what was kept.
  package var view = SavedView()
  /// Neither look for a kept viewer nor keep one.
  package var isFresh = false
  /// The words that name the case on a command line.
  package var caseWords: [String]?
  /// A run whose maps are shown.
  package var runFolder: String?
  /// Where viewers that follow each other meet.
  package var follow: FollowPlace?

  package init() {}
}

extension ViewerApp {
  /// Looks at the case as when it was left, then as flags ask.
  private func restore(_ wanted: SavedView) {
    if preferences.configuration["restore"] == "true" {
      switch views.read(review) {
      case .nothing: break
      case .view(let view): change(.look(view))
      case .damaged(let path): warn("\(path): the kept view is damaged; the case opens afresh")
      }
    }
    change(.look(wanted))
    keptView = SavedView(of: viewer)
  }

  private func warn(_ text: String) { change(.notice(.warning(text))) }

  /// Keeps what differs from the view that the case opens with, so that a change of configuration still counts.
  private func keepView() {
    keepingDue = nil
    let view = SavedView(of: viewer)
    guard view != keptView else { return }
    keptView = view
    do { try views.write(view.changes(from: viewer.scan.openingView), for: review) } catch { warn("\(error)") }
  }
}

// MARK: - Following

extension ViewerApp {
  /// Tells the others where one looks now, when that is new.
  fileprivate func shareView() {
    guard let followers else { return }
    let view = FollowedView(SavedView(of: viewer), of: review)
    guard view != sharedView else { return }
    sharedView = view
    if let line = view.line { followers.send(line) }
  }

  /// Looks where another viewer looks; what it looks at in another case is passed over, and said.
  fileprivate func follow(_ line: Data) {
    guard let view = FollowedView.view(in: line, of: review) else {
      if let name = FollowedView.otherCase(in: line, than: review) {
        change(.notice(.note("the other viewer looks at another case, \(name)")))
      }
      return
    }
    change(.look(view))
    sharedView = FollowedView(SavedView(of: viewer), of: review)
  }
}

// MARK: - Cases

extension ViewerApp {
  private func surveyCases() {
    guard let entries = viewer.workList?.entries, entries.count > 1 else { return }
    let mailbox = mailbox
    for entry in entries {
      loader.progress(entry.files, runner.studyReader) {
        mailbox.post(.viewer(.caseProgress(id: entry.id, $0), generation: nil))
      }
    }
    for entry in entries {
      let flair = entry.files.flair
      loader.survey(entry.files) { mailbox.post(.viewer(.caseSurvey(flair: flair, $0), generation: nil)) }
    }
  }

  private func open(_ index: Int) {
    guard let entries = viewer.workList?.entries, entries.indices.contains(index) else { return }
    let entry = entries[index]
    wanted = entry.id
    if let review = loaded[entry.id] { show(review, entry.id) } else { load(entry) }
  }

  private func load(_ entry: WorkList.Entry) {
    guard loading.insert(entry.id).inserted else { return }
    let mailbox = mailbox
    loader.load(entry.files, preparation) { mailbox.post(.loaded(entry.id, $0)) }
  }

  private func receive(_ id: Int, _ result: Result<ReviewCase, FileError>) {
    loading.remove(id)
    switch result {
    case .success(let review):
      if wanted == id { show(review, id) } else { loaded[id] = review }
    case .failure(let error):
      if wanted == id { wanted = nil }
      if let index = viewer.workList?.index(of: id) { change(.caseFailed(index, "\(error)")) }
    }
  }

  private func show(_ review: ReviewCase, _ id: Int) {
    keepView()
    wanted = nil
    generation += 1
    let generation = generation
    change(.opened(review, workListID: id))
    self.review = review
    restore(SavedView())
    change(.askOpenQuestions)
    let mailbox = mailbox
    runner.open(review) { mailbox.post(.viewer($0, generation: generation)) }
    readAhead()
  }

  private func reload(_ labels: [Int]?) {
    let (mailbox, generation) = (mailbox, generation)
    // What was read ahead was read by another choice.
    if labels != nil { loaded = [:] }
    loader.reload(review, labels: labels, preparation) { mailbox.post(.reloaded($0, generation: generation)) }
  }

  private func receive(again result: Result<ReviewCase, FileError>) {
    switch result {
    case .failure(let error): warn("\(error); the case stays as it was read before")
    case .success(let review):
      generation += 1
      let (mailbox, generation) = (mailbox, generation)
      change(.reloaded(review))
      self.review = review
      change(.askOpenQuestions)
      runner.open(review) { mailbox.post(.viewer($0, generation: generation)) }
      readAhead()
    }
  }

  /// Keeps the next case in memory, and only that, beside the one on the screen.
  private func readAhead() {
    guard let workList = viewer.workList, let index = workList.index(stepping: 1) else {
      loaded = [:]
      return
    }
    let next = workList.entries[index]
    loaded = loaded.filter { $0.key == next.id }
    if loaded[next.id] == nil { load(next) }
  }
}

extension DisplayProfile {
  init(_ profile: TerminalProfile) {
    self.init(
      colors: profile.colors.value, glyphs: profile.glyphs.value, cellAspect: profile.cellAspect.value,
      hasDarkBackground: profile.darkBackground.value, cellPixels: profile.graphics.value?.cellPixels)
  }
}
