import VolumeModel
import Pictures
import TerminalIO

extension Session {
  /// Applies one message and says what has to be done outside.
  package mutating func update(_ message: Message) -> [Effect] {
    let effects = apply(message)
    return effects + lesionTableEffects()
  }

  private mutating func apply(_ message: Message) -> [Effect] {
    switch message {
    case .key(let key): return press(key)
    case .pointer(let event): return point(event)
    case .paste(let text):
      if mode == .prompt { prompt.insert(text.filter { !$0.isNewline }) }
      return []
    case .resized(let width, let height):
      screen = ScreenSize(width: width, height: height)
      return []
    case .growth(let growth):
      self.growth = growth
      refreshSoftMask()
      return []
    case .channel(let role, let channel):
      if !channels.contains(where: { $0.role == role }) { channels.append(channel) }
      if let awaited = awaitedView, awaited["channel"] == role {
        awaitedView = nil
        awaited.apply(to: &self)
      }
      return []
    case .furtherMask(let mask):
      furtherMasks.append(mask)
      return []
    case .noisyMask(let noisy, let name):
      receive(noisy, named: name)
      return []
    case .notice(let notice):
      self.message = notice
      return []
    case .training(let event): return follow(event)
    case .pixelMaps(let maps): return receive(maps)
    case .trainingEnded(let end): return finishTraining(end)
    case .predictionProgress(let share):
      predictionProgress = share
      return []
    case .prediction(let prediction):
      isPredicting = false
      receive(prediction)
      guard !hidesPrediction else {
        say("the prediction is ready; it shows once the verdict on the case is stored")
        return []
      }
      tuning.binarisation = prediction.threshold
      rethreshold()
      layers[.prediction].isVisible = true
      say(
        "prediction by \(prediction.source): \(Wording.millilitres(prediction.mask)) at p \(Wording.atLeast(display.glyphs)) "
          + "\(Wording.share(prediction.threshold)), the threshold of the weights")
      return []
    case .predictionFailed(let reason):
      isPredicting = false
      warn(reason)
      return []
    case .relabelProgress(let share):
      relabelProgress = share
      return []
    case .relabelled(let proposal, let uncertainty):
      receive(proposal, uncertainty: uncertainty)
      return []
    case .relabellingFailed(let reason):
      isRelabelling = false
      warn(reason)
      return []
    case .scores(let table):
      isScoring = false
      scores = table
      return []
    case .caseSurvey(let flair, let survey):
      workList?.survey(flair: flair, survey)
      return []
    case .caseFailed(let index, let problem):
      workList?.fail(index, problem)
      warn(problem)
      return []
    case .blinkDue:
      blinkByItself()
      return []
    case .measureLesions:
      desk.wantsTable = true
      return []
    case .lesionTable(let table):
      desk.take(table)
      noteProgress()
      return []
    case .journalOpened(let opening):
      open(opening)
      return []
    case .files(let names, let prefix):
      receive(files: names, beginning: prefix)
      return []
    case .suspendRequested: return [.suspend]
    case .stopRequested(let signal): return [.quit(signal)]
    }
  }

  mutating func say(_ text: String) { message = .note(text) }
  mutating func warn(_ text: String) { message = .warning(text) }

  // MARK: - Keys

  private mutating func press(_ key: Key) -> [Effect] {
    message = nil
    if mode == .prompt { return type(key) }
    if pendingKeys.isEmpty {
      if mode == .themes, let effects = pressInThemes(key) { return effects }
      if mode == .window || mode == .moveCursor, let effects = pressInMode(key) { return effects }
      if [.help, .information, .scores, .terminal, .note].contains(mode), scrollOpenScreen(key) { return [] }
      if let effects = pressInReview(key) { return effects }
      if mode == .cases, let effects = pressInCaseList(key) { return effects }
    }
    return follow(keys: pendingKeys + [key])
  }

  /// Does what keys typed one after the other mean. Keys that begin a sequence wait for the next one, which either
  /// completes it or shows that they were meant alone.
  private mutating func follow(keys: [Key]) -> [Effect] {
    switch keyMap.lookup(keys) {
    case .action(let action):
      pendingKeys = []
      return perform(action)
    case .beginning:
      pendingKeys = keys
      return []
    case .nothing: break
    }
    let earlier = pendingKeys
    pendingKeys = []
    guard let key = keys.last, !earlier.isEmpty else {
      say("no action on \(KeySequence(keys).label); \(keyMap.label("help") ?? ":help") lists the keys")
      return []
    }
    if key == .escape { return [] }
    guard case .beginning(let alone?) = keyMap.lookup(earlier) else { return press(key) }
    return perform(alone) + press(key)
  }

  /// Arrows in the window and crosshair modes; nil for all other keys.
  private mutating func pressInMode(_ key: Key) -> [Effect]? {
    if key == .escape {
      if mode == .window { channels[channel].window = channels[channel].automaticWindow }
      say(mode == .window ? "window reset" : "arrows step through slices again")
      mode = .browse
      return []
    }
    let step: SIMD2<Int>
    switch key {
    case .up: step = SIMD2(0, -1)
    case .down: step = SIMD2(0, 1)
    case .left: step = SIMD2(-1, 0)
    case .right: step = SIMD2(1, 0)
    case .enter:
      mode = .browse
      return []
    default: return nil
    }
    if mode == .window {
      channels[channel].window = channels[channel].window.adjusted(
        levelBy: Float(-step.y) * 0.04, widthBy: step.x == 0 ? 1 : step.x > 0 ? 1.06 : 1 / 1.06)
    } else {
      moveCursor(columns: step.x, rows: step.y)
    }
    return []
  }

  private mutating func scrollOpenScreen(_ key: Key) -> Bool {
    switch key {
    case .down, .character("j"): scroll += 1
    case .up, .character("k"): scroll = max(0, scroll - 1)
    case .pageDown, .character(" "): scroll += 10
    case .pageUp: scroll = max(0, scroll - 10)
    case .home: scroll = 0
    default: return false
    }
    return true
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

  mutating func back() -> [Effect] {
    guard mode != .browse else { return [.quit(nil)] }
    mode = .browse
    return []
  }

  mutating func toggle(_ screen: Mode) {
    mode = mode == screen ? .browse : screen
    scroll = 0
  }
}
