package import VolumeModel
import Pictures

/// Actions of the reviewer. Every action is recorded, says what it did in one line, and can be undone.
extension Viewer {
  /// The lesion that actions apply to: the selected one while the list is open, else the one under the crosshair.
  package var lesionInHand: LesionRow? {
    if interface.mode == .lesions || interface.mode == .lesionClass, let row = review.selectedRow { return row }
    return review.row(at: place.cursor)
  }

  /// Records an event and applies it. The one way by which a review changes.
  mutating func record(_ event: ReviewEvent, saying text: String) -> [Effect] {
    if interface.isBurst {
      warn("nothing was done: that came too fast for a hand, as pasted text does")
      return []
    }
    switch review.journal {
    case .opening:
      warn("the journal is being opened; try again in a moment")
      return []
    case .readOnly(let reason):
      warn("nothing can be decided: \(reason); :reload tries again")
      return []
    case .open: break
    }
    if event.isAboutLesions, review.isRegrouping {
      warn("the lesions are being measured anew after a cut or a join; try again in a moment")
      return []
    }
    guard review.apply(event) != nil else { return [] }
    noteProgress()
    // What is drawn where no lesion was, cut or joined is counted once the lesions are measured again.
    review.unmeasuredAction = review.wantsTable && tableInputs != review.requestedInputs ? text : nil
    say(review.unmeasuredAction == nil ? "\(text); \(review.progress)" : text)
    return [.record(review.hasSwappedRaters ? event.withSwappedRaters : event)]
  }

  /// Does `action` to the lesion in hand, or says that there is none.
  private mutating func changeLesion(_ action: (LesionRow, inout LesionAction) -> String?) -> [Effect] {
    guard let row = lesionInHand else {
      warn(review.table == nil ? "the lesions are being measured" : "no lesion under the crosshair; \(listHint)")
      return []
    }
    review.selected = row.id
    var change = LesionAction(lesion: row.id, region: row.record.region)
    guard let text = action(row, &change) else { return [] }
    return record(.lesion(change), saying: text)
  }

  var listHint: String {
    "\(interface.keyMap.label("next-finding") ?? ":next-finding") goes to the next, \(interface.keyMap.label("lesion-list") ?? ":lesion-list") lists them"
  }

  // MARK: - Verdicts

  /// The lesion is one: it keeps the voxels chosen before, or gets the policy's, or those of whoever drew it.
  mutating func approve() -> [Effect] {
    let (choice, names) = (lesionInHand.flatMap { approvedChoice($0) }, scan.maskNames)
    return verdictOnLesion { row, action in
      action.verdict = .approved
      action.choice = choice
      let size = choice.map { "\(Self.size($0.voxels, row)) of \(names.title($0.source))" } ?? "no voxels"
      return "approved lesion \(row.id), \(size)"
    }
  }

  /// The voxels that approval gives a lesion: those chosen before, else the policy's or those of whoever drew it.
  func approvedChoice(_ row: LesionRow) -> VoxelChoice? {
    if let choice = standingChoice(of: row), !choice.voxels.isEmpty { return choice }
    return Self.approvedVoxels(of: row.record.region, review.undecided, scan.raterMasks, scan.prediction?.mask)
  }

  /// As ``changeLesion``, and then on to the next undecided lesion where the setting says so.
  private mutating func verdictOnLesion(_ action: (LesionRow, inout LesionAction) -> String?) -> [Effect] {
    let number = lesionInHand?.id
    let effects = changeLesion(action)
    if let number, !effects.isEmpty, !asksForRequired(of: number) { advance(after: number) }
    return effects
  }

  private static func approvedVoxels(
    of region: VoxelRegion, _ policy: UndecidedPolicy, _ masks: [Mask], _ predicted: Mask?
  ) -> VoxelChoice? {
    let preferred: VoxelSource =
      switch policy {
      case .intersection: masks.count > 1 ? .intersection : .rater1
      case .union: masks.count > 1 ? .union : .rater1
      case .majority: masks.count > 1 ? .majority : .rater1
      case .rater1: .rater1
      case .rater2: masks.count > 1 ? .rater2 : .rater1
      case .nothing: .union
      }
    for source in [preferred, .union, .prediction] {
      if let voxels = source.voxels(inside: region, raters: masks, prediction: predicted), !voxels.isEmpty {
        return VoxelChoice(source: source, voxels: voxels)
      }
    }
    return nil
  }

  /// The lesion is none: it gets no voxels.
  mutating func reject() -> [Effect] {
    verdictOnLesion { row, action in
      action.verdict = .rejected
      action.choice = VoxelChoice(source: .nothing, voxels: VoxelRegion())
      return "rejected lesion \(row.id)"
    }
  }

  mutating func toggleFlag() -> [Effect] {
    changeLesion { row, action in
      let isFlagged = row.review?.isFlagged != true
      action.isFlagged = isFlagged
      return isFlagged ? "flagged lesion \(row.id)" : "flag of lesion \(row.id) taken back"
    }
  }

  mutating func comment(_ text: String) -> [Effect] {
    changeLesion { row, action in
      action.comment = text
      return text.isEmpty ? "comment on lesion \(row.id) taken back" : "commented on lesion \(row.id)"
    }
  }

  mutating func classify(_ lesionClass: LesionClass) -> [Effect] {
    changeLesion { row, action in
      action.lesionClass = lesionClass
      return "lesion \(row.id) is \(lesionClass.title)"
    }
  }

