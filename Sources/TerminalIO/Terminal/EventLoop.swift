internal import Glibc

/// What a program wants after it has handled its messages.
package struct Turn: Sendable {
  package enum Request: Sendable, Hashable {
    case none
    /// Draw everything anew.
    case redraw
    /// Leave the screen and stop, as Ctrl-Z.
    case suspend
    case quit
  }

  package var needsDrawing: Bool
  package var request: Request
  /// When to be called again though nothing happened.
  package var deadline: ContinuousClock.Instant?

  package init(needsDrawing: Bool = true, request: Request = .none, deadline: ContinuousClock.Instant? = nil) {
    self.needsDrawing = needsDrawing
    self.request = request
    self.deadline = deadline
  }
}

/// The loop of an interactive program: wait, take everything that happened, handle it, draw once.
///
/// Nothing happens, nothing runs. While the terminal still works on a frame no other is sent: messages are handled, and
/// the newest state is drawn when the terminal is ready, so a slow line loses frames and not time.
package struct EventLoop<Message: Sendable> {
  private let terminal: Terminal
  private let mailbox: Mailbox<Message>
  /// Frames that no key asked for come at most so often.
  private let quietInterval: Duration

  package init(terminal: Terminal, mailbox: Mailbox<Message>, quietInterval: Duration = .milliseconds(33)) {
    self.terminal = terminal
    self.mailbox = mailbox
    self.quietInterval = quietInterval
  }

  /// Runs until a turn asks to quit.
  /// - Parameters:
  ///   - translate: an event as a message; nil ignores it.
  ///   - handle: called with all messages of a turn, and with none when a deadline has come.
  ///   - draw: the frame for a size.
  package func run(
    translate: (TerminalEvent) -> Message?,
    handle: ([Message]) throws -> Turn,
    draw: (_ width: Int, _ height: Int) -> Frame
  ) rethrows {
    var turn = try handle([])
    var mustDraw = true
    var lastDrawn: ContinuousClock.Instant?
    var isUrgent = true
    var listens = true
    var emptyWakes = 0

    while turn.request != .quit {
      if mustDraw {
        let isDue = isUrgent || lastDrawn.map { ContinuousClock.now - $0 >= quietInterval } ?? true
        if isDue, !terminal.outputPending {
          let size = terminal.size
          terminal.show(draw(size.width, size.height))
          lastDrawn = .now
          (mustDraw, isUrgent) = (false, false)
        }
      }
      // A frame that waits is tried again soon; its answer wakes the loop earlier.
      let retry = mustDraw ? ContinuousClock.now + .milliseconds(isUrgent ? 10 : 33) : nil
      let woken = wait(until: [turn.deadline, retry].compactMap { $0 }.min(), listens: listens)

      var events = terminal.readEvents()
      if woken.hungUp {
        listens = false
        events.append(.stopRequested(.hangUp))
      }
      // Readable and yet nothing to read, for ever: the input has ended.
      emptyWakes = woken.input && events.isEmpty ? emptyWakes + 1 : 0
      if emptyWakes > 1000 {
        listens = false
        events.append(.stopRequested(.hangUp))
      }
      let fromOthers = mailbox.drain()
      let isDeadline = turn.deadline.map { ContinuousClock.now >= $0 } ?? false
      guard !events.isEmpty || !fromOthers.isEmpty || isDeadline else { continue }

      turn = try handle(events.compactMap(translate) + fromOthers)
      terminal.answerSignals()
      if events.contains(where: { $0 == .resized || $0 == .resumed }) { mustDraw = true }
      mustDraw = mustDraw || turn.needsDrawing
      isUrgent = isUrgent || !events.isEmpty
      switch turn.request {
      case .redraw:
        terminal.invalidate()
        mustDraw = true
      case .suspend:
        terminal.suspend()
        (mustDraw, isUrgent) = (true, true)
      case .none, .quit: break
      }
    }
  }

  private struct Wake {
    var input = false
    var hungUp = false
  }

  private func wait(until deadline: ContinuousClock.Instant?, listens: Bool) -> Wake {
    var descriptors = (terminal.descriptors + [mailbox.descriptor]).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    // poll leaves out what is negative.
    if !listens { descriptors[0].fd = -1 }
    var timeout: Int32 = -1
    if let deadline {
      let left = deadline - ContinuousClock.now
      timeout = left <= .zero ? 0 : Int32(min(60_000, (left / .milliseconds(1)).rounded(.up)))
    }
    guard poll(&descriptors, nfds_t(descriptors.count), timeout) > 0 else { return Wake() }
    let input = descriptors[0].revents
    return Wake(
      input: input & Int16(POLLIN) != 0,
      hungUp: input & Int16(POLLHUP | POLLERR | POLLNVAL) != 0)
  }
}
