import Pictures
import VolumeModel

/// Verdicts on the regions over which the raters disagree: a lesion's verdict is the sum of those on its regions.
extension Viewer {
  /// The finding that a verdict on a region is about: the chosen one where the crosshair is at it, else the one under the
  /// crosshair.
  var findingInHand: Int? {
    let cursor = place.cursor
    if let chosen = place.finding, scan.findings.indices.contains(chosen) {
      let region = scan.findings[chosen].region
      let reach = interface.isOpen(.edit) ? review.tools.radiusMM : 0
      if region.contains(cursor) || reach > 0 && region.boundingBox.padded(byMM: reach, in: scan.grid).contains(cursor)
      {
        return chosen
      }
    }
    let here = VoxelRegion(ascending: [scan.grid.linearIndex(cursor)])
    return review.findings(near: here).first { scan.findings[$0].region.contains(cursor) }
  }

  /// Whether findings are regions of disagreement, which lesions can be decided by.
  var hasRegions: Bool { scan.raters.count > 1 && !scan.comparesVisits && scan.findings.first?.kind != .lesion }

  /// What an action on a region is about: its finding, and the event to fill in.
  mutating func regionInHand() -> (index: Int, action: LesionAction)? {
    guard hasRegions else {
      warn(
        scan.comparesVisits
          ? "visits are compared: decide on lesions" : "the raters agree everywhere, or there is one; decide on lesions"
      )
      return nil
    }
    guard let index = findingInHand else {
      warn("no disagreement under the crosshair; \(keyLabel("next-finding")) goes to the next")
      return nil
    }
    place.finding = index
    let region = review.findings[index]
    return (index, LesionAction(lesion: review.table?.lesionNumbers(ofRegions: [region]).first ?? 0, region: region))
  }

  /// Takes the region in hand into its lesion, or leaves it out, and goes on where the setting says so.
  mutating func decideRegion(_ verdict: Verdict) -> [Effect] {
    guard let (index, found) = regionInHand() else { return [] }
    var action = found
    action.verdict = verdict
    action.choice =
      verdict == .approved
      ? VoxelChoice(source: .union, voxels: action.region) : VoxelChoice(source: .nothing, voxels: VoxelRegion())
    let size = Wording.volume(mm3: scan.findings[index].volumeMM3)
    let effects = recordRegion(
      action, saying: "region \(index + 1), \(size), \(verdict == .approved ? "taken" : "left out")")
    if interface.isAdjudicating {
      if !effects.isEmpty { advanceToDifference() }
      return effects
    }
    if !effects.isEmpty, interface.advancesAfterVerdict, let said = interface.message,
      let next = undecidedFinding(after: index, by: 1)
    {
      selectFinding(next)
      interface.message = .note(
        "\(said.text); now region \(next + 1), \(Wording.volume(mm3: scan.findings[next].volumeMM3))")
    }
    return effects
  }

  private mutating func recordRegion(_ action: LesionAction, saying text: String) -> [Effect] {
    record(.regions(LesionActions(rule: "by hand", actions: [action])), saying: text)
  }

  // MARK: - Many at once

