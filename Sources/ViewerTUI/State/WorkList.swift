package import VolumeModel

/// The cases of a sitting, in the order in which they are worked through.
package struct WorkList: Sendable {
  package struct Entry: Sendable {
    /// The place in the list as it was given, which sorting leaves alone.
    package let id: Int
    package internal(set) var files: CaseFiles
    /// Why the case could not be opened.
    package var problem: String?
    /// What the masks alone say, read ahead in the background; nil while unknown.
    package var survey: CaseSurvey?
    /// What the newest prediction says; nil before there is one.
    package var prediction: CasePrediction?
    /// How far its review is.
    package var progress = CaseProgress()

    package init(id: Int, files: CaseFiles) {
      self.id = id
      self.files = files
    }
  }

  package private(set) var entries: [Entry]
  /// The case on the screen.
  package private(set) var current = 0

  package init(_ cases: [CaseFiles]) { entries = cases.enumerated().map { Entry(id: $0.offset, files: $0.element) } }

  package var hasPredictions: Bool { entries.contains { $0.prediction != nil } }
  package var count: Int { entries.count }
  package var finishedCount: Int { entries.count { $0.progress.isFinished } }
  package var flaggedCount: Int { entries.count { $0.progress.isFlagged } }

  /// "3/12 cases, 2 done, 1 flagged".
  package var summary: String {
    var parts = ["\(current + 1)/\(count) cases", "\(finishedCount) done"]
    if flaggedCount > 0 { parts.append("\(flaggedCount) flagged") }
    return parts.joined(separator: ", ")
  }

  package func index(of id: Int) -> Int? { entries.firstIndex { $0.id == id } }

  package mutating func open(_ index: Int) {
    guard entries.indices.contains(index) else { return }
    current = index
    entries[index].problem = nil
  }

  /// Reads the masks of the present case by these labels, and those of the others where nothing else says which values
  /// are lesions.
  package mutating func take(labels: [Int]) {
    for index in entries.indices {
      if index == current {
        entries[index].files.take(NamedRoles(labels: labels))
      } else {
        entries[index].files.suggest(labels: labels)
      }
    }
  }

  package mutating func fail(_ index: Int, _ problem: String) {
    guard entries.indices.contains(index) else { return }
    entries[index].problem = problem
  }

  /// Notes what the masks of the case with this FLAIR say.
  package mutating func survey(flair: String, _ survey: CaseSurvey) {
    guard let index = entries.firstIndex(where: { $0.files.flair == flair }) else { return }
    entries[index].survey = survey
  }

  package mutating func progress(_ index: Int, _ progress: CaseProgress) {
    guard entries.indices.contains(index) else { return }
    entries[index].progress = progress
  }

  /// Takes the review that its journal tells of, of a case that was not opened in this sitting.
  package mutating func recordedProgress(id: Int, _ progress: CaseProgress) {
    guard let index = index(of: id), index != current, entries[index].progress == CaseProgress() else { return }
    entries[index].progress = progress
  }

  package mutating func predicted(id: Int, _ prediction: CasePrediction?) {
    guard let index = index(of: id) else { return }
    entries[index].prediction = prediction
  }

  /// Predictions of weights that are no longer the newest say nothing any more.
  package mutating func removePredictions() {
    for index in entries.indices { entries[index].prediction = nil }
  }

  /// The cases that were approved and can be trained on.
  package var approved: [Entry] {
    entries.filter {
      $0.problem == nil && $0.progress.verdict == Verdict.approved.rawValue && !$0.files.raters.isEmpty
    }
  }

  /// The cases without a verdict, the one on the screen aside.
  package var unreviewedOthers: [Entry] {
    entries.indices.filter { $0 != current && entries[$0].problem == nil && !entries[$0].progress.isFinished }
      .map { entries[$0] }
  }

  /// The case `step` places on, past those that could not be opened; nil at the end of the list.
  package func index(stepping step: Int) -> Int? {
    var index = current + step
    while entries.indices.contains(index), entries[index].problem != nil { index += step.signum() }
    return entries.indices.contains(index) ? index : nil
  }

  /// What `:next` can look for.
  package enum Wish: String, CaseIterable, Sendable {
    case unfinished, flagged
    /// The unfinished case whose raters disagree most.
    case hard
  }

  /// The next case after the present one (from the top again at the end) that fits a wish; nil when none does.
  package func next(_ wish: Wish) -> Int? {
    let others = (1..<max(1, count)).map { (current + $0) % count }.filter { entries[$0].problem == nil }
    switch wish {
    case .unfinished: return others.first { !entries[$0].progress.isFinished }
    case .flagged: return others.first { entries[$0].progress.isFlagged }
    case .hard:
      let unfinished = others.filter { !entries[$0].progress.isFinished && entries[$0].survey?.dice != nil }
      return unfinished.min { (entries[$0].survey?.dice ?? 1) < (entries[$1].survey?.dice ?? 1) }
    }
  }

  /// What the cases can be ordered by.
  package enum Order: Sendable {
    /// The raters' Dice, lowest first.
    case raters
    /// Dice of the first rater and the prediction, lowest first.
    case prediction
    /// How sure the network is of its prediction, least first.
    case confidence

    func value(_ entry: Entry) -> Double? {
      switch self {
      case .raters: entry.survey?.dice
      case .prediction: entry.prediction?.dice
      case .confidence: entry.prediction?.confidence
      }
    }
  }

  /// Puts the cases with the lowest value first; those without one keep their order at the end. The case on the screen
  /// stays the current one.
  /// - Returns: whether any case has such a value.
  @discardableResult
  package mutating func sort(by order: Order) -> Bool {
    // All values are at most 1.
    let values = entries.map { order.value($0) ?? 2 }
    let sorted = entries.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] < values[$1] }
    let shown = sorted.firstIndex(of: current) ?? 0
    entries = sorted.map { entries[$0] }
    current = shown
    return values.contains { $0 < 2 }
  }
}

/// What the masks of a case say without its images.
package struct CaseSurvey: Sendable, Hashable {
  /// Dice of the two raters; nil without two masks.
  package let dice: Double?
  /// Volume drawn by one rater only, in millilitres.
  package let disagreementML: Double?

  package init(dice: Double?, disagreementML: Double?) {
    self.dice = dice
    self.disagreementML = disagreementML
  }

  /// Reads the first two masks of a case.
  /// - Throws: `FileError` when a mask can't be read, or the two lie on different grids.
  package init(of files: CaseFiles) throws(FileError) {
    guard files.raters.count > 1 else {
      self.init(dice: nil, disagreementML: nil)
      return
    }
    let first = try Images.readMask(files.raters[0].path, labels: files.raters[0].labelChoice)
    let second = try Images.readMask(
      files.raters[1].path, on: first.mask.grid, labels: files.raters[1].labelChoice)
    let counts = OverlapCounts(reference: first.mask, candidate: second.mask)
    let disagreement = Double(counts.falsePositives + counts.falseNegatives) * first.mask.grid.voxelVolumeMM3 / 1000
    self.init(dice: counts.dice, disagreementML: disagreement)
  }
}

/// How far the review of a case is.
package struct CaseProgress: Sendable, Hashable {
  package var decidedLesions = 0
  package var lesions: Int?
  /// The verdict on the case as a whole, in a word.
  package var verdict: String?
  package var isFlagged = false

  package init() {}

  /// As a journal tells it; how many lesions there are, it does not.
  package init(recorded state: ReviewState) {
    decidedLesions = state.lesions.count(where: \.isDecided)
    verdict = state.verdict?.rawValue
    isFlagged = state.isFlagged
  }

  package var isFinished: Bool { verdict != nil }
}
