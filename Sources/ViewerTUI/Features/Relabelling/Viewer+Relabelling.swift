import Segmenter
import VolumeModel
import Pictures
import TerminalIO

/// Relabelling: changes that trained weights propose where they are uncertain of an annotation, accepted or refused one
/// by one. Nothing is written before a change is accepted; what is accepted is an action of the review like any other.
extension Viewer {
  /// `relabel [dropout | test-time | ensemble RUN RUN ...] [delta=0.2] [samples=10] [literal] [of=MASK] [min=3]`; alone,
  /// the changes proposed last.
  mutating func relabel(_ text: String) -> [Effect] {
    if text.isEmpty, model.relabelling != nil {
      openRelabelling()
      return []
    }
    guard !model.isRelabelling else {
      say("sampling already")
      return []
    }
    guard let request = relabelRequest(text) else { return [] }
    if scan.hidesPrediction {
      warn("blind review: what weights propose shows once the verdict on the case is stored")
      return []
    }
    guard model.hasWeights || !request.members.isEmpty else {
      warn(lackOfWeights)
      return []
    }
    do throws(TrainingError) {
      try request.settings.rule.check()
    } catch {
      warn(error.description)
      return []
    }
    model.isRelabelling = true
    model.relabelProgress = 0
    say("sampling \(request.settings.sampler.kind.rawValue) predictions to relabel \(request.annotation)")
    return [.relabel(request)]
  }