  /// `:small-regions RULE [MM3]`: every undecided region smaller than a size becomes what a rule says. The count is asked
  /// back first, and the record names rule and size.
  /// - Parameter agreed: what was asked back and answered by yes; where it no longer holds it is asked anew.
  mutating func decideSmallRegions(_ text: String, agreed: String? = nil) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    guard let rule = words.first.flatMap({ word in VoxelSource.regionRules.first { $0.rawValue == word } }),
      words.count <= 2
    else {
      warnUsage("small-regions")
      return []
    }
    guard hasRegions else {
      warn("there are no regions of disagreement between raters here")
      return []
    }
    if words.count == 2 {
      guard let size = number(words[1], for: "small-regions", within: 0...100_000) else { return [] }
      interface.smallRegionMM3 = size
    }
    let (limit, masks, predicted) = (interface.smallRegionMM3, scan.raterMasks, scan.prediction?.mask)
    guard rule.voxels(inside: VoxelRegion(), raters: masks, prediction: predicted) != nil else {
      warn("there is no \(scan.maskNames.title(rule)) in this case")
      return []
    }
    let open = scan.findings.indices.filter {
      scan.findings[$0].volumeMM3 < limit && review.findingVerdicts[$0] == nil
    }
    let size = "\(Wording.fixed(limit, limit < 10 ? 1 : 0)) mm3"
    guard !open.isEmpty else {
      say("no undecided region below \(size)")
      return []
    }
    let regions = open.count == 1 ? "1 undecided region" : "\(open.count) undecided regions"
    let sentence = "\(regions) below \(size) \(open.count == 1 ? "becomes" : "become") \(scan.maskNames.title(rule))"
    guard agreed == sentence else {
      ask(sentence) { $0.decideSmallRegions(rule.rawValue, agreed: sentence) }
      return []
    }
    let chosen = open.map { review.findings[$0] }
    let numbers = review.table?.lesionNumbers(ofRegions: chosen) ?? open.map { _ in 0 }
    let actions = zip(chosen, numbers).map { region, number in
      var action = LesionAction(lesion: number, region: region)
      let voxels = rule.voxels(inside: action.region, raters: masks, prediction: predicted) ?? VoxelRegion()
      action.verdict = voxels.isEmpty ? .rejected : .approved
      action.choice = VoxelChoice(source: rule, voxels: voxels)
      return action
    }
    return record(
      .regions(LesionActions(rule: "undecided regions below \(size): \(rule.rawValue)", actions: actions)),
      saying: sentence)
  }

  // MARK: - Editing

  /// Begins or ends editing of the region in hand: what is taken, painted or erased then stays inside it.
  mutating func toggleRegionEditing() {
    if interface.mode == .edit {
      guard review.editsRegions || regionInHand() != nil else { return }
      review.editsRegions.toggle()
    } else {
      guard regionInHand() != nil else { return }
      toggleEditing()
      review.editsRegions = interface.mode == .edit
    }
    say(review.editsRegions ? "editing the region alone: what is painted stays inside it" : "editing the whole lesion")
  }

  /// Whether edits are about the region in hand.
  var isEditingRegion: Bool { interface.isOpen(.edit) && review.editsRegions }

  /// Gives the region in hand those of its voxels that `change` makes of the ones it has now.
  mutating func editRegion(
    _ source: VoxelSource, _ change: (_ now: VoxelRegion, _ region: VoxelRegion) -> VoxelRegion
  ) -> [Effect] {
    guard let (index, found) = regionInHand() else { return [] }
    var action = found
    let now = review.adjudicated.part(inside: action.region)
    let voxels = Mask(action.region, on: scan.grid).part(inside: change(now, action.region))
    action.verdict = voxels.isEmpty ? .rejected : .approved
    action.choice = VoxelChoice(source: source, voxels: voxels)
    let mm3 = Double(voxels.voxelCount) * scan.grid.voxelVolumeMM3
    return recordRegion(
      action,
      saying:
        "region \(index + 1) has \(Wording.volume(mm3: mm3)) of \(Wording.volume(mm3: scan.findings[index].volumeMM3))")
  }

  // MARK: - The walk

  /// The next finding without a verdict, from a place on and round the end; nil where all are decided.
  func undecidedFinding(after index: Int?, by step: Int) -> Int? {
    let count = scan.findings.count
    let start = index ?? (step > 0 ? -1 : count)
    guard count > 0 else { return nil }
    return (1...count).lazy.map { ((start + step * $0) % count + count) % count }
      .first { review.findingVerdicts.indices.contains($0) && review.findingVerdicts[$0] == nil }
  }

  /// What stands of a lesion, regions decided by themselves included: what approval keeps and edits begin with.
  func standingChoice(of row: LesionRow) -> VoxelChoice? {
    row.standingChoice(adjudicated: review.adjudicated)
  }
}
