import Pictures
import VolumeModel

/// The final word: what all readers of a case said side by side, a walk through what they differ in, and the verdict of
/// who adjudicates.
extension Viewer {
  // MARK: - The walk

  /// Goes to the next place over which the readers differ and nothing was said finally.
  mutating func goToDifference(by step: Int) {
    guard let adjudication = readyAdjudication() else { return }
    guard !adjudication.places.isEmpty else {
      say(adjudication.readers.count < 2 ? "one reader alone has reviewed this case" : "the readers agree everywhere")
      return
    }
    let next =
      undecidedDifference(from: adjudication, by: step)
      ?? ((adjudication.current ?? (step > 0 ? -1 : 0)) + step + adjudication.places.count) % adjudication.places.count
    show(difference: next)
    let left = adjudication.places.count { !review.isDecided($0) }
    say("\(sentence(ofDifference: next)); \(left == 0 ? "all are decided" : "\(left) undecided")")
  }

  private func undecidedDifference(from adjudication: Adjudication, by step: Int) -> Int? {
    let count = adjudication.places.count
    guard count > 0 else { return nil }
    let start = adjudication.current ?? (step > 0 ? -1 : count)
    return (1...count).lazy.map { ((start + step * $0) % count + count) % count }
      .first { !review.isDecided(adjudication.places[$0]) }
  }

  private mutating func show(difference index: Int) {
    guard let adjudication = review.adjudication, adjudication.places.indices.contains(index) else { return }
    review.adjudication?.current = index
    switch adjudication.places[index] {
    case .lesion(let place): if review.allRows.indices.contains(place) { select(review.allRows[place]) }
    case .region(let place):
      selectFinding(place)
      if let found = review.table?.record(at: self.place.cursor) { review.selected = found.id }
    }
  }

  /// After a verdict the next difference comes, where the setting says so.
  mutating func advanceToDifference() {
    guard interface.advancesAfterVerdict, let adjudication = review.adjudication, let said = interface.message,
      let next = undecidedDifference(from: adjudication, by: 1)
    else { return }
    show(difference: next)
    interface.message = said.isWarning ? said : .note("\(said.text); now \(sentence(ofDifference: next))")
  }

  private func sentence(ofDifference index: Int) -> String {
    guard let adjudication = review.adjudication, adjudication.places.indices.contains(index) else { return "" }
    switch adjudication.places[index] {
    case .lesion(let place):
      guard review.allRows.indices.contains(place) else { return "" }
      let row = review.allRows[place]
      return "lesion \(row.id): \(row.words.map(Self.short).joined(separator: ", "))"
    case .region(let place):
      guard review.findings.indices.contains(place) else { return "" }
      let verdicts = adjudication.readers.map { reader in
        "\(reader.name) \(Self.letter(reader.state.verdict(onRegion: review.findings[place])))"
      }
      return "region \(place + 1): \(verdicts.joined(separator: ", "))"
    }
  }

  /// "ana A"
  static func short(_ word: ReaderWord) -> String { "\(word.reader) \(letter(word.verdict))" }

  /// A letter for a verdict, that of its key.
  static func letter(_ verdict: Verdict?) -> String {
    switch verdict {
    case .approved: "A"
    case .rejected: "X"
    case nil: "-"
    }
  }

  /// The adjudication once lesions and journals are there; says what is missing.
  private mutating func readyAdjudication() -> Adjudication? {
    guard let adjudication = review.adjudication else {
      say("the readers' journals are being read; try again in a moment")
      return nil
    }
    guard review.table != nil else {
      say("the lesions are being measured; try again in a moment")
      return nil
    }
    guard !adjudication.readers.isEmpty else {
      warn("no reader has reviewed this case yet: there is nothing to adjudicate")
      return nil
    }
    return adjudication
  }

  /// Says what there is to do, once lesions and journals are there.
  mutating func announceAdjudication() {
    guard interface.isAdjudicating, review.table != nil, let adjudication = review.adjudication,
      interface.message?.isWarning != true
    else { return }
    guard !adjudication.readers.isEmpty else {
      warn("no reader has reviewed this case yet: there is nothing to adjudicate")
      return
    }
    let names = adjudication.readers.map(\.name).joined(separator: ", ")
    let open = adjudication.places.count { !review.isDecided($0) }
    let agreed = agreedRows.count
    say(
      "\(names) differ in \(open) undecided places (\(keyLabel("next-finding"))), agree on \(agreed) lesions "
        + "(\(keyLabel("take-agreed")))")
  }

