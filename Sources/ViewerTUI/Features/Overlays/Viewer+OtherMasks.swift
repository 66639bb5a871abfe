import Pictures
import VolumeModel

/// A consensus of the raters, or one of the masks that are nobody's reading: what shares the place of the union (key 7).
extension Viewer {
  /// What the place can show here, in the order in which its key walks it.
  var otherMaskChoices: [Overlay] { allOverlays.filter { $0.place == .other && $0.missing(in: self) == nil } }

  /// What these are called on the command line.
  var otherMaskNames: [String] {
    otherMaskChoices.map { $0.id.otherMaskIndex.map { scan.otherMasks[$0].name } ?? $0.id.rawValue }
  }

  mutating func showNextOtherMask() {
    let choices = otherMaskChoices
    let shown = overlay(.other)
    guard let place = choices.firstIndex(where: { $0.id == shown.id }) else { return }
    show(otherMask: view.overlays[.other].isVisible ? choices[(place + 1) % choices.count].id : shown.id)
  }

  /// `other-mask NAME`: one of ``otherMaskNames``, or another mask by its own name.
  mutating func showOtherMask(named name: String) {
    let choices = otherMaskChoices
    let choice =
      choices.first { $0.id.rawValue == name }
      ?? scan.otherMasks.firstIndex { $0.name == name }.map { Overlay.otherMask($0, named: name) }
    guard let choice else {
      let names = otherMaskNames
      warn(names.isEmpty ? "no second rater and no other mask" : "there is \(names.joined(separator: ", "))")
      return
    }
    show(otherMask: choice.id)
  }

  mutating func show(otherMask id: OverlayID) {
    choose(id, at: .other)
    refreshOtherMask()
    let shown = overlay(.other)
    let value = shown.value(in: self)
    say("\(shown.title)\(value.isEmpty ? "" : ", \(value)")\(sensitivities)")
  }

  /// Shows how many raters drew each voxel in place of their masks, then which of them did, then the masks again.
  mutating func showNextRaterMap() {
    let shown = view.overlays[.other].isVisible ? overlay(.other).id : nil
    let key = keyLabel("disagreement-map")
    place.blink = nil
    view.overlays.isPeeking = false
    for index in scan.raters.indices { view.overlays[.rater(index)].isVisible = shown == .patterns }
    if shown != .votes, shown != .patterns {
      // Its colour would mix with those of the maps.
      scan.isSoftMaskUnderMap = view.overlays[.softMask].isVisible
      view.overlays[.softMask].isVisible = false
    }
    switch shown {
    case .patterns?:
      view.overlays[.other].isVisible = false
      view.overlays[.softMask].isVisible = scan.isSoftMaskUnderMap
      say("the raters' masks; \(key) shows their votes")
    case .votes?:
      show(otherMask: .patterns)
      say("who drew what: the largest patterns with their volumes; \(key) goes back to the masks")
    default:
      show(otherMask: .votes)
      say("votes: how many of the \(scan.raters.count) raters drew each voxel; \(key) shows which of them did")
    }
  }

  /// "; sensitivity r1 0.91 r2 0.80", where the consensus estimates them.
  private var sensitivities: String {
    guard !scan.consensus.sensitivities.isEmpty else { return "" }
    let words = scan.consensus.sensitivities.enumerated().map { index, value in
      "\(scan.maskNames.short(ofRater: index)) \(value.map { Wording.fixed($0, 2) } ?? "n/a")"
    }
    return "; sensitivity \(words.joined(separator: " "))"
  }

  /// Computes what the place shows now.
  mutating func refreshOtherMask() {
    overlay(.other).prepare(&self)
    refreshReadings()
  }
}
