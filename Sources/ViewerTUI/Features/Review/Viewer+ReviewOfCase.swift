import VolumeModel
import Pictures

/// The verdict on the case as a whole, and what comes from its journal.
extension Viewer {
  /// `:case approve | reject | flag | 1 ... 5 | comment TEXT`.
  mutating func review(caseAs text: String) -> [Effect] {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    switch words.first {
    case "approve": return decideCase(.approved)
    case "reject": return decideCase(.rejected)
    case "flag":
      let isFlagged = !review.state.isFlagged
      return record(
        .wholeCase(CaseAction(isFlagged: isFlagged)), saying: isFlagged ? "case flagged" : "the case's flag taken back")
    case "comment":
      return record(
        .wholeCase(CaseAction(comment: words.count > 1 ? words[1].trimmed : "")), saying: "commented on the case")
    case let word? where Int(word).map { (1...5).contains($0) } == true && words.count == 1:
      return record(.wholeCase(CaseAction(rating: Int(word))), saying: "case rated \(word) of 5")
    default:
      warnUsage("case")
      return []
    }
  }

  private mutating func decideCase(_ verdict: Verdict) -> [Effect] {
    if verdict == .approved, let missing = missingFields {
      warn(missing)
      return []
    }
    if verdict == .approved, let open = openQuestions {
      ask("\(open): approve the case all the same") { $0.recordCase(verdict) }
      return []
    }
    return recordCase(verdict)
  }

  private mutating func recordCase(_ verdict: Verdict) -> [Effect] {
    let effects = record(.wholeCase(CaseAction(verdict: verdict)), saying: "case \(verdict.rawValue)")
    if review.state.verdict != nil { revealPrediction() }
    return effects
  }

  /// `:export [FOLDER]`.
  mutating func export(to folder: String) -> [Effect] {
    guard let table = review.table else {
      warn("the lesions are being measured; try again in a moment")
      return []
    }
    guard !scan.isBlindReview else {
      warn("this is a blind review: export it afterwards with flairscope export")
      return []
    }
    say("exporting \u{2026}")
    return [
      .export(
        folder: folder.isEmpty ? nil : folder, table, review.state, review.undecided,
        prediction: scan.prediction?.mask, threshold: view.tuning.binarisation, interface.theme)
    ]
  }

  mutating func setUndecided(_ text: String) {
    guard let policy = UndecidedPolicy(rawValue: text) else {
      warnUsage("undecided")
      return
    }
    review.setUndecided(policy)
    say("undecided lesions become \(scan.maskNames.title(policy))")
  }

  /// Takes note of what the journal has not taken; says so, and when it has caught up.
  mutating func noteRecording(waiting: Int, _ problem: String?) {
    let before = review.unrecordedCount
    review.unrecordedCount = waiting
    if let problem {
      let actions = waiting == 1 ? "the last action is" : "the last \(waiting) actions are"
      warn("NOT RECORDED: \(actions) tried again every few seconds; \(problem)")
    } else if before > 0 {
      say("recorded now: \(before) action\(before == 1 ? "" : "s") that waited")
    }
    noteProgress()
  }

  mutating func open(_ opening: JournalOpening) {
    review.journal = opening.readOnlyReason.map { .readOnly(reason: $0) } ?? .open(path: opening.path)
    if interface.isAdjudicating { review.adjudicate(opening.readers) }
    review.replay(review.hasSwappedRaters ? opening.events.map(\.withSwappedRaters) : opening.events)
    noteProgress()
    if review.state.verdict != nil { revealPrediction() }
    // A path could tell who drew which mask.
    let notes =
      scan.isBlindReview && !opening.notes.isEmpty
      ? ["the journal or an input is not as it was; look at it unblinded"] : opening.notes
    if let first = notes.first {
      warn(first)
    } else if !opening.events.isEmpty {
      let count = opening.events.count
      say("review of \(count) action\(count == 1 ? "" : "s") continued; \(keyLabel("undo")) undoes the last")
    }
    if notes.isEmpty { announceAdjudication() }
    scan.information += (notes + [opening.path]).map { "review: \($0)" }
  }
}
