import VolumeModel

/// One verdict on many lesions, and what follows a verdict on one.
extension Viewer {
  /// `:decide approve | reject`: the verdict on every undecided lesion that the list shows. The count is asked back first.
  /// - Parameter agreed: what was asked back and answered by yes; where it no longer holds it is asked anew.
  mutating func decide(all text: String, agreed: String? = nil) -> [Effect] {
    guard let verdict: Verdict = text == "approve" ? .approved : text == "reject" ? .rejected : nil else {
      warnUsage("decide")
      return []
    }
    let rows = review.rows.filter { !$0.isDecided }
    guard !rows.isEmpty else {
      say(review.table == nil ? "the lesions are being measured" : "no undecided lesion in the list")
      return []
    }
    let shown = review.filter.map { " of \($0.text)" } ?? ""
    let lesions = rows.count == 1 ? "1 undecided lesion" : "\(rows.count) undecided lesions"
    let question = "\(text) \(lesions)\(shown)"
    guard agreed == question else {
      ask(question) { $0.decide(all: text, agreed: question) }
      return []
    }
    let actions = rows.map { row in
      var action = LesionAction(lesion: row.id, region: row.record.region)
      action.verdict = verdict
      action.choice = verdict == .rejected ? VoxelChoice(source: .nothing, voxels: VoxelRegion()) : approvedChoice(row)
      return action
    }
    return record(
      .lesions(LesionActions(rule: "undecided lesions\(shown)", actions: actions)),
      saying: "\(verdict.rawValue) \(lesions)\(shown)")
  }

  mutating func toggleAdvance() {
    interface.advancesAfterVerdict.toggle()
    say(
      interface.advancesAfterVerdict
        ? "after a verdict the next undecided lesion comes" : "after a verdict the lesion stays")
  }

  /// After a verdict on a lesion goes to the next undecided one of the list, where the setting says so.
  mutating func advance(after number: Int) {
    if interface.isAdjudicating { return advanceToDifference() }
    guard interface.advancesAfterVerdict, let line = review.line(of: number),
      let next = review.undecidedRow(behind: line), let said = interface.message
    else { return }
    select(next)
    interface.message = said.isWarning ? said : .note("\(said.text); now lesion \(next.id)")
  }

  /// Why the case should not be approved yet; nil where nothing is open.
  var openQuestions: String? {
    guard review.table != nil || scan.raters.isEmpty else { return "the lesions are not measured yet" }
    let undecided = review.allRows.count { !$0.isDecided }
    let flagged = review.allRows.count { $0.review?.isFlagged == true }
    let parts = [(undecided, "undecided"), (flagged, "flagged")].filter { $0.0 > 0 }.map { count, word in
      "\(count) lesion\(count == 1 ? " is" : "s are") \(word)"
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