  // MARK: - Verdicts

  /// Lesions without a final word that every reader decided alike.
  private var agreedRows: [LesionRow] {
    review.allRows.filter { row in
      !row.isDecided && !row.words.isEmpty && row.difference == nil && row.words.allSatisfy { $0.verdict != nil }
    }
  }

  /// What all readers agree on becomes the final word; the count is asked back first.
  /// - Parameter agreed: what was asked back and answered by yes; where it no longer holds it is asked anew.
  mutating func takeAgreed(_ agreed: String? = nil) -> [Effect] {
    guard let adjudication = readyAdjudication() else { return [] }
    let rows = agreedRows
    guard !rows.isEmpty else {
      say("no undecided lesion on which all readers agree")
      return []
    }
    let sentence = "\(rows.count) lesion\(rows.count == 1 ? "" : "s") as all readers decided"
    guard agreed == sentence else {
      ask("take \(sentence)") { $0.takeAgreed(sentence) }
      return []
    }
    let actions = rows.compactMap { row in row.words.first.map { action(for: row, as: $0) } }
    let names = adjudication.readers.map(\.name).joined(separator: ", ")
    return record(.lesions(LesionActions(rule: "all readers agree: \(names)", actions: actions)), saying: sentence)
  }

  /// What a reader said of the place in hand becomes the final word on it.
  mutating func take(reader index: Int) -> [Effect] {
    guard let adjudication = readyAdjudication() else { return [] }
    guard adjudication.readers.indices.contains(index) else {
      let count = adjudication.readers.count
      warn("there \(count == 1 ? "is one reader" : "are \(count) readers") here")
      return []
    }
    if let region = regionOfDifferenceInHand { return take(reader: index, ofRegion: region) }
    guard let row = lesionInHand else {
      warn("no lesion under the crosshair; \(keyLabel("next-finding")) goes to the next difference")
      return []
    }
    guard row.words.indices.contains(index) else { return [] }
    let word = row.words[index]
    guard let verdict = word.verdict else {
      warn("\(word.reader) has not decided on lesion \(row.id)")
      return []
    }
    review.selected = row.id
    let effects = record(
      .lesions(LesionActions(rule: "as \(word.reader) decided", actions: [action(for: row, as: word)])),
      saying: "lesion \(row.id) \(verdict.rawValue), as \(word.reader) decided")
    if !effects.isEmpty { advance(after: row.id) }
    return effects
  }

  /// The finding that the walk is at, where the crosshair still is.
  private var regionOfDifferenceInHand: Int? {
    guard let adjudication = review.adjudication, let current = adjudication.current,
      adjudication.places.indices.contains(current), case .region(let index) = adjudication.places[current],
      scan.findings.indices.contains(index), scan.findings[index].region.contains(place.cursor)
    else { return nil }
    return index
  }

  private mutating func take(reader index: Int, ofRegion finding: Int) -> [Effect] {
    guard let adjudication = review.adjudication else { return [] }
    let (reader, region) = (adjudication.readers[index], review.findings[finding])
    guard let verdict = reader.state.verdict(onRegion: region) else {
      warn("\(reader.name) has not decided on region \(finding + 1)")
      return []
    }
    var action = LesionAction(lesion: review.table?.lesionNumbers(ofRegions: [region]).first ?? 0, region: region)
    action.verdict = verdict
    // A verdict on the whole lesion says of the region what its voxels have of it.
    let ofLesion = reader.state.review(of: region)?.choice.map { choice in
      VoxelChoice(source: choice.source, voxels: Mask(choice.voxels, on: scan.grid).part(inside: region))
    }
    action.choice = reader.state.regionReview(of: region)?.choice ?? ofLesion
    let effects = record(
      .regions(LesionActions(rule: "as \(reader.name) decided", actions: [action])),
      saying: "region \(finding + 1) \(verdict == .approved ? "taken" : "left out"), as \(reader.name) decided")
    if !effects.isEmpty { advanceToDifference() }
    return effects
  }

  private func action(for row: LesionRow, as word: ReaderWord) -> LesionAction {
    var action = LesionAction(lesion: row.id, region: row.record.region)
    action.verdict = word.verdict
    action.lesionClass = word.lesionClass
    if !word.reason.isEmpty { action.reason = word.reason }
    action.choice = word.choice.map { choice in
      guard choice.source == .regions else { return choice }
      return VoxelChoice(source: .reader, voxels: choice.voxels)
    }
    return action
  }
}