  mutating func give(reason: String) -> [Effect] {
    changeLesion { row, action in
      action.reason = reason
      return reason.isEmpty ? "reason of lesion \(row.id) taken back" : "lesion \(row.id): \(reason)"
    }
  }

  // MARK: - Voxels

  mutating func take(_ source: VoxelSource) -> [Effect] {
    if source == .nothing { return isEditingRegion ? decideRegion(.rejected) : reject() }
    let (masks, predicted, title) = (scan.raterMasks, scan.prediction?.mask, scan.maskNames.title(source))
    if source.voxels(inside: VoxelRegion(), raters: masks, prediction: predicted) == nil {
      warn("there is no \(title) in this case")
      return []
    }
    if isEditingRegion {
      return editRegion(source) { source.voxels(inside: $1, raters: masks, prediction: predicted) ?? $0 }
    }
    return changeLesion { row, action in
      guard let voxels = source.voxels(inside: row.record.region, raters: masks, prediction: predicted) else {
        return nil
      }
      action.verdict = voxels.isEmpty ? .rejected : .approved
      action.choice = VoxelChoice(source: source, voxels: voxels)
      return "lesion \(row.id): \(title), \(Self.size(voxels, row))"
    }
  }

  /// Grows or shrinks the lesion by a step of the smallest voxel side, from the voxels chosen or those approval would
  /// give it.
  mutating func growLesion(by steps: Int) -> [Effect] {
    let (policy, masks, predicted, brain) = (review.undecided, scan.raterMasks, scan.prediction?.mask, scan.brain)
    let stepMM = scan.grid.spacingMM.min()
    if isEditingRegion { return editRegion(.drawn) { now, _ in now.grown(bySteps: steps, inside: brain) } }
    let standing = lesionInHand.flatMap { standingChoice(of: $0) }
    if let row = lesionInHand, standing?.base.isEmpty == true {
      warn("lesion \(row.id) has no voxels to start from; take some first, or paint")
      return []
    }
    return changeLesion { row, action in
      guard
        let before = standing ?? Self.approvedVoxels(of: row.record.region, policy, masks, predicted)
      else { return nil }
      let target = before.steps + steps
      let voxels = before.base.grown(bySteps: target, inside: brain)
      action.verdict = voxels.isEmpty ? .rejected : .approved
      action.choice = VoxelChoice(source: before.source, base: before.base, steps: target, voxels: voxels)
      return
        "lesion \(row.id) \(target < 0 ? "shrunk" : "grown") by \(Wording.fixed(abs(Double(target)) * stepMM, 1)) mm, "
        + Self.size(voxels, row)
    }
  }

  private static func size(_ voxels: VoxelRegion, _ row: LesionRow) -> String {
    Wording.volume(
      mm3: Double(voxels.voxelCount) * row.record.volumeMM3 / Double(max(1, row.record.lesion.voxelCount)))
  }

  // MARK: - Undo

  mutating func undoReview() -> [Effect] {
    guard review.history.canUndo else {
      say("nothing to undo")
      return []
    }
    return record(.undo, saying: "undone; \(interface.keyMap.label("redo") ?? ":redo") does it again")
  }

  mutating func redoReview() -> [Effect] {
    guard review.history.canRedo else {
      say("nothing to redo")
      return []
    }
    return record(.redo, saying: "done again")
  }

  // MARK: - The table

  /// Asks for a new lesion table when the prediction, or what the reviewer drew, is another than the table's.
  mutating func lesionTableEffects() -> [Effect] {
    guard review.wantsTable, !review.isBuildingTable else { return [] }
    let inputs = tableInputs
    guard inputs != review.requestedInputs else { return [] }
    review.requestedInputs = inputs
    review.isBuildingTable = true
    var sources = LesionSources(
      raters: scan.raterMasks, prediction: scan.prediction?.mask, probability: scan.prediction?.probability,
      kept: review.kept, flair: scan.channels[0].image, brain: scan.brain, comparesVisits: scan.comparesVisits,
      pieces: review.state.pieces, regions: hasRegions ? review.findings : nil)
    sources.samples = inputs.samples
    return [.buildLesionTable(sources, keepingNumbersOf: review.table)]
  }

  private var tableInputs: CaseReview.TableInputs {
    CaseReview.TableInputs(
      prediction: scan.prediction?.mask, kept: review.kept, pieces: review.state.pieces,
      samples: scan.samples?.masks ?? [])
  }

  /// Adds to what the last action said how far the review is, once its lesions are measured.
  mutating func sayMeasuredProgress() {
    guard let text = review.unmeasuredAction, tableInputs == review.requestedInputs else { return }
    review.unmeasuredAction = nil
    if interface.message == .note(text) { say("\(text); \(review.progress)") }
  }

  mutating func noteProgress() {
    guard let index = workList?.current else { return }
    var progress = CaseProgress()
    progress.decidedLesions = review.decidedCount
    progress.lesions = review.table == nil ? nil : review.allRows.count
    progress.verdict = review.state.verdict?.rawValue
    progress.isFlagged = review.state.isFlagged
    workList?.progress(index, progress)
  }
}

extension ReviewEvent {
  /// Whether it names lesions, which have to be known.
  fileprivate var isAboutLesions: Bool {
    switch self {
    case .lesion, .lesions, .regions, .division: true
    case .wholeCase, .undo, .redo: false
    }
  }
}
