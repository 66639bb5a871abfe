package import VolumeModel

/// The interactive viewer: connects the terminal, the session and the work done outside.
package final class ViewerApp {
  private var session: Session
  private let runner: EffectRunner
  private let preferences: ViewerPreferences
  private let mailbox: Mailbox<Message>
  private var endedBy: ExitSignal?

  package init(
    review: ReviewCase, preferences: ViewerPreferences, settings: ModelSettings, layout: OpeningView = OpeningView()
  ) throws(TerminalError) {
    let mailbox = try Mailbox<Message>()
    self.mailbox = mailbox
    self.preferences = preferences
    session = Session(
      review: review, display: DisplayProfile(), theme: preferences.theme, hasWeights: settings.initialModel != nil)
    preferences.apply(to: &session)
    layout.apply(to: &session)
    runner = EffectRunner(review: review, settings: settings) { mailbox.post($0) }
  }

  /// Runs until the user quits or a signal ends it; the terminal is given back before this returns.
  /// - Returns: the signal that ended it, if one did.
  package func run() throws(TerminalError) -> ExitSignal? {
    let terminal = try Terminal(wishes: preferences.configuration.terminalWishes)
    session.display = DisplayProfile(terminal.profile)
    if let aspect = Double(preferences.configuration["cell-aspect"]) { session.display.cellAspect = aspect }
    session.theme = preferences.theme(onDarkBackground: session.display.hasDarkBackground)
    runner.prepareCase()
    EventLoop<Message>(terminal: terminal, mailbox: mailbox).run(
      translate: Self.message(for:),
      handle: { messages in self.handle(messages) },
      draw: { width, height in self.draw(width: width, height: height) })
    terminal.close()
    runner.finish()
    return endedBy
  }

  private static func message(for event: TerminalEvent) -> Message? {
    switch event {
    case .key(let key): .key(key)
    case .pointer(let pointer): .pointer(pointer)
    case .paste(let text): .paste(text)
    case .suspendRequested: .key(.control("z"))
    case .stopRequested(let signal): .stopRequested(signal)
    case .resized, .resumed: nil
    }
  }

  private func handle(_ messages: [Message]) -> Turn {
    var request = Turn.Request.none
    for message in messages {
      for effect in session.update(message) {
        switch effect {
        case .redraw: request = .redraw
        case .suspend: request = .suspend
        case .quit(let signal):
          endedBy = signal
          return Turn(request: .quit)
        default: runner.run(effect)
        }
      }
    }
    return Turn(needsDrawing: !messages.isEmpty, request: request)
  }

  private func draw(width: Int, height: Int) -> Frame {
    if session.screen != ScreenSize(width: width, height: height) {
      _ = session.update(.resized(width: width, height: height))
    }
    return session.view()
  }
}

extension DisplayProfile {
  init(_ profile: TerminalProfile) {
    self.init(
      colors: profile.colors.value, glyphs: profile.glyphs.value, cellAspect: profile.cellAspect.value,
      hasDarkBackground: profile.darkBackground.value)
  }
}
