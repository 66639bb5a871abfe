import VolumeModel
import Pictures
import TerminalIO

extension Viewer {
  /// Applies one message and says what has to be done outside.
  package mutating func update(_ message: Message) -> [Effect] {
    let effects = apply(message)
    refreshCutting()
    return effects + lesionTableEffects()
  }

  private mutating func apply(_ message: Message) -> [Effect] {
    switch message {
    case .key(let key): return press(key)
    case .pointer(let event):
      closeFirstRunCard()
      return point(event)
    case .paste(let text):
      paste(text)
      return []
    case .resized(let width, let height):
      interface.screen = ScreenSize(width: width, height: height)
      return []
    case .terminalProbed(let display, let report, let theme):
      interface.update(display, report, theme)
      return []
    case .graphics(let means, let report):
      interface.display.cellPixels = means?.cellPixels
      interface.terminalReport = report
      return []
    case .frameSent(let bytes, let delay, let isKeyHeld):
      noteFrame(bytes: bytes, delayMilliseconds: delay)
      // On a slow line a held key shows more slices in fewer greys, and the last one in all of them.
      view.hurry.note(
        milliseconds: interface.meter.lineMilliseconds, longest: interface.display.cellPixels == nil ? 25 : 60,
        isKeyHeld: isKeyHeld)
      view.greyLevels = view.hurry.isHurried ? 20 : 64
      return []
    case .burst(let isBurst):
      interface.isBurst = isBurst
      return []
    case .opened(let review, let id):
      open(review, workListID: id)
      return []
    case .reloaded(let review):
      reopen(review)
      return []
    case .askOpenQuestions:
      askForLabels()
      return []
    case .filesChanged(let files):
      noteChanged(files)
      return []
    case .look(let wanted):
      if let refused = wanted.apply(to: &self).first { warn("\(refused)") }
      return []
    case .growth(let growth):
      scan.update(.growth(growth))
      refreshSoftMask()
      return startAwaitedTraining()
    case .channel(let role, let channel):
      scan.update(.channel(channel))
      showAwaited(role)
      return []
    case .otherMask(let mask):
      scan.update(.otherMask(mask))
      return []
    case .noisyMask(let noisy, let name):
      receive(noisy, named: name)
      return []
    case .notice(let notice):
      self.interface.message = notice
      return []
    case .training(let event): return follow(event)
    case .pixelMaps(let maps): return receive(maps)
    case .trainingEnded(let end): return finishTraining(end)
    case .predictionProgress(let fraction):
      model.predictionProgress = fraction
      return []
    case .prediction(let prediction):
      receive(prediction)
      return []
    case .samples(let samples):
      receive(samples)
      return []
    case .predictionFailed(let reason):
      model.isPredicting = false
      warn(reason)
      return []
    case .relabelProgress(let fraction):
      model.relabelProgress = fraction
      return []
    case .relabelled(let proposal, let uncertainty):
      receive(proposal, uncertainty: uncertainty)
      return []
    case .relabellingFailed(let reason):
      model.isRelabelling = false
      warn(reason)
      return []
    case .scores(let table):
      model.isScoring = false
      model.scores = table
      return []
    case .caseSurvey(let flair, let survey):
      workList?.survey(flair: flair, survey)
      return []
    case .caseProgress(let id, let progress):
      workList?.recordedProgress(id: id, progress)
      return []
    case .casePredicted(let id, let prediction):
      workList?.predicted(id: id, prediction)
      return []
    case .casesPredicted(let count, let failures):
      noteCasesPredicted(count, failures)
      return []
    case .caseFailed(let index, let problem):
      workList?.fail(index, problem)
      warn(problem)
      return []
    case .blinkDue:
      blinkByItself()
      return []
    case .measureLesions:
      review.wantsTable = true
      return []
    case .lesionTable(let table):
      review.take(table)
      announceAdjudication()
      if showsLesionList, review.selected == nil { selectFirstLesion() }
      sayMeasuredProgress()
      noteProgress()
      return []
    case .recording(let waiting, let problem):
      noteRecording(waiting: waiting, problem)
      return []
    case .journalOpened(let opening):
      open(opening)
      return []
    case .files(let names, let prefix):
      receive(files: names, beginning: prefix)
      return []
    case .firstRun:
      openFirstRunCard()
      return []
    case .suspendRequested: return [.suspend]
    case .stopRequested(let signal): return [.quit(signal)]
    }
  }

  // MARK: - Keys

  private mutating func press(_ key: Key) -> [Effect] {
    interface.message = nil
    closeFirstRunCard()
    let stroke = endStroke()
    return stroke + follow(keys: interface.pendingKeys + [key])
  }

  /// Does what keys typed one after the other mean. Keys that begin a sequence wait for the next one, which either
  /// completes it or shows that they were meant alone.
  private mutating func follow(keys: [Key]) -> [Effect] {
    switch interface.keyMap.lookup(keys, in: interface.mode) {
    case .action(let action):
      interface.pendingKeys = []
      return perform(action)
    case .beginning:
      interface.pendingKeys = keys
      return []
    case .nothing: break
    }
    let earlier = interface.pendingKeys
    interface.pendingKeys = []
    guard let key = keys.last, !earlier.isEmpty else {
      if let key = keys.last, let effects = withTop({ $0.handle(key, in: &$1) }) { return effects }
      say("no action on \(KeySequence(keys).label); \(interface.keyMap.label("help") ?? ":help") lists the keys")
      return []
    }
    if key == .escape { return [] }
    guard case .beginning(let alone?) = interface.keyMap.lookup(earlier, in: interface.mode) else { return press(key) }
    return perform(alone) + press(key)
  }

  // MARK: - Actions

  /// Performs an action, whether it came from a key or from the command line.
  package mutating func perform(_ action: Action) -> [Effect] {
    if let need = action.need, let reason = lack(of: need) {
      warn(reason)
      return []
    }
    return action.perform(&self)
  }

  /// Closes what is open, or quits.
  mutating func back() -> [Effect] {
    guard interface.open.isEmpty else {
      closeTop()
      return []
    }
    let losses = lossesOfQuitting
    guard !losses.isEmpty else { return [.quit(nil)] }
    ask("\(losses.joined(separator: "; ")): quit", asker: "back") { _ in [.quit(nil)] }
    return []
  }

  /// What would end or be lost, a sentence each.
  private var lossesOfQuitting: [String] {
    var losses: [String] = []
    let waiting = review.unrecordedCount
    if waiting > 0 {
      losses.append(
        "\(waiting == 1 ? "1 action is" : "\(waiting) actions are") NOT RECORDED and would be lost, unless the "
          + "journal's disk is freed")
    }
    if model.training.isBusy { losses.append("training would end, its weights so far kept") }
    return losses
  }
}