  private mutating func relabelRequest(_ text: String) -> RelabelRequest? {
    var kind = UncertaintySampler.Kind.dropout
    var count: Int?
    var rule = RelabelRule()
    var name = "rater1"
    var smallestMM3 = 3.0
    var members: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
      if let known = UncertaintySampler.Kind(rawValue: word) {
        kind = known
      } else if let mode = RelabelRule.Mode(rawValue: word) {
        rule.mode = mode
      } else if pair.count == 2, pair[0] == "delta", let delta = Double(pair[1]) {
        rule.delta = delta
      } else if pair.count == 2, pair[0] == "samples", let samples = Int(pair[1]), (1...1000).contains(samples) {
        count = samples
      } else if pair.count == 2, pair[0] == "min", let size = Double(pair[1]), size >= 0, size.isFinite {
        smallestMM3 = size
      } else if pair.count == 2, pair[0] == "of" {
        name = pair[1]
      } else if kind == .ensemble {
        members.append(word)
      } else {
        warnUsage("relabel")
        return nil
      }
    }
    guard kind != .ensemble || members.count > 1 else {
      warn("an ensemble has two members or more: type relabel ensemble RUN RUN, or relabel dropout")
      return nil
    }
    guard let (title, mask) = namedMask(name) else { return nil }
    return RelabelRequest(
      annotation: title, original: mask,
      settings: RelabelSettings(sampler: UncertaintySampler(kind, count: count), rule: rule),
      smallestMM3: smallestMM3, members: members)
  }

  // MARK: - Changes

  /// Takes what was proposed, and opens its list.
  mutating func receive(_ proposal: RelabelReview, uncertainty: PixelMap) {
    model.isRelabelling = false
    var proposal = proposal
    let standing = proposal.leaveOut(holdingIn: review.adjudicated)
    model.relabelling = proposal
    scan.overlayChoices[.uncertainty] = .pixelMap(.uncertainty)
    let others = scan.pixelMaps?.maps.filter { $0.kind != .uncertainty } ?? []
    scan.pixelMaps = PixelMaps(
      caseName: scan.name, epoch: others.isEmpty ? nil : scan.pixelMaps?.epoch, maps: others + [uncertainty])
    guard !proposal.changes.isEmpty else {
      say(
        "nothing to relabel in \(proposal.annotation) at delta \(Wording.fraction(proposal.delta))\(Self.leftOut(standing, proposal))"
      )
      return
    }
    openRelabelling()
    let raised =
      proposal.isDeltaRaised ? "; delta raised to \(Wording.fixed(proposal.delta, 3)), or half would change" : ""
    say("\(proposal.changes.count) changes proposed, none made\(Self.leftOut(standing, proposal))\(raised)")
  }

  /// "; 12 stand already, 1 040 of at most 3 mm3 left out"
  private static func leftOut(_ standing: Int, _ proposal: RelabelReview) -> String {
    let parts = [
      standing > 0 ? "\(standing) stand already" : nil,
      proposal.smallCount > 0
        ? "\(Wording.count(proposal.smallCount)) of at most \(Wording.volume(mm3: proposal.smallestMM3)) left out"
        : nil,
    ].compactMap { $0 }
    return parts.isEmpty ? "" : "; " + parts.joined(separator: ", ")
  }

  mutating func openRelabelling() {
    guard let proposal = model.relabelling, !proposal.changes.isEmpty else { return }
    open(RelabelList())
    view.overlays.isPeeking = false
    select(change: proposal.selectedChange ?? proposal.changes[0])
  }

  mutating func select(change: RelabelReview.Change) {
    model.relabelling?.selected = change.id
    place.jump(to: voxelToShow(change.lesion))
  }

  mutating func stepChange(_ step: ListStep) {
    guard let proposal = model.relabelling, !proposal.changes.isEmpty else { return }
    select(change: proposal.changes[step.line(from: proposal.selectedIndex ?? 0, of: proposal.changes.count)])
  }

  mutating func zoomToChange() {
    guard let change = model.relabelling?.selectedChange else { return }
    place.centreOnCrosshair()
    place.zoom = fieldZoom(around: change.lesion)
  }

  /// The next change that is still open; the one after where none is.
  private mutating func stepToOpenChange() {
    guard let proposal = model.relabelling, let now = proposal.selectedIndex else { return }
    let order = proposal.changes.indices.map { (now + 1 + $0) % proposal.changes.count }
    let next = order.first { proposal.status(of: proposal.changes[$0], adjudicated: review.adjudicated) == .open }
    if let next { select(change: proposal.changes[next]) }
  }

  mutating func refuseChange() {
    guard let change = model.relabelling?.selectedChange else { return }
    guard !change.holds(in: review.adjudicated) else {
      say("change \(change.id) stands already; \(keyLabel("undo")) undoes the last action")
      return
    }
    let isRefused = model.relabelling?.refused.contains(change.id) == true
    model.relabelling?.setRefused(!isRefused, change)
    if !isRefused { stepToOpenChange() }
    say(isRefused ? "refusal of change \(change.id) taken back" : "refused change \(change.id); \(relabelProgressText)")
  }

  /// Makes the change in the adjudicated mask, as an action on the lesion that it belongs to, or as a new lesion.
  mutating func acceptChange() -> [Effect] {
    guard let change = model.relabelling?.selectedChange else { return [] }
    guard review.table != nil else {
      warn("the lesions are being measured; try again in a moment")
      return []
    }
    guard !change.holds(in: review.adjudicated) else {
      say("change \(change.id) stands already")
      return []
    }
    let size = Wording.volume(mm3: change.lesion.volumeMM3)
    let action = lesionAction(for: change)
    let effects = record(
      .lesion(action),
      saying: "change \(change.id) made: \(size) \(change.adds ? "added to" : "taken from") lesion \(action.lesion)")
    guard !effects.isEmpty else { return [] }
    view.overlays[.adjudicated].isVisible = true
    if model.relabelling?.refused.contains(change.id) == true { model.relabelling?.setRefused(false, change) }
    stepToOpenChange()
    return effects
  }

  /// The lesion keeps its other voxels as they stand, and stays undecided when it was.
  private func lesionAction(for change: RelabelReview.Change) -> LesionAction {
    let around = VoxelRegion(Mask(change.region, on: scan.grid).dilated(.edges))
    guard let row = review.row(sharingMostWith: around) else {
      var action = LesionAction(lesion: (review.allRows.map(\.id).max() ?? 0) + 1, region: change.region)
      action.verdict = .approved
      action.choice = VoxelChoice(source: .relabelled, voxels: change.region)
      return action
    }
    var action = LesionAction(lesion: row.id, region: row.record.region)
    let before = standingChoice(of: row)?.voxels ?? review.adjudicated.part(inside: row.record.region)
    let voxels = change.adds ? before.union(change.region) : before.subtracting(change.region)
    if voxels.isEmpty { action.verdict = .rejected }
    action.choice = VoxelChoice(source: .relabelled, voxels: voxels)
    return action
  }

  /// "3 made, 2 refused, 31 open".
  var relabelProgressText: String {
    guard let proposal = model.relabelling else { return "" }
    var counts: [RelabelReview.Status: Int] = [:]
    for change in proposal.changes {
      counts[proposal.status(of: change, adjudicated: review.adjudicated), default: 0] += 1
    }
    return "\(counts[.accepted] ?? 0) made, \(counts[.refused] ?? 0) refused, \(counts[.open] ?? 0) open"
  }

  // MARK: - Masks by name

  /// A mask of the case by the name that commands use; says which there are when there is none of that name.
  mutating func namedMask(_ name: String) -> (title: String, mask: Mask)? {
    let masks = scan.raters.map(\.mask)
    switch name {
    case "adjudicated": return ("the adjudicated mask", review.adjudicated)
    case "union": if masks.count > 1, let union = Mask.union(of: masks) { return ("union of the raters", union) }
    case "intersection":
      if masks.count > 1, let common = Mask.intersection(of: masks) { return ("intersection of the raters", common) }
    default: break
    }
    let index = masks.indices.first { name == "rater\($0 + 1)" || name == "r\($0 + 1)" }
    if let index { return (scan.maskNames.name(ofRater: index), masks[index]) }
    if let named = (scan.raters + scan.otherMasks).first(where: { $0.name == name }) { return (named.name, named.mask) }
    warn("there is no mask '\(name)' here; there is \(maskWords.joined(separator: ", "))")
    return nil
  }

  /// The names of ``namedMask(_:)``.
  var maskWords: [String] {
    let ofRaters =
      scan.raters.indices.map { "rater\($0 + 1)" } + (scan.raters.count > 1 ? ["union", "intersection"] : [])
    return ofRaters + ["adjudicated"] + (scan.raters + scan.otherMasks).map(\.name)
  }
}
